import { type YamuxMuxerInit, yamux } from '@chainsafe/libp2p-yamux';
import type { StreamMuxerFactory } from '@libp2p/interface';

type MakeFactory = ReturnType<typeof yamux>;
type Muxer = ReturnType<ReturnType<MakeFactory>['createStreamMuxer']>;

/**
 * yamux, but for one throw that nobody can catch: it announces a stream that it opens one microtask later, and if the
 * connection has closed meanwhile that would end the process. Here it ends the stream.
 */
export function calmMuxer(init: YamuxMuxerInit): () => StreamMuxerFactory {
  const makeFactory = yamux(init);
  return () => {
    const factory = makeFactory();
    return {
      protocol: factory.protocol,
      createStreamMuxer: (connection) => calmed(factory.createStreamMuxer(connection)),
    };
  };
}

function calmed(muxer: Muxer): Muxer {
  const create = muxer.onCreateStream.bind(muxer);
  muxer.onCreateStream = () => {
    const stream = create();
    const update = stream.sendWindowUpdate.bind(stream);
    stream.sendWindowUpdate = () => {
      try {
        update();
      } catch (problem) {
        stream.abort(problem instanceof Error ? problem : new Error('the connection has closed'));
      }
    };
    return stream;
  };
  return muxer;
}

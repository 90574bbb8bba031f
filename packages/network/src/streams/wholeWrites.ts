import type { ConnectionEncrypter, MessageStream } from '@libp2p/interface';

/**
 * Encryption, but for the pieces that its messages leave in: noise hands over a length and up to five parts of a ciphertext,
 * and libp2p writes each to the socket by itself. Every write is a packet, and wakes whoever reads. Here it is one.
 */
export function wholeWrites<C, E>(
  makeEncrypter: (components: C) => ConnectionEncrypter<E>,
): (components: C) => ConnectionEncrypter<E> {
  return (components) => {
    const encrypter = makeEncrypter(components);
    return {
      protocol: encrypter.protocol,
      secureOutbound: (connection, options) => encrypter.secureOutbound(inOnePiece(connection), options),
      secureInbound: (connection, options) => encrypter.secureInbound(inOnePiece(connection), options),
    };
  };
}

function inOnePiece(connection: MessageStream): MessageStream {
  const send = connection.send.bind(connection);
  connection.send = (data) => send(data.subarray());
  return connection;
}

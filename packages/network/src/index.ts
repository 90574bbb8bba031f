export * from './commitments/frame.ts';
export { createControlClient } from './control/controlClient.ts';
export * from './control/methods.ts';
export * from './control/rpc.ts';
export { type ServeOptions, serveControl } from './control/serveControl.ts';
export { createHost } from './createHost.ts';
export * from './errors.ts';
export * from './host.ts';
export * from './session/frame.ts';

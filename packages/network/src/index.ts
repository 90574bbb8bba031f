export * from './control/methods.ts';
export * from './control/rpc.ts';
export * from './errors.ts';
export * from './host.ts';
export * from './session/frame.ts';

export * from './address.ts';
export { BITCOIN_ADDRESS_TYPES, type BitcoinAddressType } from './bitcoin/ownScripts.ts';
export * from './chain.ts';
export * from './intent.ts';
export * from './intentScheme.ts';
export * from './need.ts';
export * from './networkScheme.ts';
export * from './prepared.ts';
export * from './prepareIntent.ts';

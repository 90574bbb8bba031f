export * from './intents/index.ts';

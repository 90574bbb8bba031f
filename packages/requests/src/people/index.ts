export * from './personStatement.ts';

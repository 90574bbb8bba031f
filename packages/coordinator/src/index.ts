export { type CoordinatorConfig, type HttpConfig, type Limits, loadConfig } from './config/config.ts';
export { type CoordinatorDeps, type RunningCoordinator, startCoordinator } from './main.ts';
export { createLog, type Logger, type LogLevel } from './telemetry/log.ts';
export { VERSION } from './version.ts';

/**
 * How a backup gets into a bucket and back. Knows no Backstage.
 *
 * @packageDocumentation
 */
export * from './destination';
export * from './storage';
export * from './pack';
export * from './manifest';
export * from './awsHelp';
export * from './explore';
export * from './retention';
export * from './source';
export * from './faultPoints';
export * from './progress';
export { owning } from './ownBytes';
export * from './backUp';
export * from './backUpOrder';
export type { DeliveryOptions } from './steps/Delivery';
export * from './restore';
export * from './restoreToPlace';
export * from './openArtifact';
export * from './calmCollector';
export * from './verify';
export * from './copyBackup';
export * from './drill';
export * from './deleteBackup';
export * from './prune';
export * from './extendLocks';
export * from './sweepAttempt';
export * from './sweepUnknown';
export * from './acceptHeld';

/**
 * Schemas and types of what Understudy stores or exchanges.
 *
 * @packageDocumentation
 */
export * from './names';
export * from './size';
export * from './duration';
export * from './secret';
export * from './error';
export * from './explain';
export * from './understudyError';
export * from './checkUp';
export * from './destination';
export * from './destinationConnection';
export * from './destinationCredentials';
export * from './destinationStore';
export * from './destinationTransfer';
export {
  endpointSchema,
  isLoopbackHost,
  plainHttpIn,
  reachFaults,
  type ReachOptions,
  regionSchema,
} from './destinationWhere';
export * from './providers';
export * from './schedule';
export * from './plan';
export * from './run';
export * from './manifest';
export * from './parseManifest';
export * from './backup';
export * from './byHand';
export * from './retention';
export * from './proof';

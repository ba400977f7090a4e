export { backupId } from './backupId';
export { checkOwner } from './checkOwner';
export { claimPrefix, type ClaimOptions } from './claimPrefix';
export { entityFolder, instantInKey, runFolder } from './folders';
export {
  listBackups,
  type FoundBackup,
  type ListBackupsOptions,
} from './listBackups';
export { isHolding, readLock, removeLock, writeLock } from './lock';
export type { Ownership } from './ownerMarkers';
export {
  statusFileSchema,
  writePlanFile,
  writeStatusFile,
  type StatusFile,
} from './portalFiles';
export {
  checkProofSignature,
  makeSigningKey,
  publicKeyOf,
  signProof,
} from './proofSignature';
export { listProofs, standingOf, writeProof } from './proofs';
export { readBackup } from './readBackup';

export * from './contract';
export { resolveNewPath, resolveReadPath, safeEntryPath } from './safePath';

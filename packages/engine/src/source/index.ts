export * from './contract';
export { ChildTool, ToolFailure, type ToolOrder } from './ChildTool';
export { findTool } from './findTool';
export { provenOutput, runTool, type ProvenOutput } from './toolStreams';
export { resolveNewPath, resolveReadPath, safeEntryPath } from './safePath';
export { NewFile } from './newFile';

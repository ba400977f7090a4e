/**
 * The tests that every executor must pass.
 *
 * @packageDocumentation
 */
export {
  executorChecks,
  type ExecutorCheck,
  type ExecutorSuite,
} from './executorChecks';
export type { ToolSuite } from './toolChecks';
export { testSourceExecutor } from './testSourceExecutor';
export type * from '../source/contract';

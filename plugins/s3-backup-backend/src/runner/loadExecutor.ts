import type { ExecutorModule, SourceExecutor } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';

/**
 * The executor of a source type, from the module that the type names.
 * @internal
 */
export async function loadExecutor(source: {
  type: string;
  /** Path of the module. */
  executor: string;
}): Promise<SourceExecutor> {
  // Found by `require.resolve`, so required as well.
  const { executors } = require(source.executor) as Partial<ExecutorModule>;
  const executor = executors?.[source.type];
  if (!executor) {
    throw new UnderstudyError('defect', {
      seen: `its module has no executor of type ${source.type}`,
    });
  }
  return executor;
}

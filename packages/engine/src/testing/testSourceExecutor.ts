// It declares tests for others, and is none itself.
/* eslint-disable jest/no-export */
import { executorChecks, ExecutorSuite } from './executorChecks';

/**
 * Declares the tests that every executor must pass. Call it in a test file,
 * with jest's globals:
 *
 * ```ts
 * testSourceExecutor('sqlite', { executor, make, contentOf, … });
 * ```
 *
 * @public
 */
export function testSourceExecutor<TOptions>(
  type: string,
  suite: ExecutorSuite<TOptions>,
): void {
  describe(`the executor contract, kept by ${type}`, () => {
    for (const { name, run } of executorChecks(suite)) {
      // eslint-disable-next-line jest/valid-title, jest/expect-expect
      it(name, run, 60_000);
    }
  });
}

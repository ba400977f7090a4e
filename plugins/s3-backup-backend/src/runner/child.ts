import { calmCollector } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import { ProofFailed } from './kinds/verify';
import { resultSchema } from './messages';
import { perform } from './perform';
import { WorkerLink } from './WorkerLink';

/**
 * Entry of the forked process: one attempt of one run, then it ends. What it
 * is to do comes over IPC, never by argv or environment.
 */
async function main(): Promise<void> {
  calmCollector();
  const link = WorkerLink.create();

  const fail = async (error: unknown): Promise<void> => {
    const proofs = error instanceof ProofFailed ? error.proofs : [];
    const failure = UnderstudyError.from(
      error instanceof ProofFailed ? error.error : error,
    );
    // The reason to stop comes before whatever stopping led to.
    const first =
      link.signal.reason instanceof UnderstudyError
        ? link.signal.reason
        : failure;
    const also = [...failure.also];
    if (first !== failure && failure.code !== first.code) {
      also.unshift(failure.toProblem());
    }
    if (first.code === 'defect') {
      link.log('error', String((error as Error | null)?.stack ?? error));
    }
    await link.failed({
      problem: first.toProblem(),
      also,
      details: {},
      proofs,
    });
    process.exit(1);
  };

  process.on('uncaughtException', error => void fail(error));
  process.on('unhandledRejection', error => void fail(error));

  try {
    const order = await link.order;
    const result = await perform(order, link);
    await link.done(resultSchema.parse(result));
    process.exit(0);
  } catch (error) {
    await fail(error);
  }
}

void main();

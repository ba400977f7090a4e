import { Bucket, writePlanFile } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import type { RunContext } from '../RunContext';

/**
 * `plan.json` helps people and the CLI; a backup does not fail over it.
 * @internal
 */
export async function describePlan(
  context: RunContext,
  bucket: Bucket,
): Promise<void> {
  const { planFile } = context.order;
  if (!planFile) return;
  try {
    await writePlanFile(bucket, planFile);
  } catch (error) {
    context.log(
      'warn',
      `plan.json could not be written: ${UnderstudyError.from(error).message}`,
    );
  }
}

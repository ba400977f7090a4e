import { CheckUp, CheckUpStep, CheckUpStepId } from '@understudy/model';
import { bucketSettings } from '../../storage/bucketSettings';
import type { Bucket } from '../bucket';
import { Workbench } from '../probes';
import { isAppendOnly } from '../wishes';
import { accessSteps } from './accessSteps';
import { bucketSteps } from './bucketSteps';
import { CheckUpReport } from './CheckUpReport';
import { profileFrom, refuseAborted } from './profileFrom';
import { protectionSteps } from './protectionSteps';
import { reachSteps } from './reachSteps';
import { readSteps } from './readSteps';
import { cleanUpStep, removeSteps } from './removeSteps';
import { wishSteps } from './wishSteps';
import { writeSteps } from './writeSteps';

/**
 * What a check-up is told.
 * @public
 */
export interface CheckUpOptions {
  /** Id of this portal: a prefix of another one is refused. */
  instance?: string;
  /** Throws where rules forbid an endpoint. */
  allowed?(endpoint: string): Promise<void>;
  /** What was changed in the input already, e.g. spaces that were removed. */
  notices?: readonly string[];
  /** Told each step as soon as it is known, in order. */
  onStep?(step: CheckUpStep): void;
  /** Told which step is about to be tried. */
  onBegin?(id: CheckUpStepId): void;
  signal?: AbortSignal;
}

/** Somebody waits for the answer: no error is worth more than a second try. */
function impatient(bucket: Bucket): Bucket {
  const retry = {
    ...bucket.retry,
    attempts: Math.min(2, bucket.retry.attempts),
    capMilliseconds: 1000,
  };
  return Object.create(bucket, { retry: { value: retry } });
}

/**
 * Tries a destination out, from its form to the last byte, step by step; a
 * step that needs one that failed is *not tested*. Writes below
 * `_checkup/<id>/` only, and removes it again.
 * @public
 */
export async function checkUp(
  bucket: Bucket,
  options: CheckUpOptions = {},
): Promise<CheckUp> {
  const { signal } = options;
  const at = new Date().toISOString();
  const quick = impatient(bucket);
  const report = CheckUpReport.create(options);
  const facts = await reachSteps(quick, report, options);
  await accessSteps(quick, report, options);
  const bench = Workbench.create({ bucket: quick, signal });
  const settings = report.passed('bucket')
    ? await bucketSettings(quick, signal)
    : undefined;
  try {
    await writeSteps(bench, report);
    await readSteps(bench, report);
    await removeSteps(bench, report);
    await wishSteps(bench, report);
    await protectionSteps(bench, report, { settings, skew: facts?.skew ?? 0 });
    await cleanUpStep(bench, report);
  } finally {
    // Where a step before it failed, the clean-up was not reached.
    await bench.cleanUp().catch(() => {});
  }
  await bucketSteps(bench, report, settings);
  refuseAborted(signal);
  const known = isAppendOnly(bucket) ? 'put' : 'compare';
  return {
    at,
    verdict: report.verdict(),
    steps: report.steps,
    profile: report.passed(known)
      ? await profileFrom(bucket, bench, facts)
      : null,
  };
}

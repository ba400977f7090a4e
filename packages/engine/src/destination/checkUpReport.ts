import { CheckUpStep, UnderstudyError } from '@understudy/model';

type StepId = CheckUpStep['id'];

/** What a step found. */
export interface Outcome {
  result: 'pass' | 'warn' | 'fail';
  seen: string;
  remedy?: string;
  fix?: { field: string; value: string };
  code?: string;
}

/** Steps without which a later one has nothing to stand on. */
const NEEDS: Record<StepId, StepId[]> = {
  input: [],
  resolve: ['input'],
  connect: ['resolve'],
  clock: ['connect'],
  credentials: ['connect', 'clock'],
  region: ['credentials'],
  bucket: ['region'],
  list: ['bucket'],
  owner: ['bucket'],
  put: ['bucket', 'owner'],
  'conditional-put': ['put'],
  multipart: ['put'],
  get: ['put'],
  compare: ['get'],
  delete: ['put'],
};

/** How reports call a step that another one waits for. */
const TITLES: Record<StepId, string> = {
  input: 'Input',
  resolve: 'Name',
  connect: 'Connection',
  clock: 'Clock',
  credentials: 'Credentials',
  region: 'Region',
  bucket: 'Bucket',
  list: 'List',
  owner: 'Owner',
  put: 'Put',
  'conditional-put': 'Conditional put',
  multipart: 'Multipart',
  get: 'Get',
  compare: 'Compare',
  delete: 'Delete',
};

/** The first sentence of a hint is the remedy of a row. */
export function failed(
  error: unknown,
  result: 'fail' | 'warn' = 'fail',
): Outcome {
  const problem = UnderstudyError.from(error);
  return {
    result,
    seen: problem.message,
    remedy: problem.hint,
    code: problem.code,
    ...(problem.code === 's3-wrong-region' &&
    typeof problem.details.actual === 'string' &&
    /^[a-z0-9-]+$/.test(problem.details.actual)
      ? { fix: { field: 'region', value: problem.details.actual } }
      : {}),
  };
}

/** Collects the steps of a check-up in their order. */
export class CheckUpReport {
  readonly steps: CheckUpStep[] = [];

  static create(options: { onStep?(step: CheckUpStep): void }): CheckUpReport {
    return new CheckUpReport(options.onStep);
  }

  private constructor(private readonly onStep?: (step: CheckUpStep) => void) {}

  passed(id: StepId): boolean {
    const result = this.steps.find(step => step.id === id)?.result;
    return result === 'pass' || result === 'warn';
  }

  /** Runs a step, unless one that it needs did not pass. */
  async step(id: StepId, work: () => Promise<Outcome>): Promise<boolean> {
    const missing = NEEDS[id].find(need => !this.passed(need));
    if (missing) {
      this.add(id, 'not-tested', {
        seen: `Not tried: needs ${TITLES[missing]}`,
      });
      return false;
    }
    const since = performance.now();
    const outcome = await work().catch(error => failed(error));
    const { result, ...rest } = outcome;
    this.add(id, result, rest, performance.now() - since);
    return result !== 'fail';
  }

  private add(
    id: StepId,
    result: CheckUpStep['result'],
    found: Omit<Outcome, 'result'>,
    milliseconds = 0,
  ): void {
    const step: CheckUpStep = {
      id,
      result,
      seen: found.seen,
      remedy: found.remedy ?? null,
      fix: found.fix ?? null,
      code: found.code ?? null,
      milliseconds: Math.round(milliseconds),
    };
    this.steps.push(step);
    this.onStep?.(step);
  }

  verdict(): 'ready' | 'ready-with-warnings' | 'not-ready' {
    const results = this.steps.map(step => step.result);
    if (results.includes('fail')) return 'not-ready';
    return results.every(result => result === 'pass')
      ? 'ready'
      : 'ready-with-warnings';
  }
}

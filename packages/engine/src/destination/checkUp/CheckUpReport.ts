import { CheckUpStep, CheckUpStepId } from '@understudy/model';
import { NEEDS, TITLES } from './needs';
import { failed, Outcome } from './outcome';
import { refuseAborted } from './profileFrom';

/** Collects the steps of a check-up in their order. */
export class CheckUpReport {
  readonly steps: CheckUpStep[] = [];

  static create(options: {
    onStep?(step: CheckUpStep): void;
    onBegin?(id: CheckUpStepId): void;
    signal?: AbortSignal;
  }): CheckUpReport {
    return new CheckUpReport(options);
  }

  private constructor(
    private readonly options: Parameters<typeof CheckUpReport.create>[0],
  ) {}

  passed(id: CheckUpStepId): boolean {
    const result = this.steps.find(step => step.id === id)?.result;
    return result === 'pass' || result === 'warn';
  }

  /** Runs a step, unless one that it needs did not pass. */
  async step(
    id: CheckUpStepId,
    work: () => Promise<Outcome>,
  ): Promise<boolean> {
    const missing = NEEDS[id].find(need => !this.passed(need));
    if (missing) {
      const seen = `Not tried: needs ${TITLES[missing]}`;
      this.add(id, { result: 'not-tested', seen, needs: missing });
      return false;
    }
    // Whoever asked has left: no further request is worth it.
    refuseAborted(this.options.signal);
    this.options.onBegin?.(id);
    const since = performance.now();
    const outcome = await work().catch(error => failed(error));
    this.add(id, outcome, performance.now() - since);
    return outcome.result !== 'fail';
  }

  private add(
    id: CheckUpStepId,
    found: Outcome & { needs?: CheckUpStepId },
    milliseconds = 0,
  ): void {
    const step: CheckUpStep = {
      id,
      result: found.result,
      seen: found.seen,
      remedy: found.remedy ?? null,
      fix: found.fix ?? null,
      code: found.code ?? null,
      details: found.details ?? {},
      needs: found.needs ?? null,
      milliseconds: Math.round(milliseconds),
    };
    this.steps.push(step);
    this.options.onStep?.(step);
  }

  verdict(): 'ready' | 'ready-with-warnings' | 'not-ready' {
    const results = this.steps.map(step => step.result);
    if (results.includes('fail')) return 'not-ready';
    return results.includes('warn') ? 'ready-with-warnings' : 'ready';
  }
}

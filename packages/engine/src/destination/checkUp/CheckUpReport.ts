import { CheckUpStep, CheckUpStepId } from '@understudy/model';
import { NEEDS, TITLES } from './needs';
import { failed, Outcome } from './outcome';

/** Collects the steps of a check-up in their order. */
export class CheckUpReport {
  readonly steps: CheckUpStep[] = [];

  static create(options: { onStep?(step: CheckUpStep): void }): CheckUpReport {
    return new CheckUpReport(options.onStep);
  }

  private constructor(private readonly onStep?: (step: CheckUpStep) => void) {}

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
    this.onStep?.(step);
  }

  verdict(): 'ready' | 'ready-with-warnings' | 'not-ready' {
    const results = this.steps.map(step => step.result);
    if (results.includes('fail')) return 'not-ready';
    return results.includes('warn') ? 'ready-with-warnings' : 'ready';
  }
}

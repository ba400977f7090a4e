import type { AttemptOptions } from './AttemptOptions';
import type { FromChild } from './messages';
import type { RebuildSession } from './RebuildSession';

/** What a child waits to be answered. @internal */
export type Question = Extract<FromChild, { type: 'ask' | 'found' }>;

type Options = Pick<
  AttemptOptions,
  'claim' | 'row' | 'worker' | 'leaseMs' | 'attempts' | 'outcomes' | 'logger'
>;

/**
 * Answers what the child of an attempt asks. Whatever goes wrong with a
 * question, its answer is a no.
 * @internal
 */
export class Questions {
  static create(options: Options): Questions {
    return new Questions(options);
  }

  #rebuild: RebuildSession | undefined;

  private constructor(private readonly options: Options) {}

  /** @param wanted - whether the attempt may still go on. */
  async answer(question: Question, wanted: () => boolean): Promise<boolean> {
    if (!wanted()) return false;
    try {
      return question.type === 'ask'
        ? await this.#mayGo(question, wanted)
        : await this.#keepFound(question);
    } catch (error) {
      this.options.logger.warn(
        `A child's question (${question.type}) could not be answered`,
        error as Error,
      );
      return false;
    }
  }

  /** Ends what a rebuild found; nothing for other runs. */
  async finish() {
    return this.#rebuild?.finish();
  }

  /** *May I publish*, *may I delete*: the database decides. */
  async #mayGo(
    { what, backup }: Extract<Question, { type: 'ask' }>,
    wanted: () => boolean,
  ): Promise<boolean> {
    const { attempts, claim, worker, leaseMs, outcomes, row } = this.options;
    if (!(await attempts.mayPublish(claim, worker, leaseMs))) return false;
    // It may have been stopped while the database was asked.
    if (!wanted()) return false;
    if (what === 'delete') await outcomes.deleting(row, backup);
    return true;
  }

  async #keepFound({
    backups,
  }: Extract<Question, { type: 'found' }>): Promise<boolean> {
    const { attempts, claim, worker, leaseMs, outcomes, row } = this.options;
    if (row.kind === 'copy') {
      if (!(await attempts.mayPublish(claim, worker, leaseMs))) return false;
      await outcomes.copied(row, backups);
      return true;
    }
    this.#rebuild ??= outcomes.rebuilding(row);
    await this.#rebuild.receive(backups);
    return true;
  }
}

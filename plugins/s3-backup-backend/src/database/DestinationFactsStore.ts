import {
  CapabilityProfile,
  capabilityProfileSchema,
  CheckUp,
  OwnerFile,
} from '@understudy/model';
import type { Knex } from 'knex';

const TABLE = 'destination_facts';

interface Row {
  name: string;
  place: string;
  profile: string | null;
  owner: string | null;
  check_up: string | null;
  checked_at: string | null;
  succeeded_at: string | null;
  failures: number;
  told_unhealthy_at: string | null;
}

/**
 * What was learned of the place that a destination names.
 * @internal
 */
export interface DestinationFacts {
  profile: CapabilityProfile | null;
  owner: OwnerFile | null;
  checkUp: CheckUp | null;
  succeededAt: string | null;
  /** Failures of the place in a row. */
  failures: number;
}

const NOTHING: DestinationFacts = {
  profile: null,
  owner: null,
  checkUp: null,
  succeededAt: null,
  failures: 0,
};

const parse = <T>(text: string | null): T | null =>
  text === null ? null : (JSON.parse(text) as T);

/** Of before, with fewer answers: what is new is unknown. */
function profileOf(text: string | null): CapabilityProfile | null {
  const found = capabilityProfileSchema.safeParse(parse(text));
  return found.success ? found.data : null;
}

function fromRow(row: Row): DestinationFacts {
  return {
    profile: profileOf(row.profile),
    owner: parse<OwnerFile>(row.owner),
    checkUp: parse<CheckUp>(row.check_up),
    succeededAt: row.succeeded_at,
    failures: row.failures,
  };
}

/**
 * Facts by destination. They are those of a place: where a destination points
 * elsewhere, nothing is known of it.
 * @internal
 */
export class DestinationFactsStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): DestinationFactsStore {
    return new DestinationFactsStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async get(name: string, place: string): Promise<DestinationFacts> {
    const row = await this.#knex<Row>(TABLE).where({ name, place }).first();
    return row ? fromRow(row) : NOTHING;
  }

  async put(
    name: string,
    place: string,
    facts: Partial<DestinationFacts>,
  ): Promise<void> {
    const json = (value: unknown) =>
      value === undefined || value === null ? null : JSON.stringify(value);
    const values: Partial<Row> = {
      ...('profile' in facts && { profile: json(facts.profile) }),
      ...('owner' in facts && { owner: json(facts.owner) }),
      ...('checkUp' in facts && {
        check_up: json(facts.checkUp),
        checked_at: facts.checkUp?.at ?? null,
      }),
      ...('succeededAt' in facts && { succeeded_at: facts.succeededAt }),
      ...('failures' in facts && { failures: facts.failures }),
    };
    await this.#knex.transaction(async trx => {
      await trx<Row>(TABLE).where({ name }).andWhereNot({ place }).delete();
      const row = trx<Row>(TABLE)
        .insert({ name, place, failures: 0, ...values })
        .onConflict('name');
      // Knex refuses to merge nothing.
      await (Object.keys(values).length > 0 ? row.merge(values) : row.ignore());
    });
  }

  async countFailure(name: string, place: string): Promise<void> {
    await this.put(name, place, {});
    await this.#knex<Row>(TABLE).where({ name, place }).increment('failures');
  }

  /**
   * Notes that people are told that a place is unhealthy, or, with null, that
   * it is not any more. False where that had been noted already.
   */
  async markUnhealthy(
    name: string,
    place: string,
    at: Date | null,
  ): Promise<boolean> {
    const row = this.#knex<Row>(TABLE).where({ name, place });
    const changed = await (at
      ? row
          .whereNull('told_unhealthy_at')
          .update({ told_unhealthy_at: at.toISOString() })
      : row
          .whereNotNull('told_unhealthy_at')
          .update({ told_unhealthy_at: null }));
    return changed > 0;
  }

  async delete(name: string, trx: Knex = this.#knex): Promise<void> {
    await trx<Row>(TABLE).where({ name }).delete();
  }
}

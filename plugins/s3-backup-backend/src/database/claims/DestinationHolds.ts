import type { Problem } from '@understudy/model';
import type { Knex } from 'knex';
import type { Millis } from '../runs/values';
import { databaseNow, databaseNowPlus, toInstant } from '../runs/values';

const TABLE = 'destination_holds';

interface Row {
  destination: string;
  since: Millis;
  probe_at: Millis;
  probes: number;
  problem: string;
}

/** A destination that is down. @internal */
export interface Hold {
  destination: string;
  since: string;
  problem: Problem;
}

/** First look after it was found down; doubled after each. */
const FIRST_MS = 15_000;
const LONGEST_MS = 120_000;

/**
 * Destinations that are down. While one has a row here, no run of it is
 * claimed, on any replica.
 * @internal
 */
export class DestinationHolds {
  static create(options: { knex: Knex }): DestinationHolds {
    return new DestinationHolds(options.knex);
  }

  private constructor(private readonly knex: Knex) {}

  /** True for the one who found it first, and is to tell. */
  async hold(destination: string, problem: Problem): Promise<boolean> {
    const { knex } = this;
    const made = await knex(TABLE)
      .insert({
        destination,
        since: databaseNow(knex),
        probe_at: databaseNowPlus(knex, FIRST_MS),
        problem: JSON.stringify(problem),
      })
      .onConflict('destination')
      .ignore()
      .returning('destination');
    return made.length > 0;
  }

  async list(): Promise<Hold[]> {
    const rows: Row[] = await this.knex<Row>(TABLE).orderBy('since');
    return rows.map(row => ({
      destination: row.destination,
      since: toInstant(row.since),
      problem: JSON.parse(row.problem) as Problem,
    }));
  }

  async isHeld(destination: string, trx: Knex = this.knex): Promise<boolean> {
    return Boolean(await trx(TABLE).where({ destination }).first('since'));
  }

  /** Those to be asked again now, each by one replica. */
  async takeProbes(): Promise<string[]> {
    const { knex } = this;
    const due: Pick<Row, 'destination' | 'probes'>[] = await knex<Row>(TABLE)
      .where('probe_at', '<=', databaseNow(knex))
      .select('destination', 'probes');
    const mine: string[] = [];
    for (const { destination, probes } of due) {
      const wait = Math.min(FIRST_MS * 2 ** (probes + 1), LONGEST_MS);
      const taken = await knex(TABLE)
        .where({ destination, probes })
        .update({ probes: probes + 1, probe_at: databaseNowPlus(knex, wait) });
      if (taken > 0) mine.push(destination);
    }
    return mine;
  }

  /** It is back: its runs may be claimed. True for the one who is to tell. */
  async release(destination: string): Promise<boolean> {
    return (await this.knex(TABLE).where({ destination }).delete()) > 0;
  }
}

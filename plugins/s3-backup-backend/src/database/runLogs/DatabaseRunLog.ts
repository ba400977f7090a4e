import type { LogLine } from '@understudy/model';
import type { Knex } from 'knex';
import { toInstant } from '../runs/values';

const LIMIT = 1024 * 1024;
const HEAD = 384 * 1024;
const TAIL = 384 * 1024;
const LINE = 4096;
/** What a row costs beside its text. */
const OVERHEAD = 32;

/** PostgreSQL's text takes no NUL. */
function shorten(line: string): string {
  const text = line.replaceAll('\0', '\uFFFD');
  return text.length <= LINE ? text : `${text.slice(0, LINE)} … (shortened)`;
}

/**
 * The log of a run: its head and its tail, at most 1 MiB together. One writer
 * at a time (the attempt that holds the lease).
 * @internal
 */
export class DatabaseRunLog {
  static create(options: { knex: Knex }): DatabaseRunLog {
    return new DatabaseRunLog(options.knex);
  }

  private constructor(private readonly knex: Knex) {}

  async append(runId: string, lines: LogLine[]): Promise<void> {
    if (lines.length === 0) return;
    const [sums] = await this.knex('run_logs')
      .where({ run_id: runId })
      .max({ seq: 'seq' })
      .sum({ bytes: 'bytes' });
    let seq = Number(sums.seq ?? -1);
    let total = Number(sums.bytes ?? 0);
    const rows = lines.map(line => {
      const text = shorten(line.text);
      const bytes = Buffer.byteLength(text) + OVERHEAD;
      seq += 1;
      total += bytes;
      return {
        run_id: runId,
        seq,
        at: Date.parse(line.at),
        level: line.level,
        text,
        bytes,
      };
    });
    for (let from = 0; from < rows.length; from += 100) {
      await this.knex('run_logs').insert(rows.slice(from, from + 100));
    }
    if (total > LIMIT) await this.#trim(runId);
  }

  async read(runId: string, offset: number, limit: number) {
    const [{ n }] = await this.knex('run_logs')
      .where({ run_id: runId })
      .count({ n: '*' });
    const rows = await this.knex('run_logs')
      .where({ run_id: runId })
      .orderBy('seq')
      .offset(offset)
      .limit(limit);
    const lines: LogLine[] = rows.map(row => ({
      at: toInstant(row.at),
      level: row.level,
      text: row.text,
    }));
    return { lines, total: Number(n), offset };
  }

  /** Takes lines out of the middle and leaves one that counts them. */
  async #trim(runId: string): Promise<void> {
    const rows: { seq: number; bytes: number; omitted: number | null }[] =
      await this.knex('run_logs')
        .where({ run_id: runId })
        .orderBy('seq')
        .select('seq', 'bytes', 'omitted');
    let first = 0;
    for (let sum = 0; first < rows.length; first += 1) {
      sum += rows[first].bytes;
      if (sum > HEAD || rows[first].omitted !== null) break;
    }
    let last = rows.length - 1;
    for (let sum = 0; last > first; last -= 1) {
      sum += rows[last].bytes;
      if (sum > TAIL) break;
    }
    if (last <= first) return;
    const out = rows.slice(first, last + 1);
    const omitted = out.reduce((sum, row) => sum + (row.omitted ?? 1), 0);
    const text = `… ${omitted} lines left out: a log keeps its head and its tail …`;
    await this.knex.transaction(async trx => {
      await trx('run_logs')
        .where({ run_id: runId })
        .whereBetween('seq', [out[0].seq + 1, out[out.length - 1].seq])
        .delete();
      await trx('run_logs')
        .where({ run_id: runId, seq: out[0].seq })
        .update({
          level: 'warn',
          text,
          bytes: text.length + OVERHEAD,
          omitted,
        });
    });
  }
}

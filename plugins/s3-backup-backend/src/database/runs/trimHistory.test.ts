import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migrate } from '../migrate';
import { DatabaseRunLog } from '../runLogs/DatabaseRunLog';
import { trimHistory } from './trimHistory';

jest.setTimeout(60_000);

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('on %s', id => {
  let knex: Knex;

  const run = (plan: string, at: number, more: object = {}) => ({
    id: `${plan}-${at}`,
    kind: 'backup',
    plan,
    trigger_type: 'schedule',
    status: 'succeeded',
    request: '{}',
    time_limit_ms: 0,
    stall_limit_ms: 0,
    not_before: at,
    created_at: at,
    sorted_at: at,
    ...more,
  });
  const attempt = (run_id: string, swept_at: number | null) => ({
    run_id,
    n: 1,
    worker: 'w',
    host: 'h',
    started_at: 1,
    ended_at: 2,
    lease_until: 2,
    lease_ms: 1,
    swept_at,
  });
  const left = async (plan: string) =>
    (await knex('runs').where({ plan }).orderBy('sorted_at')).map(row =>
      Number(row.sorted_at),
    );

  beforeAll(async () => {
    knex = await databases.init(id);
    await migrate(knex);
  });
  beforeEach(async () => {
    for (const table of ['run_logs', 'attempts', 'backups', 'runs']) {
      await knex(table).delete();
    }
  });

  it('ends history, but keeps the last of each plan and what stands for a backup', async () => {
    for (let at = 1; at <= 10; at += 1) {
      await knex('runs').insert(run('often', at));
      await knex('attempts').insert(
        attempt(`often-${at}`, at === 3 ? null : 5),
      );
    }
    await knex('runs').insert([
      run('seldom', 1),
      run('seldom', 2),
      run('busy', 1, { status: 'queued' }),
      run('busy', 2),
      run('busy', 3),
      run('busy', 4),
    ]);
    await knex('backups').insert({
      id: 'b'.repeat(32),
      plan: 'often',
      destination: 'main',
      run_id: 'often-2',
      folder: 'x',
      manifest_key: 'x/manifest.json',
      started_at: 1,
      finished_at: 2,
      complete: true,
      bytes_plain: 1,
      bytes_stored: 1,
      manifest: '{}',
      proof_at: 2,
    });
    const rules = { before: 9, perPlan: 3, atMost: 1_000 };
    expect(await trimHistory(knex, rules)).toBe(5);
    // 2 has a backup, 3 is not swept, the last three stay, 9 and 10 are young.
    expect(await left('often')).toEqual([2, 3, 8, 9, 10]);
    expect(await left('seldom')).toEqual([1, 2]);
    expect(await left('busy')).toEqual([1, 2, 3, 4]);
    expect(await knex('attempts').pluck('run_id')).toHaveLength(5);
    expect(await trimHistory(knex, rules)).toBe(0);
  });

  it('takes no more at once than it was told', async () => {
    for (let at = 1; at <= 10; at += 1) await knex('runs').insert(run('a', at));
    const rules = { before: 100, perPlan: 1, atMost: 4 };
    expect(await trimHistory(knex, rules)).toBe(4);
    expect(await left('a')).toEqual([5, 6, 7, 8, 9, 10]);
    expect(await trimHistory(knex, rules)).toBe(4);
    expect(await trimHistory(knex, rules)).toBe(1);
    expect(await left('a')).toEqual([10]);
  });

  it('keeps head and tail of a log, at most 1 MiB', async () => {
    await knex('runs').insert(run('a', 1));
    const logs = DatabaseRunLog.create({ knex });
    for (let page = 0; page < 20; page += 1) {
      const lines = Array.from({ length: 100 }, (_, n) => ({
        at: new Date(0).toISOString(),
        level: 'info' as const,
        text: `${page * 100 + n} ${'x'.repeat(1_000)}`,
      }));
      await logs.append('a-1', lines);
    }
    const [{ bytes }] = await knex('run_logs').sum({ bytes: 'bytes' });
    expect(Number(bytes)).toBeLessThanOrEqual(1024 * 1024);
    const { lines } = await logs.read('a-1', 0, 10_000);
    expect(lines[0].text).toMatch(/^0 x/);
    expect(lines[lines.length - 1].text).toMatch(/^1999 x/);
    const gap = lines.findIndex(line => line.text.startsWith('…'));
    expect(lines[gap].text).toContain(`${2000 - (lines.length - 1)} lines`);
  });
});

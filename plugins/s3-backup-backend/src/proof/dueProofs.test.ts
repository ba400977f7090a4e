import type { RetainedBackup } from '@understudy/engine';
import { defaultProofRules } from '@understudy/model';
import { dueProofs, failedRung, ProofQuestion } from './dueProofs';

const DAY = 86_400_000;
const NOW = 1000 * DAY;

const backup = (
  days: number,
  change: Partial<RetainedBackup> = {},
): RetainedBackup => ({
  id: `b${days}`,
  takenAt: NOW - days * DAY,
  finishedAt: NOW - days * DAY,
  bytesStored: 1,
  complete: true,
  deleting: false,
  rung: 'read',
  damaged: false,
  lock: null,
  ...change,
});

const due = (change: Partial<ProofQuestion>) =>
  dueProofs({
    rules: defaultProofRules(),
    reach: 'asserted',
    backups: [],
    rungs: [],
    now: NOW,
    ...change,
  }).map(({ rung, backup: id, at, overdue }) => ({
    rung,
    id,
    in: (at - NOW) / DAY,
    overdue,
  }));

const rung = (name: 'opened' | 'restored', ok?: number, failed?: number) => ({
  rung: name,
  provenAt: ok === undefined ? null : NOW - ok * DAY,
  failedAt: failed === undefined ? null : NOW - failed * DAY,
  milliseconds: null,
});

describe('what is due', () => {
  it('reads each backup within a day, and does not go after old ones for ever', () => {
    const stored = { rung: 'stored' as const };
    const backups = [0.1, 0.7, 2, 20].map(days => backup(days, stored));
    expect(due({ backups, reach: 'read' })).toEqual([
      { rung: 'read', id: 'b0.1', in: 0.4, overdue: false },
      { rung: 'read', id: 'b0.7', in: expect.closeTo(-0.2), overdue: false },
      { rung: 'read', id: 'b2', in: -1.5, overdue: true },
    ]);
    const rules = { ...defaultProofRules(), read: false as const };
    expect(due({ backups, reach: 'read', rules })).toEqual([]);
  });

  it('opens and drills the newest good one regularly; a new plan after a day', () => {
    const backups = [backup(0.5), backup(2), backup(0.1, { complete: false })];
    expect(due({ backups })).toEqual([
      { rung: 'opened', id: 'b0.5', in: -1, overdue: false },
      { rung: 'restored', id: 'b0.5', in: -1, overdue: false },
    ]);
    // A drill opens it, too.
    expect(due({ backups, rungs: [rung('restored', 12)] })).toEqual([
      { rung: 'opened', id: 'b0.5', in: -5, overdue: true },
      { rung: 'restored', id: 'b0.5', in: 18, overdue: false },
    ]);
    expect(due({ backups, reach: 'opened' })).toHaveLength(1);
    expect(due({ backups, reach: 'read' })).toEqual([]);
    expect(due({ backups: [] })).toEqual([]);
  });

  it('does not condemn one backup after the other by the same question', () => {
    const rungs = [rung('restored', 40, 1), rung('opened', 1)];
    const newest = (days: number) =>
      due({ backups: [backup(days)], rungs }).filter(
        each => each.rung === 'restored',
      );
    expect(newest(2)).toEqual([]);
    expect(newest(0.5)).toEqual([
      { rung: 'restored', id: 'b0.5', in: 0, overdue: false },
    ]);
  });

  it('holds a failure open until the rung, or a higher one, is climbed', () => {
    expect(failedRung([rung('opened', 5, 1)])).toBe('opened');
    expect(failedRung([rung('opened', 5, 2), rung('restored', 1)])).toBeNull();
    expect(failedRung([rung('opened', 1), rung('restored', 5, 2)])).toBe(
      'restored',
    );
  });
});

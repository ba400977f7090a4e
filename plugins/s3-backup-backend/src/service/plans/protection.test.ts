import { byNeed, ProtectionInput, protectionOf } from './protection';

const HOUR = 3_600_000;
const now = Date.parse('2026-11-21T12:00:00.000Z');
const at = (hours: number) => new Date(now - hours * HOUR).toISOString();

const input = (change: Record<string, unknown> = {}): ProtectionInput =>
  ({
    plan: {
      enabled: true,
      destinations: ['near', 'far'],
      pausedUntil: null,
      schedule: { every: 'day', at: '02:00' },
    },
    freshness: 25 * HOUR,
    lastGood: { finishedAt: at(2) },
    lacking: [],
    newest: { state: 'good', proof: { failed: null } },
    lastEnded: { status: 'succeeded', error: null, details: {} },
    automatic: { enabled: true, recovered: false },
    now,
    ...change,
  } as never);

const plan = (change: object) => ({ plan: { ...input().plan, ...change } });

describe('protectionOf', () => {
  it.each([
    ['all well', {}, 'protected', []],
    [
      'a drill that failed, although a newer backup came',
      { proof: { failed: 'asserted', overdue: [] } },
      'at-risk',
      ['proof-failed'],
    ],
    [
      'a proof that is overdue',
      { proof: { failed: null, overdue: ['restored'] } },
      'at-risk',
      ['proof-overdue'],
    ],
    [
      'nothing ran yet',
      { lastGood: undefined, newest: undefined, lastEnded: undefined },
      'not-protected',
      ['never-ran'],
    ],
    [
      'only failures',
      {
        lastGood: undefined,
        newest: undefined,
        lastEnded: { status: 'failed' },
      },
      'not-protected',
      ['no-good-backup', 'last-failed'],
    ],
    ['too old', { lastGood: { finishedAt: at(26) } }, 'at-risk', ['too-old']],
    [
      'exactly at the limit',
      { lastGood: { finishedAt: at(25) } },
      'protected',
      [],
    ],
    [
      'no limit',
      { freshness: 0, lastGood: { finishedAt: at(9_999) } },
      'protected',
      [],
    ],
    [
      'last run failed',
      { lastEnded: { status: 'failed' } },
      'at-risk',
      ['last-failed'],
    ],
    [
      'last run partial',
      { lastEnded: { status: 'partial', details: { gaps: 3 } } },
      'at-risk',
      ['last-partial'],
    ],
    [
      'one destination lacks it',
      {
        lacking: ['far'],
        lastEnded: { status: 'partial', details: { missing: [{}] } },
      },
      'at-risk',
      ['destination-lacks'],
    ],
    [
      'one lacked it, and was repaired',
      { lastEnded: { status: 'partial', details: { missing: [{}] } } },
      'protected',
      [],
    ],
    [
      'one destination lacks it, and there were gaps',
      {
        lacking: ['far'],
        lastEnded: { status: 'partial', details: { missing: [{}], gaps: 1 } },
      },
      'at-risk',
      ['destination-lacks', 'last-partial'],
    ],
    [
      'last run missed',
      { lastEnded: { status: 'missed' } },
      'at-risk',
      ['last-missed'],
    ],
    [
      'cancelled is no failure',
      { lastEnded: { status: 'cancelled' } },
      'protected',
      [],
    ],
    [
      'newest failed its proof',
      { newest: { state: 'damaged', proof: { failed: 'read' } } },
      'at-risk',
      ['proof-failed'],
    ],
    ['switched off', plan({ enabled: false }), 'paused', ['switched-off']],
    ['paused', plan({ pausedUntil: at(-1) }), 'paused', ['paused']],
    ['a pause that is over', plan({ pausedUntil: at(1) }), 'protected', []],
    [
      'automatic backup off',
      { automatic: { enabled: false, recovered: false } },
      'paused',
      ['automatic-off'],
    ],
    [
      'recovered',
      { automatic: { enabled: false, recovered: true } },
      'paused',
      ['recovered'],
    ],
    [
      'paused and too old',
      { ...plan({ enabled: false }), lastGood: { finishedAt: at(30) } },
      'at-risk',
      ['too-old', 'switched-off'],
    ],
    [
      'no schedule is never paused',
      {
        ...plan({ schedule: { every: 'never' } }),
        automatic: { enabled: false, recovered: false },
      },
      'protected',
      [],
    ],
  ])('%s', (_what, change, state, codes) => {
    const protection = protectionOf(input(change as never));
    expect(protection.state).toBe(state);
    expect(protection.reasons.map(({ code }) => code)).toEqual(codes);
  });

  it('puts the worst first, then the oldest', () => {
    const row = (state: string, takenAt: string | null) => ({
      protection: { state, reasons: [] } as never,
      lastGoodBackup: takenAt ? { takenAt } : null,
    });
    const rows = [
      row('protected', at(9)),
      row('at-risk', at(1)),
      row('paused', at(1)),
      row('at-risk', at(5)),
      row('not-protected', null),
    ];
    expect(
      rows
        .sort(byNeed)
        .map(each => [
          (each.protection as { state: string }).state,
          each.lastGoodBackup?.takenAt ?? null,
        ]),
    ).toEqual([
      ['not-protected', null],
      ['at-risk', at(5)],
      ['at-risk', at(1)],
      ['paused', at(1)],
      ['protected', at(9)],
    ]);
  });
});

import { retentionSchema } from '@understudy/model';
import { backup, DAY, HOUR, START } from './__testUtils__/histories';
import { AnomalyQuestion, findAnomalies } from './anomalies';

const now = START + 10 * DAY;
const days = Array.from({ length: 8 }, (_, n) =>
  backup(`d${n}`, now - (8 - n) * DAY + 23 * HOUR),
);

function codes(changes: Partial<AnomalyQuestion> = {}) {
  return findAnomalies({
    backups: days,
    rules: retentionSchema.parse({}),
    now,
    clocks: [{ name: 'the database', at: now - 1000 }],
    freshness: 25 * HOUR,
    held: 0,
    ...changes,
  }).map(({ code }) => code);
}

const last = (change: object) => [
  ...days.slice(0, -1),
  { ...days[days.length - 1], ...change },
];

describe('findAnomalies', () => {
  it('finds nothing where all is well', () => expect(codes()).toEqual([]));

  it.each([
    ['manifest-unreadable', { backups: last({ unreadable: true }) }],
    ['lock-unreadable', { backups: last({ lock: 'unreadable' as const }) }],
    ['clock', { clocks: [{ name: 'the store', at: now + HOUR }] }],
    ['clock', { clocks: [{ name: 'the store', at: now - HOUR }] }],
    ['clock', { backups: last({ finishedAt: now + HOUR }) }],
    ['quiet', { now: now + 2 * DAY, clocks: [] }],
    ['quiet', { backups: last({}).map(one => ({ ...one, complete: false })) }],
    ['size', { backups: last({ bytesStored: 49 }) }],
    ['held', { held: 1 }],
  ])('%s', (code, changes) => expect(codes(changes)).toEqual([code]));

  it('calls no size usual before three good ones', () => {
    const few = last({ bytesStored: 1 }).slice(-3);
    expect(codes({ backups: few })).toEqual([]);
  });

  it('takes the new size for usual once it has lasted', () => {
    const small = last({}).map((one, n) =>
      n < 5 ? one : { ...one, bytesStored: 10 },
    );
    expect(codes({ backups: small })).toEqual(['size']);
    const smaller = small.map((one, n) =>
      n < 4 ? one : { ...one, bytesStored: 10 },
    );
    expect(codes({ backups: smaller })).toEqual([]);
  });

  it('asks no freshness where nothing is due', () => {
    expect(
      codes({ now: now + 400 * DAY, clocks: [], freshness: null }),
    ).toEqual([]);
  });
});

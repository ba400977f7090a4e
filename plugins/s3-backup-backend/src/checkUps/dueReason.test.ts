import { capabilityProfileSchema, CheckUp } from '@understudy/model';
import { dueReason } from './dueReason';

const NOW = Date.parse('2026-11-21T12:00:00.000Z');
const ago = (hours: number) => new Date(NOW - hours * 3_600_000).toISOString();
const checkUp = (
  hours: number,
  verdict: CheckUp['verdict'] = 'ready',
): CheckUp => ({ at: ago(hours), verdict, steps: [], profile: null });
const profile = (days: number, probedBy = 'sdk/1') =>
  capabilityProfileSchema.parse({
    probedAt: ago(days * 24),
    probedBy,
    endpointHost: '',
    server: null,
    conditionalPut: 'yes',
    conditionalComplete: 'yes',
    checksumEcho: 'yes',
    bytesReadBack: 'yes',
    uniformParts: false,
    maxParts: 10_000,
  });
const due = (change: {
  checkUp?: CheckUp | null;
  profile?: ReturnType<typeof profile> | null;
  failures?: number;
  changedAt?: string;
}) => {
  const { changedAt = null, ...facts } = change;
  return dueReason(
    {
      facts: {
        checkUp: checkUp(3),
        profile: profile(1),
        failures: 0,
        ...facts,
      },
      changedAt,
      client: 'sdk/1',
    },
    NOW,
  );
};

describe('dueReason', () => {
  it.each([
    ['nobody looked yet', { checkUp: null }, 'daily'],
    ['somebody looked 3 h ago', {}, undefined],
    ['a day has passed', { checkUp: checkUp(23.6) }, 'daily'],
    ['its settings changed since', { changedAt: ago(2) }, 'changed'],
    ['its settings changed before', { changedAt: ago(4) }, undefined],
    ['another client asks', { profile: profile(1, 'sdk/0') }, 'changed'],
    ['the profile is a week old', { profile: profile(7) }, 'weekly'],
    ['the profile is six days old', { profile: profile(6) }, undefined],
    ['it failed 3 h ago', { checkUp: checkUp(3, 'not-ready') }, 'daily'],
    ['runs fail', { failures: 2 }, 'daily'],
    [
      'it failed a moment ago',
      { checkUp: checkUp(0.5, 'not-ready'), failures: 1 },
      undefined,
    ],
    [
      'it failed a moment ago, and its profile is old',
      { checkUp: checkUp(0.5, 'not-ready'), profile: profile(9) },
      undefined,
    ],
  ])('where %s', (_name, change, reason) => {
    expect(due(change)).toBe(reason);
  });
});

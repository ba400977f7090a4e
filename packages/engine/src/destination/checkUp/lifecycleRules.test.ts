import type { LifecycleRule } from '@aws-sdk/client-s3';
import { judgeRules } from './lifecycleRules';

const rule = (change: Partial<LifecycleRule>): LifecycleRule => ({
  ID: 'r',
  Status: 'Enabled',
  ...change,
});
const judge = (rules: LifecycleRule[], abort: 'yes' | 'unknown' = 'yes') =>
  judgeRules(rules, { prefix: 'portal/a/', abort });
const DELETES = { Expiration: { Days: 30 } };
const FREEZES = {
  Transitions: [{ Days: 1, StorageClass: 'DEEP_ARCHIVE' as const }],
};

describe('judgeRules', () => {
  it.each<[string, Partial<LifecycleRule>, RegExp]>([
    ['for all keys', DELETES, /"r" deletes.*30 days/],
    ['above ours', { ...DELETES, Filter: { Prefix: 'portal/' } }, /deletes/],
    ['below ours', { ...DELETES, Prefix: 'portal/a/orders' }, /deletes/],
    [
      'with a size',
      { ...DELETES, Filter: { And: { Prefix: '', ObjectSizeLessThan: 9 } } },
      /deletes/,
    ],
    ['that freezes', FREEZES, /archive, manifests too/],
  ])('warns of a rule %s', (_name, change, seen) => {
    const found = judge([rule(change)]);
    expect(found).toMatchObject({
      result: 'warn',
      seen: expect.stringMatching(seen),
      remedy: expect.stringMatching(/^Let the rule spare/),
    });
  });

  it.each<[string, Partial<LifecycleRule>]>([
    ['beside ours', { ...DELETES, Filter: { Prefix: 'portal/b/' } }],
    ['that is off', { ...DELETES, Status: 'Disabled' }],
    [
      'for tagged objects',
      { ...DELETES, Filter: { Tag: { Key: 'k', Value: 'v' } } },
    ],
    [
      'to a class that reads at once',
      { Transitions: [{ Days: 1, StorageClass: 'GLACIER_IR' }] },
    ],
    ['for markers only', { Expiration: { ExpiredObjectDeleteMarker: true } }],
  ])('passes a rule %s', (_name, change) => {
    expect(judge([rule(change)]).result).toBe('pass');
  });

  it('wants uploads to be ended by somebody', () => {
    const ends = rule({
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 2 },
    });
    expect(judge([]).result).toBe('pass');
    expect(judge([], 'unknown').result).toBe('warn');
    expect(judge([ends], 'unknown').result).toBe('pass');
  });
});

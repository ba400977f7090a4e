import {
  retentionSchema,
  RetentionRules,
} from '@understudy/backstage-plugin-s3-backup-common';
import {
  retentionAgain,
  retentionDraftOf,
  retentionInputOf,
  rulesOfDraft,
} from './retentionDraft';

const RULES: RetentionRules = {
  daily: 7,
  yearly: 2,
  maxAge: 40 * 86_400_000,
  maxTotalSize: 3 * 1024 ** 3,
  minimumGood: 4,
  keepUntilProven: false,
};

describe('the draft of rules', () => {
  it('says again what it was made of', () => {
    const draft = retentionDraftOf(RULES);
    expect(draft).toMatchObject({ on: true, maxAgeDays: 40, maxSizeGiB: 3 });
    expect(retentionSchema.parse(retentionInputOf(draft))).toEqual(RULES);
    expect(rulesOfDraft(draft)).toEqual(RULES);
    expect(retentionSchema.parse(retentionAgain(RULES))).toEqual(RULES);
  });

  it('keeps everything unless somebody asks for rules', () => {
    const draft = retentionDraftOf(null);
    expect(draft.on).toBe(false);
    expect(retentionInputOf(draft)).toBeUndefined();
    expect(rulesOfDraft(draft)).toBeNull();
    expect(retentionAgain(null)).toBeUndefined();
    // What most people want is there once rules are switched on.
    expect(retentionInputOf({ ...draft, on: true })).toEqual({
      daily: 7,
      weekly: 4,
      minimumGood: 3,
      keepUntilProven: true,
    });
  });
});

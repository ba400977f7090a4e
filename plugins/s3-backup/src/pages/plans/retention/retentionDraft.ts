import {
  PERIODS,
  RetentionInput,
  RetentionRules,
} from '@understudy/backstage-plugin-s3-backup-common';

/** Rules that count, in the order of the form. */
export const COUNTED = ['keepLast', ...PERIODS] as const;

/** Rules as they are typed; null is an empty field. */
export interface RetentionDraft {
  /** False: everything is kept. */
  on: boolean;
  counts: Record<(typeof COUNTED)[number], number | null>;
  maxAgeDays: number | null;
  maxSizeGiB: number | null;
  minimumGood: number;
  keepUntilProven: boolean;
}

const DAY = 86_400_000;
const GIB = 1024 ** 3;

/** Stored rules, or what most people want once they switch rules on. */
export function retentionDraftOf(
  rules: RetentionRules | null | undefined,
): RetentionDraft {
  const of = rules ?? {
    daily: 7,
    weekly: 4,
    minimumGood: 3,
    keepUntilProven: true,
  };
  return {
    on: Boolean(rules),
    counts: Object.fromEntries(
      COUNTED.map(name => [name, (of as RetentionRules)[name] ?? null]),
    ) as RetentionDraft['counts'],
    maxAgeDays: rules?.maxAge === undefined ? null : rules.maxAge / DAY,
    maxSizeGiB:
      rules?.maxTotalSize === undefined ? null : rules.maxTotalSize / GIB,
    minimumGood: of.minimumGood,
    keepUntilProven: of.keepUntilProven,
  };
}

/** The rules that a draft says, as the API takes them; none: keep everything. */
export function retentionInputOf(
  draft: RetentionDraft,
): RetentionInput | undefined {
  if (!draft.on) return undefined;
  const counts = COUNTED.filter(name => draft.counts[name] !== null).map(
    name => [name, draft.counts[name]],
  );
  return {
    ...Object.fromEntries(counts),
    ...(draft.maxAgeDays === null
      ? {}
      : { maxAge: { milliseconds: Math.round(draft.maxAgeDays * DAY) } }),
    ...(draft.maxSizeGiB === null
      ? {}
      : { maxTotalSize: Math.round(draft.maxSizeGiB * GIB) }),
    minimumGood: draft.minimumGood,
    keepUntilProven: draft.keepUntilProven,
  };
}

/** The same as words take them. */
export function rulesOfDraft(draft: RetentionDraft): RetentionRules | null {
  if (!draft.on) return null;
  const counts = COUNTED.flatMap(name => {
    const value = draft.counts[name];
    return value === null ? [] : [[name, value]];
  });
  return {
    ...Object.fromEntries(counts),
    ...(draft.maxAgeDays === null ? {} : { maxAge: draft.maxAgeDays * DAY }),
    ...(draft.maxSizeGiB === null
      ? {}
      : { maxTotalSize: Math.round(draft.maxSizeGiB * GIB) }),
    minimumGood: draft.minimumGood,
    keepUntilProven: draft.keepUntilProven,
  };
}

/** Stored rules as the API takes them again. */
export function retentionAgain(
  rules: RetentionRules | null,
): RetentionInput | undefined {
  if (!rules) return undefined;
  const { maxAge, ...rest } = rules;
  return {
    ...rest,
    ...(maxAge === undefined ? {} : { maxAge: { milliseconds: maxAge } }),
  };
}

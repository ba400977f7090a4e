import type { LifecycleRule } from '@aws-sdk/client-s3';
import { Findings } from '../probes';
import { Outcome, passed, warned } from './outcome';

/** Classes that must be retrieved before anything can be read. */
const FROZEN = new Set(['GLACIER', 'DEEP_ARCHIVE']);

/** The prefix a rule is for; undefined where tags choose, too. */
function prefixOf(rule: LifecycleRule): string | undefined {
  const { Filter, Prefix } = rule;
  if (Filter?.Tag || Filter?.And?.Tags?.length) return undefined;
  return Filter?.Prefix ?? Filter?.And?.Prefix ?? Prefix ?? '';
}

function touches(rule: LifecycleRule, prefix: string): boolean {
  const its = prefixOf(rule);
  if (rule.Status !== 'Enabled' || its === undefined) return false;
  // What check-ups leave may go.
  if (its.startsWith(`${prefix}_checkup/`)) return false;
  return its.startsWith(prefix) || prefix.startsWith(its);
}

/**
 * What the rules of a bucket would do to backups below a prefix: delete them,
 * freeze their manifests, or leave unfinished uploads to cost money. Pure.
 */
export function judgeRules(
  rules: LifecycleRule[],
  where: { prefix: string; abort: Findings['abort'] },
): Outcome {
  const ours = rules.filter(rule => touches(rule, where.prefix));
  const name = (rule: LifecycleRule) => `Rule "${rule.ID ?? 'without id'}"`;
  const eater = ours.find(it => it.Expiration?.Days || it.Expiration?.Date);
  if (eater) {
    const { Days, Date: on } = eater.Expiration!;
    const when = Days ? `${Days} days after` : `on ${on?.toISOString()}, after`;
    return warned(
      `${name(
        eater,
      )} deletes what lies here, ${when} it was written: backups, the last one too.`,
      'Let the rule spare this prefix. Retention of plans keeps what must be kept.',
    );
  }
  const freezer = ours.find(it =>
    it.Transitions?.some(({ StorageClass = '' }) => FROZEN.has(StorageClass)),
  );
  if (freezer) {
    return warned(
      `${name(
        freezer,
      )} moves what lies here to an archive, manifests too: they could not be read any more.`,
      'Let the rule spare small objects (ObjectSizeGreaterThan), or choose a storage class for the destination instead.',
    );
  }
  if (ours.some(it => it.AbortIncompleteMultipartUpload)) {
    return passed('Unfinished uploads are ended; nothing eats backups.');
  }
  return where.abort === 'yes'
    ? passed(
        'Nothing eats backups; unfinished uploads are ended by Understudy.',
      )
    : warned(
        'No rule ends unfinished uploads, and these keys were not seen to: parts that stay cost money.',
        'Add a lifecycle rule that aborts incomplete uploads after 2 days.',
      );
}

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { invalidArgument, malformedXml } from '../errors';
import type { LifecycleRule } from '../store/bucketRecord';
import { element, wrap } from '../xml';

const count = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const positive = count.refine(n => n > 0);
const date = z.string().transform((text, context) => {
  const ms = Date.parse(text);
  if (!Number.isNaN(ms)) return ms;
  context.addIssue({ code: 'custom', message: 'no date' });
  return z.NEVER;
});
const tags = z.array(z.object({ Key: z.string(), Value: z.string() }));
const filter = z.object({
  Prefix: z.string().optional(),
  Tag: tags.optional(),
  ObjectSizeGreaterThan: count.optional(),
  ObjectSizeLessThan: count.optional(),
});
const timing = { Days: count.optional(), Date: date.optional() };

const ruleSchema = z.object({
  ID: z.string().max(255).optional(),
  Status: z.enum(['Enabled', 'Disabled']),
  Prefix: z.string().optional(),
  Filter: z
    .union([
      z.literal('').transform(() => ({})),
      z.object({ And: filter }).transform(({ And }) => And),
      filter,
    ])
    .optional(),
  Expiration: z
    .object({
      Days: positive.optional(),
      Date: date.optional(),
      ExpiredObjectDeleteMarker: z.string().optional(),
    })
    .optional(),
  NoncurrentVersionExpiration: z
    .object({
      NoncurrentDays: positive,
      NewerNoncurrentVersions: positive.optional(),
    })
    .optional(),
  AbortIncompleteMultipartUpload: z
    .object({ DaysAfterInitiation: positive })
    .optional(),
  Transition: z
    .array(z.object({ ...timing, StorageClass: z.string() }))
    .optional(),
  NoncurrentVersionTransition: z
    .array(z.object({ NoncurrentDays: count, StorageClass: z.string() }))
    .optional(),
});
export const lifecycleSchema = z.object({
  LifecycleConfiguration: z.object({ Rule: z.array(ruleSchema).max(1000) }),
});
type RuleXml = z.output<typeof ruleSchema>;

function readRule(xml: RuleXml): LifecycleRule {
  const { Expiration: expiration, NoncurrentVersionExpiration: old } = xml;
  // One of the two must be there: the filter, or the prefix of earlier times.
  if ((xml.Filter === undefined) === (xml.Prefix === undefined)) {
    throw malformedXml();
  }
  const given: z.output<typeof filter> = xml.Filter ?? { Prefix: xml.Prefix };
  const rule: LifecycleRule = {
    id: xml.ID || randomUUID(),
    enabled: xml.Status === 'Enabled',
    legacyPrefix: xml.Filter === undefined,
    filter: {
      prefix: given.Prefix,
      tags:
        given.Tag &&
        Object.fromEntries(given.Tag.map(({ Key, Value }) => [Key, Value])),
      sizeGreaterThan: given.ObjectSizeGreaterThan,
      sizeLessThan: given.ObjectSizeLessThan,
    },
    expiration: expiration && {
      days: expiration.Days,
      date: expiration.Date,
      deleteMarker: expiration.ExpiredObjectDeleteMarker === 'true',
    },
    noncurrent: old && {
      days: old.NoncurrentDays,
      keep: old.NewerNoncurrentVersions,
    },
    abortDays: xml.AbortIncompleteMultipartUpload?.DaysAfterInitiation,
    transitions: xml.Transition?.map(({ Days, Date: on, StorageClass }) => ({
      days: Days,
      date: on,
      storageClass: StorageClass,
    })),
    noncurrentTransitions: xml.NoncurrentVersionTransition?.map(one => ({
      days: one.NoncurrentDays,
      storageClass: one.StorageClass,
    })),
  };
  const acts =
    rule.expiration ??
    rule.noncurrent ??
    rule.abortDays ??
    rule.transitions ??
    rule.noncurrentTransitions;
  if (acts === undefined) {
    throw invalidArgument(
      'At least one action needs to be specified in a rule',
    );
  }
  return rule;
}

/** The rules of a configuration, in the terms in which they are kept. */
export function readRules(
  xml: z.output<typeof lifecycleSchema>,
): LifecycleRule[] {
  const rules = xml.LifecycleConfiguration.Rule.map(readRule);
  if (new Set(rules.map(({ id }) => id)).size < rules.length) {
    throw invalidArgument(
      'Rule ID must be unique. Found same ID for more than one rule',
    );
  }
  return rules;
}

const isoDate = (ms: number | undefined) =>
  ms === undefined ? undefined : new Date(ms).toISOString();

function filterXml({ filter: wanted, legacyPrefix }: LifecycleRule): string {
  if (legacyPrefix) return element('Prefix', wanted.prefix);
  const parts = [
    element('Prefix', wanted.prefix),
    ...Object.entries(wanted.tags ?? {}).map(([key, value]) =>
      wrap('Tag', element('Key', key), element('Value', value)),
    ),
    element('ObjectSizeGreaterThan', wanted.sizeGreaterThan),
    element('ObjectSizeLessThan', wanted.sizeLessThan),
  ].filter(part => part !== '');
  return wrap(
    'Filter',
    parts.length > 1 ? wrap('And', ...parts) : parts.join(''),
  );
}

const optional = (name: string, value: number | undefined, inner: string) =>
  value === undefined ? '' : wrap(name, element(inner, value));

/** A rule as S3 answers it. */
export function ruleXml(rule: LifecycleRule): string {
  const { expiration, noncurrent } = rule;
  return wrap(
    'Rule',
    element('ID', rule.id),
    filterXml(rule),
    element('Status', rule.enabled ? 'Enabled' : 'Disabled'),
    ...(rule.transitions ?? []).map(one =>
      wrap(
        'Transition',
        element('Days', one.days),
        element('Date', isoDate(one.date)),
        element('StorageClass', one.storageClass),
      ),
    ),
    expiration
      ? wrap(
          'Expiration',
          element('Days', expiration.days),
          element('Date', isoDate(expiration.date)),
          element(
            'ExpiredObjectDeleteMarker',
            expiration.deleteMarker || undefined,
          ),
        )
      : '',
    ...(rule.noncurrentTransitions ?? []).map(one =>
      wrap(
        'NoncurrentVersionTransition',
        element('NoncurrentDays', one.days),
        element('StorageClass', one.storageClass),
      ),
    ),
    noncurrent
      ? wrap(
          'NoncurrentVersionExpiration',
          element('NoncurrentDays', noncurrent.days),
          element('NewerNoncurrentVersions', noncurrent.keep),
        )
      : '',
    optional(
      'AbortIncompleteMultipartUpload',
      rule.abortDays,
      'DaysAfterInitiation',
    ),
  );
}

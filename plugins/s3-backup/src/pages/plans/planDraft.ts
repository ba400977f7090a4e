import {
  entityRefSchema,
  nameSchema,
  Plan,
  PlanInput,
  recipientSchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import { draftOf, ScheduleDraft, scheduleOf } from '../../components';
import { ownFreshness, proofAgain } from './planInput';
import {
  readQuiet,
  StartDraft,
  startDraftOf,
  startInputOf,
} from './startDraft';
import {
  RetentionDraft,
  retentionDraftOf,
  retentionInputOf,
} from './retention/retentionDraft';

/** A plan as it is typed. */
export interface PlanDraft {
  name: string;
  title: string;
  entityRef: string;
  sourceType: string;
  options: Record<string, unknown>;
  /** Empty: the default one. */
  destinations: string[];
  encryption: 'age' | 'clear';
  keys: string[];
  recipients: string;
  compression: 'zstd' | 'gzip' | 'none';
  schedule: ScheduleDraft;
  enabled: boolean;
  minimumBytes: number | null;
  freshnessHours: number | null;
  retries: number;
  timeLimitHours: number;
  stallMinutes: number;
  retention: RetentionDraft;
  start: StartDraft;
}

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** The draft a form begins with: a stored plan, or a new one. */
export function planDraftOf(
  plan: Plan | undefined,
  defaults: { entityRef?: string; sourceType?: string; keys?: string[] } = {},
): PlanDraft {
  if (!plan) {
    return {
      name: '',
      title: '',
      entityRef: defaults.entityRef ?? '',
      sourceType: defaults.sourceType ?? '',
      options: {},
      destinations: [],
      encryption: 'age',
      keys: defaults.keys ?? [],
      recipients: '',
      compression: 'zstd',
      schedule: draftOf(undefined),
      enabled: true,
      minimumBytes: null,
      freshnessHours: null,
      retries: 2,
      timeLimitHours: 24,
      stallMinutes: 10,
      retention: retentionDraftOf(null),
      start: startDraftOf(undefined),
    };
  }
  const { encryption } = plan;
  const freshness = ownFreshness(plan);
  return {
    name: plan.name,
    title: plan.title ?? '',
    entityRef: plan.entityRef ?? '',
    sourceType: plan.source.type,
    options: plan.source.options,
    destinations: plan.destinations,
    encryption: encryption.type,
    keys: encryption.type === 'age' ? encryption.keys : [],
    recipients:
      encryption.type === 'age' ? encryption.recipients.join('\n') : '',
    compression: plan.compression,
    schedule: draftOf(plan.schedule),
    enabled: plan.enabled,
    minimumBytes: plan.minimumBytes,
    freshnessHours: freshness === undefined ? null : freshness / HOUR,
    retries: plan.retry.count,
    timeLimitHours: plan.timeLimit / HOUR,
    stallMinutes: plan.stallLimit / MINUTE,
    retention: retentionDraftOf(plan.retention),
    start: startDraftOf(plan),
  };
}

/** What keeps a draft from being sent. */
export type PlanFault =
  | 'name'
  | 'entityRef'
  | 'source'
  | 'recipients'
  | 'noRecipients'
  | 'schedule'
  | 'quiet';

const lines = (text: string) =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean);

/**
 * The plan that a draft says, or what is wrong with it. `before` keeps what
 * the form does not show.
 */
export function planInputOf(
  draft: PlanDraft,
  before?: Plan,
): { input?: PlanInput; faults: PlanFault[] } {
  const faults: PlanFault[] = [];
  const recipients = lines(draft.recipients);
  const schedule = scheduleOf(draft.schedule);
  const entityRef = draft.entityRef.trim();
  if (!nameSchema.safeParse(draft.name).success) faults.push('name');
  if (entityRef && !entityRefSchema.safeParse(entityRef).success) {
    faults.push('entityRef');
  }
  if (!draft.sourceType) faults.push('source');
  if (draft.encryption === 'age') {
    if (recipients.some(each => !recipientSchema.safeParse(each).success)) {
      faults.push('recipients');
    } else if (draft.keys.length + recipients.length === 0) {
      faults.push('noRecipients');
    }
  }
  if (!schedule) faults.push('schedule');
  if (!readQuiet(draft.start.quiet)) faults.push('quiet');
  if (faults.length > 0 || !schedule) return { faults };
  return {
    faults,
    input: {
      name: draft.name,
      title: draft.title.trim() || undefined,
      entityRef: entityRef || null,
      source: { type: draft.sourceType, options: draft.options },
      destinations:
        draft.destinations.length > 0 ? draft.destinations : undefined,
      encryption:
        draft.encryption === 'clear'
          ? { type: 'clear' }
          : { type: 'age', keys: draft.keys, recipients },
      compression: draft.compression,
      schedule,
      worker: before?.worker,
      enabled: draft.enabled,
      minimumBytes: draft.minimumBytes ?? undefined,
      freshness:
        draft.freshnessHours === null
          ? undefined
          : { milliseconds: Math.round(draft.freshnessHours * HOUR) },
      ...startInputOf(draft.start),
      retention: retentionInputOf(draft.retention),
      proof: before && proofAgain(before.proof),
      retry: {
        count: draft.retries,
        backoff: { milliseconds: before?.retry.backoff ?? 30_000 },
      },
      timeLimit: { milliseconds: Math.round(draft.timeLimitHours * HOUR) },
      stallLimit: { milliseconds: Math.round(draft.stallMinutes * MINUTE) },
    },
  };
}

import { Plan, PlanInput } from '@understudy/backstage-plugin-s3-backup-common';
import { startDraftOf, startInputOf } from './startDraft';
import { retentionAgain } from './retention/retentionDraft';

/**
 * A plan's own freshness limit. An answer always names one; sending back one
 * that only follows from the schedule would nail it down for other schedules.
 */
export function ownFreshness(
  plan: Pick<Plan, 'freshness' | 'freshnessIsOwn'>,
): number | undefined {
  return plan.freshnessIsOwn ? plan.freshness : undefined;
}

const milliseconds = (value: number) => ({ milliseconds: value });

/** Rules of a plan's proofs as the API takes them; the form changes none. */
export function proofAgain({ rules }: Plan['proof']): PlanInput['proof'] {
  const often = (value: number | false) =>
    value === false ? value : milliseconds(value);
  return {
    ...rules,
    read: often(rules.read),
    opened: often(rules.opened),
    drill: often(rules.drill),
    timeLimit: milliseconds(rules.timeLimit),
  };
}

/** A plan as the API takes it again: for a change of one of its fields. */
export function inputOf(plan: Plan): PlanInput {
  const freshness = ownFreshness(plan);
  return {
    name: plan.name,
    title: plan.title ?? undefined,
    entityRef: plan.entityRef,
    source: plan.source,
    destinations: plan.destinations.length > 0 ? plan.destinations : undefined,
    encryption: plan.encryption,
    compression: plan.compression,
    schedule: plan.schedule,
    worker: plan.worker,
    enabled: plan.enabled,
    minimumBytes: plan.minimumBytes ?? undefined,
    freshness: freshness === undefined ? undefined : milliseconds(freshness),
    retention: retentionAgain(plan.retention),
    proof: proofAgain(plan.proof),
    retry: {
      count: plan.retry.count,
      backoff: milliseconds(plan.retry.backoff),
    },
    timeLimit: milliseconds(plan.timeLimit),
    stallLimit: milliseconds(plan.stallLimit),
    ...startInputOf(startDraftOf(plan)),
  };
}

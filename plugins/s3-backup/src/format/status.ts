import {
  DestinationHealth,
  Problem,
  Protection,
  RunStatus,
  Rung,
  RUNGS,
} from '@understudy/backstage-plugin-s3-backup-common';

/** Families of colour; `neutral` has none. */
export type Family =
  | 'positive'
  | 'warning'
  | 'negative'
  | 'announcement'
  | 'neutral';

/** How a run's status is shown. */
export type RunLook = RunStatus | 'cancelling';

/**
 * The one function that says how a run is shown. Invariant: only a run that
 * succeeded **without any error** is ever drawn as succeeded; a status that
 * its own error contradicts is drawn as the worse of the two.
 */
export function runLook(run: {
  status: RunStatus;
  error?: Pick<Problem, 'title'> | null;
  cancelling?: boolean;
}): RunLook {
  if (run.status === 'running' && run.cancelling) return 'cancelling';
  if (run.status === 'succeeded' && run.error) return 'partial';
  return run.status;
}

const RUN_FAMILY: Record<RunLook, Family> = {
  queued: 'neutral',
  running: 'announcement',
  cancelling: 'announcement',
  succeeded: 'positive',
  partial: 'warning',
  failed: 'negative',
  cancelled: 'neutral',
  missed: 'warning',
};

export function runFamily(look: RunLook): Family {
  return RUN_FAMILY[look];
}

/** States of protection, and *no plan* for an entity that has none. */
export type ProtectionState = Protection['state'] | 'no-plan';

const PROTECTION_FAMILY: Record<ProtectionState, Family> = {
  protected: 'positive',
  'at-risk': 'warning',
  'not-protected': 'negative',
  paused: 'neutral',
  'no-plan': 'neutral',
};

export function protectionFamily(state: ProtectionState): Family {
  return PROTECTION_FAMILY[state];
}

const WORST_FIRST: ProtectionState[] = [
  'not-protected',
  'at-risk',
  'paused',
  'no-plan',
  'protected',
];

/** Sort order of lists: the worst first. */
export function compareProtection(
  a: ProtectionState,
  b: ProtectionState,
): number {
  return WORST_FIRST.indexOf(a) - WORST_FIRST.indexOf(b);
}

/** Pips of the proof ladder: how many are filled, which one failed. */
export function proofPips(rung: string): number {
  return RUNGS.indexOf(rung as Rung) + 1;
}

const HEALTH_FAMILY: Record<DestinationHealth, Family> = {
  healthy: 'positive',
  degraded: 'warning',
  unhealthy: 'negative',
  'not-tested': 'neutral',
};

export function healthFamily(health: DestinationHealth): Family {
  return HEALTH_FAMILY[health];
}

/**
 * Every write of a backup, a held run and a delete, before and after, by name.
 * Tests stop, kill or freeze an attempt at each; those that begin with
 * `backup:` are passed, in this order, by every backup of one artifact of 20 MiB
 * or more (as stored).
 * @public
 */
export const FAULT_POINTS = [
  'backup:intent:before',
  'backup:intent:after',
  'backup:artifact:before',
  'backup:upload:before',
  'backup:upload:after',
  'backup:artifact:part',
  'backup:artifact:complete',
  'backup:source:finished',
  'backup:check:after',
  'backup:publish:asked',
  'backup:manifest:before',
  'backup:manifest:after',
  'held:before',
  'held:after',
  'copy:intent:after',
  'copy:artifact:after',
  'delete:tombstone:before',
  'delete:tombstone:after',
  'delete:manifest:before',
  'delete:manifest:after',
  'delete:artifacts:before',
  'delete:artifacts:after',
  'delete:rest:before',
  'delete:rest:after',
  'delete:end:before',
  'delete:end:after',
  'prune:backup:before',
  'prune:backup:after',
  'restore:artifact:before',
  'restore:artifact:after',
  'restore:rename:before',
  'restore:rename:after',
] as const;

/** @public */
export type FaultPoint = (typeof FAULT_POINTS)[number];

/**
 * A hook for tests, awaited at each point.
 * @public
 */
export type FaultHook = (name: FaultPoint) => Promise<void> | void;

import { pipeline, Transform } from 'node:stream';

/** Connects stages; the last one is returned, and fails with whichever fails. */
export function chain(stages: Transform[]): Transform {
  const last = stages[stages.length - 1];
  if (stages.length > 1) {
    // The last stage tells of the error; a second listener would be idle.
    pipeline(stages as [Transform, ...Transform[]], () => {});
  }
  return last;
}

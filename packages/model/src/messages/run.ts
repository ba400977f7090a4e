import type { Messages } from './Messages';

/** How a run ends. */
export const RUN_MESSAGES = {
  suspicious: [
    'Much smaller than usual',
    '{size} bytes, usual {usual} bytes. Nothing was published; the bytes are held until {until}.',
    'Older backups are untouched and nothing is pruned. If it is right, accept this run; else look at the source.',
  ],
  stalled: [
    'No data for {limit}',
    'Stopped in phase {phase} after {bytes} bytes.',
    'Look for locks or a hanging mount at the source, or a silent network.',
  ],
  'time-limit': [
    'The run took longer than its limit',
    'Stopped after {limit} in phase {phase}.',
    "Raise the plan's time limit, or copy less at once.",
  ],
  'worker-lost': [
    'The worker went away',
    'Last heartbeat {time}; {signal}.',
    'It was likely killed or out of memory. What it uploaded is swept two leases after its end.',
  ],
  'lease-lost': [
    'This attempt lost its right to publish',
    'The lease ended before the manifest was written; nothing was published.',
    'Another attempt may be running. If this repeats, the database or this machine is too slow.',
  ],
  cancelled: [
    'Cancelled by {by}',
    'The run was cancelled in phase {phase}; its upload was aborted and nothing of it is kept.',
    'Earlier backups are untouched.',
  ],
} satisfies Messages;

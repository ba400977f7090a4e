import type { Fault } from './workOrder';

/**
 * Acts on a fault point. `kill` and `stop` are signals to this very process,
 * so that nothing gets a chance to tidy up; `kill-worker` ends its parent and
 * goes on.
 * @internal
 */
export async function actOnFault(
  fault: Fault | null,
  point: string,
): Promise<void> {
  if (!fault || fault.point !== point) return;
  if (fault.action === 'throw') {
    throw new Error(`fault on request at ${point}`);
  }
  if (fault.action === 'exit') process.exit(3);
  if (fault.action === 'kill-worker') process.kill(process.ppid, 'SIGKILL');
  else
    process.kill(process.pid, fault.action === 'stop' ? 'SIGSTOP' : 'SIGKILL');
  // A signal to oneself is delivered at the next turn at the latest.
  await new Promise(resolve => setTimeout(resolve, 20));
}

import {
  connectionFor,
  ConnectionUse,
  DestinationConnection,
  RunKind,
  UnderstudyError,
} from '@understudy/model';
import type { RunRequest } from './requests';

/** Whose credentials a kind of run gets, where a destination has several. */
const USES: Record<RunKind, ConnectionUse> = {
  backup: 'write',
  copy: 'restore',
  rewrap: 'write',
  rebuild: 'write',
  delete: 'prune',
  prune: 'prune',
  // Proofs are written: whoever may only read climbs no rung.
  verify: 'write',
  restore: 'restore',
  // Its proofs are written.
  drill: 'write',
};

/**
 * A connection with what a run may do there, and no more.
 * @throws UnderstudyError `append-only` where its credentials can't do it
 * @internal
 */
export function connectionOfRun(
  known: DestinationConnection,
  request: RunRequest,
  kind: RunKind,
): DestinationConnection {
  const moves = request.kind === 'copy' && request.move;
  const connection = connectionFor(known, moves ? 'prune' : USES[kind]);
  if (!connection.appendOnly || kind === 'backup') return connection;
  throw new UnderstudyError('append-only', {
    destination: connection.name,
    what: `a ${kind} reads or deletes`,
  });
}

import { NodeHttpHandler } from '@smithy/node-http-handler';
import { DestinationConnection } from '@understudy/model';
import { agentsOf } from './agents';

/**
 * How long the parts of a request may take, in milliseconds.
 * @public
 */
export interface Timeouts {
  /** Until a connection stands. */
  connect: number;
  /**
   * Without a byte in either direction. Not a limit for a whole request: a
   * large part over a slow line is fine as long as it moves.
   */
  idle: number;
}

/** @internal */
export const DEFAULT_TIMEOUTS: Timeouts = { connect: 10_000, idle: 120_000 };

/**
 * The connections of one destination. The agents are our own: with plain
 * options the SDK opens a fresh connection for each request that it believes
 * to expect a 100-continue.
 */
export function createTransport(
  connection: DestinationConnection,
  timeouts: Timeouts,
): NodeHttpHandler {
  return new NodeHttpHandler({
    ...agentsOf(connection),
    connectionTimeout: timeouts.connect,
    socketTimeout: timeouts.idle,
  });
}

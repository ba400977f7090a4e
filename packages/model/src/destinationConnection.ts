import { z } from 'zod';
import { bucketSchema, destinationInputSchema } from './destination';
import { openCredentialsOf } from './destinationCredentials';
import {
  accountIdSchema,
  customerKeySchema,
  storeOptionsOf,
} from './destinationStore';
import { reachOptions } from './destinationWhere';
import { proxySchema, transferOptionsOf } from './destinationTransfer';
import { nameSchema } from './names';
import { secretPaths } from './secret';

/**
 * What the engine needs to reach a destination: secrets in the open, so it
 * lives in memory and on IPC only.
 * @public
 */
export const destinationConnectionSchema = z.strictObject({
  name: nameSchema,
  bucket: bucketSchema,
  prefix: z.string(),
  ...reachOptions,
  expectedBucketOwner: accountIdSchema.optional(),
  /** The keys may list and put, and nothing else. */
  appendOnly: z.boolean().optional(),
  credentials: openCredentialsOf(z.string().min(1)),
  pruneCredentials: openCredentialsOf(z.string().min(1)).optional(),
  restoreCredentials: openCredentialsOf(z.string().min(1)).optional(),
  store: storeOptionsOf(customerKeySchema).optional(),
  transfer: transferOptionsOf(proxySchema).optional(),
  /** Hosts and networks (CIDR) that may be connected to, and may not. */
  network: z
    .strictObject({ allow: z.array(z.string()), deny: z.array(z.string()) })
    .optional(),
});

/** @public */
export type DestinationConnection = z.infer<typeof destinationConnectionSchema>;

/** @public */
export type ConnectionCredentials = DestinationConnection['credentials'];

/**
 * What a run is about to do with a destination.
 * @public
 */
export type ConnectionUse = 'write' | 'prune' | 'restore';

/**
 * A connection with the credentials that a destination has for a use, and no
 * others: a process gets the rights that it needs.
 * @public
 */
export function connectionFor(
  connection: DestinationConnection,
  use: ConnectionUse,
): DestinationConnection {
  const { pruneCredentials, restoreCredentials, ...rest } = connection;
  const { appendOnly: _appendOnly, ...others } = rest;
  const own = {
    write: undefined,
    prune: pruneCredentials,
    restore: restoreCredentials,
  }[use];
  return own ? { ...others, credentials: own } : rest;
}

/**
 * Whether a process needs to see what the machine has of credentials.
 * @public
 */
export function usesMachine({ credentials }: DestinationConnection): boolean {
  const { type } = credentials;
  if (type === 'assume-role') return credentials.base.type === 'ambient';
  return type === 'ambient';
}

/**
 * Where secrets stand in a destination, such as `store.encryption.key`.
 * @public
 */
export const DESTINATION_SECRETS: readonly string[] = secretPaths(
  destinationInputSchema,
);

/**
 * All secrets of a connection, for those who keep them out of logs.
 * @public
 */
export function secretsOfConnection(
  connection: DestinationConnection,
): string[] {
  return DESTINATION_SECRETS.flatMap(path => {
    const value = path
      .split('.')
      .reduce<unknown>(
        (at, key) => (at as Record<string, unknown> | undefined)?.[key],
        connection,
      );
    return typeof value === 'string' && value !== '' ? [value] : [];
  });
}

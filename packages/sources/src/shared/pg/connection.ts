import { z } from 'zod';
import { portSchema, serverShape } from '../serverShape';

/**
 * Where a PostgreSQL server is, and who we are there; options of a source.
 */
export const postgresConnectionShape = {
  host: serverShape.host,
  port: portSchema(5432),
  user: z.string().min(1).max(128).meta({
    description:
      'A role that may read everything that is to be copied, e.g. a member of pg_read_all_data.',
  }),
  password: serverShape.password,
  tls: serverShape.tls,
  ca: serverShape.ca,
};

/** As executors see it; a socket's folder as host only where the portal says so. */
export interface PostgresConnection {
  host: string;
  port: number;
  user: string;
  password?: unknown;
  tls: 'prefer' | 'require' | 'verify-full' | 'disable';
  ca?: string;
}

/** `db.example.com:5432`, for messages. */
export const serverName = ({ host, port }: PostgresConnection) =>
  `${host}:${port}`;

import { secret } from '@understudy/model';
import { z } from 'zod';

/** What all database servers have alike: where they are, and how they are reached. */
export const serverShape = {
  host: z
    .string()
    .regex(/^[A-Za-z0-9:][A-Za-z0-9.:_-]{0,252}$/, 'is not a host name')
    .meta({ description: 'Name or address of the server.' }),
  password: secret()
    .optional()
    .meta({ secret: true, description: 'Never shown again.' }),
  tls: z
    .enum(['prefer', 'require', 'verify-full', 'disable'])
    .default('prefer')
    .meta({
      title: 'TLS',
      description:
        'verify-full also checks that the certificate is the server’s.',
    }),
  ca: z.string().max(100_000).optional().meta({
    title: 'Certificate authority',
    multiline: true,
    description: 'PEM, for verify-full; else the machine’s own.',
  }),
};

/** A port, of 1 to 65535. */
export const portSchema = (usual: number) =>
  z.number().int().min(1).max(65_535).default(usual);

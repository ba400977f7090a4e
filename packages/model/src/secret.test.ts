import { z } from 'zod';
import { destinationInputSchema } from './destination';
import { destinationConnectionSchema } from './destinationConnection';
import { secret, secretPaths } from './secret';

describe('secretPaths', () => {
  it('finds secrets however they are wrapped', () => {
    const schema = z.object({
      plain: z.string(),
      direct: secret(),
      optional: secret().optional(),
      nullish: secret().nullish(),
      withDefault: secret().default('x'),
      nested: z.object({ inner: secret(), other: z.number() }).optional(),
      either: z.discriminatedUnion('type', [
        z.object({ type: z.literal('a'), password: secret() }),
        z.object({ type: z.literal('b'), token: secret().optional() }),
      ]),
    });
    expect(secretPaths(schema).sort()).toEqual([
      'direct',
      'either.password',
      'either.token',
      'nested.inner',
      'nullish',
      'optional',
      'withDefault',
    ]);
  });

  it('finds the secrets of a destination, and only those', () => {
    expect(secretPaths(destinationInputSchema)).toEqual([
      ...['credentials', 'pruneCredentials', 'restoreCredentials'].flatMap(
        of => [
          `${of}.secretAccessKey`,
          `${of}.sessionToken`,
          `${of}.base.secretAccessKey`,
          `${of}.base.sessionToken`,
        ],
      ),
      'store.encryption.key',
      'transfer.proxy',
    ]);
    // In memory and on IPC only; nothing of it is stored by this schema.
    expect(secretPaths(destinationConnectionSchema)).toEqual([]);
  });

  it('finds none where there is none', () => {
    expect(
      secretPaths(z.object({ a: z.string(), b: z.array(z.number()) })),
    ).toEqual([]);
  });

  it('takes a value, a reference or the state of an earlier answer', () => {
    const schema = secret();
    for (const input of [
      'value',
      { $config: 's3Backup.secrets.webshopDb' },
      { set: true, updatedAt: '2026-11-21T02:00:00.000Z' },
    ]) {
      expect(schema.parse(input)).toEqual(input);
    }
    for (const input of [
      '',
      7,
      { $config: 'backend.auth.keys' },
      { set: false },
    ]) {
      expect(schema.safeParse(input).success).toBe(false);
    }
  });
});

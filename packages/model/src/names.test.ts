import { z } from 'zod';
import {
  bucketSchema,
  destinationInputSchema,
  prefixSchema,
} from './destination';
import { endpointSchema } from './destinationWhere';
import {
  artifactNameSchema,
  crc32Schema,
  entityRefSchema,
  instantSchema,
  nameSchema,
  runIdSchema,
} from './names';
import { encryptionSchema, planInputSchema, recipientSchema } from './plan';
import { scheduleSchema } from './schedule';

const long = (letter: string, times: number) => letter.repeat(times);

const TABLE: Record<string, [z.ZodType, unknown[], unknown[]]> = {
  name: [
    nameSchema,
    ['a', '0', 'orders-nightly', long('a', 63)],
    ['', '-a', 'a-', 'A', 'a_b', 'a.b', 'ä', long('a', 64), 'a\n'],
  ],
  artifact: [
    artifactNameSchema,
    ['orders.db', 'A_b-1', '...', long('a', 120)],
    ['', '.', '..', 'a/b', 'a b', long('a', 121)],
  ],
  'run id': [
    runIdSchema,
    ['019aa3f0-7c00-7abc-8def-0123456789ab'],
    [
      '019aa3f0-7c00-4abc-8def-0123456789ab',
      '019AA3F0-7c00-7abc-8def-0123456789ab',
      '019aa3f0-7c00-7abc-cdef-0123456789ab',
    ],
  ],
  instant: [
    instantSchema,
    ['2026-11-21T02:00:00.000Z'],
    [
      '2026-11-21T02:00:00Z',
      '2026-13-21T02:00:00.000Z',
      '2026-11-21T02:00:00.000+01:00',
    ],
  ],
  crc32: [crc32Schema, ['jHNlIQ=='], ['jHNlIQ', 'jHNlIQ=', 'jHNlI_==']],
  'entity ref': [
    entityRefSchema,
    ['component:default/orders', 'API:Some-NS/Thing.v1'],
    [
      'orders',
      'component:orders',
      'default/orders',
      'a:b/c/d',
      'a:b/c d',
      `a:b/${long('ü', 63)}`,
    ],
  ],
  prefix: [
    prefixSchema,
    ['', 'a', 'a/b', 'a/b/', 'ä b/c', long('a', 512)],
    [
      '/a',
      'a//b',
      '.',
      'a/../b',
      'a/./b',
      'a\u0000',
      'a\u0085',
      'a\ud800',
      long('ä', 257),
    ],
  ],
  bucket: [
    bucketSchema,
    ['abc', 'my.bucket-1', long('a', 63)],
    ['ab', 'Abc', 'a_b', '-ab', 'ab-', long('a', 64)],
  ],
  endpoint: [
    endpointSchema,
    ['https://s3.example.org', 'http://127.0.0.1:9000', 'https://h/'],
    [
      's3.example.org',
      'ftp://h',
      'https://h/path',
      'https://h?x=1',
      'https://u:p@h',
      'https://h#x',
    ],
  ],
  recipient: [
    recipientSchema,
    ['age1qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqs3290gq'],
    [
      'age1',
      'AGE-SECRET-KEY-1QQ',
      'ssh-ed25519 AAAA',
      'age1bbbbbbbbbbbbbbbbbbbbbb',
    ],
  ],
  encryption: [
    encryptionSchema,
    [{ type: 'clear' }, { type: 'age', keys: ['main'] }],
    [{}, { type: 'age', keys: ['Main!'] }, { type: 'gpg' }],
  ],
  schedule: [
    scheduleSchema,
    [
      { every: 'never' },
      { every: 'hours', hours: 6 },
      { every: 'day', at: '02:30', timeZone: 'Europe/Berlin' },
      { every: 'week', days: ['mon', 'sun'], at: '00:00' },
      { every: 'month', day: 31, at: '23:59' },
      { every: 'cron', cron: '0 2 * * *' },
    ],
    [
      { every: 'hours', hours: 5 },
      { every: 'day', at: '24:00' },
      { every: 'day', at: '2:30' },
      { every: 'day', at: '02:30', timeZone: 'Mars/Base' },
      { every: 'week', days: [], at: '00:00' },
      { every: 'month', day: 32, at: '00:00' },
      { every: 'never', more: 1 },
    ],
  ],
};

describe.each(Object.entries(TABLE))('%s', (_, [schema, good, bad]) => {
  it.each(good)('takes %j', value => {
    expect(schema.safeParse(value).error).toBeUndefined();
  });
  it.each(bad)('refuses %j', value => {
    expect(schema.safeParse(value).success).toBe(false);
  });
});

describe('what inputs become', () => {
  it('prefixes lose their slash at the end', () => {
    expect(prefixSchema.parse('a/b//')).toBe('a/b');
  });

  it('entity refs are lower-cased', () => {
    expect(entityRefSchema.parse('Component:Default/Orders')).toBe(
      'component:default/orders',
    );
  });

  it('destinations refuse what they do not know', () => {
    const input = {
      name: 'main',
      bucket: 'backups',
      credentials: { type: 'ambient' },
    };
    expect(destinationInputSchema.parse(input).prefix).toBe('');
    expect(
      destinationInputSchema.safeParse({ ...input, skipTls: true }).success,
    ).toBe(false);
  });

  it('plans get their defaults, in milliseconds and bytes', () => {
    const plan = planInputSchema.parse({
      name: 'orders',
      source: { type: 'sqlite' },
      schedule: { every: 'day', at: '02:00' },
      minimumBytes: '1KiB',
      stallLimit: { minutes: 1 },
    });
    expect(plan).toMatchObject({
      compression: 'zstd',
      enabled: true,
      minimumBytes: 1024,
      stallLimit: 60_000,
      timeLimit: 86_400_000,
      retry: { count: 2, backoff: 30_000 },
      source: { options: {} },
    });
    expect(plan.freshness).toBeUndefined();
  });
});

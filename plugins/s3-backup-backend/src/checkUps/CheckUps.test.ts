import { TestDatabases } from '@backstage/backend-test-utils';
import { LocalS3 } from '@understudy/local-s3';
import { capabilityProfileSchema, DestinationInput } from '@understudy/model';
import type { Knex } from 'knex';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DestinationCatalogue } from '../catalogue/DestinationCatalogue';
import { NetworkRules } from '../catalogue/network';
import { CheckUpsStore } from '../database/CheckUpsStore';
import { DestinationFactsStore } from '../database/DestinationFactsStore';
import { migrate } from '../database/migrate';
import { HealthTeller } from '../notify/HealthTeller';
import type { Mail } from '../notify/Mailer';
import { testLogger } from '../runner/__testUtils__';
import { healthOf } from '../service/destinations/health';
import { CheckUps } from './CheckUps';

jest.setTimeout(120_000);

const HOUR = 3_600_000;

describe('CheckUps', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });
  let directory: string;
  let s3: LocalS3;
  const mails: Mail[] = [];
  const notified: string[] = [];
  const user = { accessKeyId: 'CHECKUPS', secretAccessKey: 'of-check-ups' };

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'check-ups-'));
    s3 = await LocalS3.start({
      directory,
      users: [user],
      buckets: [{ name: 'vault', blockPublicAccess: true }],
    });
  });
  afterAll(async () => {
    await s3.stop();
    await rm(directory, { recursive: true, force: true });
  });
  beforeEach(() => {
    s3.faults.clear();
    mails.length = 0;
    notified.length = 0;
  });

  async function portal(knex: Knex, change: Partial<DestinationInput> = {}) {
    await migrate(knex);
    const facts = DestinationFactsStore.create({ knex });
    const destinations = DestinationCatalogue.create({
      configured: [
        {
          name: 'main',
          endpoint: s3.endpoint,
          bucket: 'vault',
          prefix: 'p',
          credentials: { type: 'keys', ...user },
          ...change,
        } as DestinationInput,
      ],
      store: { list: async () => [] } as never,
      facts,
      vault: { resolve: (secret: string) => secret } as never,
      portal: async () => ({
        instance: 'this-portal',
        network: { allow: [], deny: [] },
        allowedRegions: null,
      }),
    });
    const settings = {
      instance: async () => 'us',
      get: async () => ({ value: { notifications: { to: ['ops@x.test'] } } }),
    } as never;
    const logger = testLogger();
    const teller = HealthTeller.create({
      destinations,
      mailer: { trySend: async (mail: Mail) => mails.push(mail) } as never,
      notifications: {
        send: async ({ payload }) => void notified.push(payload.title),
      },
      settings,
      logger,
      admins: ['group:default/ops'],
      appBaseUrl: 'http://portal.test/',
    });
    const checkUps = CheckUps.create({
      destinations,
      settings,
      network: NetworkRules.create({ allow: ['127.0.0.1'], deny: [] }),
      store: CheckUpsStore.create({ knex }),
      teller,
      announcer: { changed: () => {} } as never,
      logger,
    });
    const entry = (await destinations.get('main'))!;
    return { checkUps, destinations, entry };
  }

  const broken = () =>
    s3.faults.add({
      operation: 'PutObject',
      count: Infinity,
      effect: { status: 403, code: 'AccessDenied' },
    });

  it.each(databases.eachSupportedId())(
    'keep the last thirty, tell the third failure once, and that it is over, on %s',
    async id => {
      const { checkUps, destinations, entry } = await portal(
        await databases.init(id),
      );
      let now = Date.now();
      await checkUps.round(now);
      await checkUps.round(now);
      expect(await checkUps.history(entry)).toMatchObject([
        { verdict: 'ready', reason: 'daily' },
      ]);
      expect((await destinations.facts(entry)).profile).toMatchObject({
        conditionalPut: 'yes',
        multiDelete: 'yes',
      });

      // A run that began before it tells what it found by the way, and less.
      const { profile } = await destinations.facts(entry);
      await destinations.learnByTheWay(entry, {
        profile: { ...profile!, multiDelete: 'unknown', maxParts: 1000 },
      });
      expect((await destinations.facts(entry)).profile).toMatchObject({
        multiDelete: 'yes',
        maxParts: 1000,
      });

      const fault = broken();
      // A day later it fails; from then on each hour until it works again.
      now += 24 * HOUR;
      for (let n = 1; n <= 4; n++) {
        await checkUps.round(now);
        const facts = await destinations.facts(entry);
        expect(facts.failures).toBe(n);
        expect(healthOf(facts)).toBe(n < 3 ? 'degraded' : 'unhealthy');
        expect(mails).toHaveLength(n < 3 ? 0 : 1);
        now += HOUR;
      }
      expect(mails[0]).toMatchObject({
        to: ['ops@x.test'],
        subject: 'Destination main is unhealthy',
        text: expect.stringMatching(
          /Check-up failed at put\n.*\nWhat to do: Allow s3:PutObject[^]*http:\/\/portal\.test\/s3-backup\/destinations\/main/,
        ),
      });
      expect(notified).toEqual(['Destination main is unhealthy']);

      fault.remove();
      await checkUps.round(now);
      // The clock of this machine is a day behind: it is not due again.
      await checkUps.round(Date.now());
      expect(healthOf(await destinations.facts(entry))).toBe('healthy');
      expect(mails.slice(1).map(mail => mail.subject)).toEqual([
        'Destination main works again',
      ]);
      expect(notified).toHaveLength(2);

      const history = await checkUps.history(entry);
      expect(history.map(it => it.verdict)).toEqual([
        'ready',
        ...Array(4).fill('not-ready'),
        'ready',
      ]);
    },
  );

  it.each(databases.eachSupportedId())('forget old ones on %s', async id => {
    const knex = await databases.init(id);
    const { checkUps, entry } = await portal(knex);
    const store = CheckUpsStore.create({ knex });
    const { profile, steps } = await checkUps.perform(entry, 'asked');
    const [{ place }] = await knex('check_ups').select('place');
    const at = (n: number) => new Date(Date.now() + n * 1000).toISOString();
    for (let n = 1; n <= 32; n++) {
      const verdict = 'ready' as const;
      const record = { at: at(n), verdict, steps, profile };
      await store.add('main', place, { ...record, reason: 'daily' });
    }
    const kept = await checkUps.history(entry);
    expect(kept).toHaveLength(30);
    expect(kept.every(it => it.reason === 'daily')).toBe(true);
    // Of another place nothing is known.
    expect(await store.list('main', 'elsewhere')).toEqual([]);
    await checkUps.forget('main');
    expect(await checkUps.history(entry)).toEqual([]);
  });

  it('probe anew each week, and keep what was known and cannot be told now', async () => {
    const { checkUps, destinations, entry } = await portal(
      await databases.init('SQLITE_3'),
    );
    await checkUps.perform(entry, 'asked');
    const { profile } = await destinations.facts(entry);
    const old = capabilityProfileSchema.parse({
      ...profile,
      probedAt: new Date(Date.now() - 8 * 24 * HOUR).toISOString(),
      maxParts: 1000,
    });
    await destinations.learn(entry, { profile: old });
    // Copying is refused by rights this time: nothing is learned of the store.
    s3.faults.add({
      operation: 'CopyObject',
      count: Infinity,
      effect: { status: 403, code: 'AccessDenied' },
    });
    await checkUps.perform(entry, 'daily');
    expect((await destinations.facts(entry)).profile?.maxParts).toBe(1000);
    await checkUps.round(Date.now() + HOUR);
    expect((await checkUps.history(entry))[0].reason).toBe('weekly');
    const after = (await destinations.facts(entry)).profile!;
    expect(after).toMatchObject({ maxParts: 10_000, copy: 'yes' });
    expect(after.probedAt > old.probedAt).toBe(true);
  });

  it('probe anew after an error, once an hour', async () => {
    const { checkUps, entry } = await portal(await databases.init('SQLITE_3'));
    await checkUps.afterError(entry);
    await checkUps.afterError(entry);
    const history = await checkUps.history(entry);
    expect(history.map(it => it.reason)).toEqual(['error']);
  });

  it('say which address the rules forbid', async () => {
    const { checkUps, entry } = await portal(await databases.init('SQLITE_3'), {
      endpoint: 'https://169.254.169.254',
    });
    const { verdict, steps } = await checkUps.perform(entry, 'asked');
    expect(verdict).toBe('not-ready');
    expect(steps.find(step => step.result === 'fail')).toMatchObject({
      id: 'allowed',
      code: 'net-not-allowed',
      seen: expect.stringContaining('169.254.169.254'),
      remedy: expect.stringContaining('s3Backup.network.allow'),
    });
    expect(steps.find(step => step.id === 'connect')?.result).toBe(
      'not-tested',
    );
  });
});

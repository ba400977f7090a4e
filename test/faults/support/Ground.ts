import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  backUp,
  claimPrefix,
  listObjects,
  listUploads,
  makeIdentity,
  openBucket,
  probeDestination,
  type Bucket,
} from '@understudy/engine';
import { executors } from '@understudy/sources/executor';
import { LocalS3 } from '@understudy/local-s3';
import type { DestinationConnection, Run } from '@understudy/model';
import knexFactory, { type Knex } from 'knex';
import {
  DatabaseBackupStore,
  DatabaseRunQueue,
  DatabaseRunStore,
  kindOf,
  makeDatabase,
  TEST_INSTANCE,
  type Fault,
  type RunLimits,
  type RunRequest,
} from './inside';
import { newRunId } from '../../support/newRunId';
import type { PortalOrder } from './portalOrder';

const POSTGRES = 'postgres://postgres@127.0.0.1:5432';
const MIGRATIONS = join(
  __dirname,
  '../../../plugins/s3-backup-backend/migrations',
);
const ENDED = ['succeeded', 'partial', 'failed', 'cancelled'];

export const wait = (ms: number) =>
  new Promise<void>(resolve => setTimeout(resolve, ms));

/**
 * One database, one bucket, one source, and portals that come and go: what the
 * suites of this folder kill things on.
 */
export class Ground {
  static async create(options: {
    database: 'sqlite' | 'postgres';
    leaseMs: number;
    rows?: number;
  }): Promise<Ground> {
    const directory = await mkdtemp(join(tmpdir(), 'understudy-faults-'));
    for (const name of ['s3', 'temp', 'restore']) {
      await mkdir(join(directory, name));
    }
    const user = {
      accessKeyId: 'UNDERSTUDYFAULTS0001',
      secretAccessKey: randomUUID(),
    };
    const s3 = await LocalS3.start({
      directory: join(directory, 's3'),
      users: [user],
      buckets: ['backups'],
    });
    const source = join(directory, 'orders.sqlite');
    makeDatabase(source, options.rows ?? 20_000);
    const config = await databaseConfig(options.database, directory);
    const knex = knexFactory(config);
    await knex.migrate.latest({
      directory: MIGRATIONS,
      loadExtensions: ['.js'],
    });
    const ground = new Ground({
      ...options,
      directory,
      s3,
      source,
      config,
      knex,
      keys: await makeIdentity(),
      connection: {
        name: 'main',
        bucket: 'backups',
        prefix: 'understudy',
        endpoint: s3.endpoint,
        region: s3.region,
        credentials: { type: 'keys', ...user },
      },
    });
    ground.bucket.profile = await probeDestination(ground.bucket);
    return ground;
  }

  readonly knex: Knex;
  readonly s3: LocalS3;
  readonly bucket: Bucket;
  readonly runs: DatabaseRunStore;
  readonly backups: DatabaseBackupStore;
  readonly leaseMs: number;
  readonly faults: Record<string, Fault> = {};
  readonly plans: PortalOrder['plans'] = [];
  readonly said: string[] = [];
  readonly #queue: DatabaseRunQueue;
  readonly #portals = new Set<ChildProcess>();

  private constructor(
    private readonly parts: {
      directory: string;
      leaseMs: number;
      s3: LocalS3;
      source: string;
      config: Knex.Config;
      knex: Knex;
      keys: { identity: string; recipient: string };
      connection: DestinationConnection;
    },
  ) {
    const { knex, s3 } = parts;
    this.knex = knex;
    this.s3 = s3;
    this.leaseMs = parts.leaseMs;
    this.bucket = openBucket(parts.connection);
    this.runs = DatabaseRunStore.create({ knex });
    this.backups = DatabaseBackupStore.create({ knex });
    this.#queue = DatabaseRunQueue.create({ knex });
  }

  get restoreRoot(): string {
    return join(this.parts.directory, 'restore');
  }

  get source(): string {
    return this.parts.source;
  }

  get keys(): { identity: string; recipient: string } {
    return this.parts.keys;
  }

  /** A plan, and the fault of one of its attempts. Before its portal starts. */
  plan(
    name: string,
    faults: Record<number, Omit<Fault, 'outlive'> & Partial<Fault>>,
    more: { path?: string } & Record<string, unknown> = {},
  ): string {
    this.plans.push({ name, path: this.source, ...more });
    for (const [attempt, fault] of Object.entries(faults)) {
      this.faults[`${name}/${attempt}`] = { outlive: false, ...fault };
    }
    return name;
  }

  async portal(concurrency = 2, childEntry?: string): Promise<ChildProcess> {
    const { directory, config, connection, keys, leaseMs } = this.parts;
    const child = fork(join(__dirname, 'portal.ts'), [], {
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
    this.#portals.add(child);
    child.stderr?.on('data', data => this.said.push(String(data)));
    const order: PortalOrder = {
      database: config,
      connection,
      profile: this.bucket.profile,
      tempDirectory: join(directory, 'temp'),
      writeRoot: this.restoreRoot,
      plans: this.plans,
      recipients: [keys.recipient],
      identities: [keys.identity],
      leaseMs,
      concurrency,
      childEntry,
      faults: this.faults,
    };
    child.send(order);
    await new Promise<void>((resolve, reject) => {
      child.on('message', message => message === 'started' && resolve());
      child.once('exit', code =>
        reject(new Error(`portal ended with ${code}: ${this.said.join('')}`)),
      );
    });
    return child;
  }

  /** Portals that live. */
  alive(): ChildProcess[] {
    return [...this.#portals].filter(
      portal => portal.exitCode === null && portal.signalCode === null,
    );
  }

  /** By which signal a portal ended. */
  gone(portal: ChildProcess): Promise<NodeJS.Signals | null> {
    return new Promise(resolve =>
      portal.once('exit', (_code, signal) => resolve(signal)),
    );
  }

  async enqueue(
    plan: string,
    request: RunRequest = { kind: 'backup' },
    limits: Partial<RunLimits> = {},
  ): Promise<string> {
    const kind = kindOf(request);
    const run = await this.#queue.enqueue({
      kind,
      plan,
      planTitle: null,
      entityRef: null,
      ownerRef: null,
      trigger: { type: 'service', by: 'faults' },
      destination: 'main',
      request,
      limits: {
        attempts: 3,
        backoffMs: 50,
        timeLimitMs: 120_000,
        stallLimitMs: 60_000,
        ...limits,
      },
    });
    return run.id;
  }

  async until<T>(
    what: string,
    look: () => Promise<T | undefined | false>,
    seconds = 60,
  ): Promise<T> {
    const end = Date.now() + seconds * 1_000;
    for (;;) {
      const found = await look();
      if (found) return found;
      if (Date.now() > end) {
        throw new Error(`waited in vain for ${what}\n${this.said.join('')}`);
      }
      await wait(100);
    }
  }

  ended(id: string): Promise<Run> {
    return this.until(`the end of run ${id}`, async () => {
      const run = await this.runs.get(id);
      return run && ENDED.includes(run.status) && run;
    });
  }

  /** A good backup, made here and now; the portals know it. */
  async makeBackup(
    plan: string,
    source = this.source,
  ): Promise<{ id: string; folder: string }> {
    const owner = await claimPrefix(this.bucket, {
      instance: TEST_INSTANCE,
      baseUrl: 'http://localhost:7007',
    });
    const result = await backUp({
      run: {
        id: newRunId(),
        attempt: 1,
        plan,
        entityRef: null,
        slot: null,
        startedAt: new Date().toISOString(),
      },
      source: {
        type: 'sqlite',
        executor: executors.sqlite,
        options: { path: source },
      },
      destinations: [{ bucket: this.bucket, owner, usualBytes: [] }],
      pack: { compression: 'zstd', recipients: [this.keys.recipient] },
      tempDirectory: this.parts.directory,
      signal: new AbortController().signal,
      log: () => {},
      mayPublish: async () => true,
    });
    const { backup } = result.destinations[0];
    if (!backup) throw new Error('no backup was made');
    const { bytesStored: _, ...found } = backup;
    await this.backups.upsertFromManifest({
      ...found,
      destination: 'main',
      ownerRef: null,
    });
    return found;
  }

  /** Every attempt swept: two leases after the last one's end. */
  async swept(): Promise<void> {
    await this.until('the sweeper', async () => {
      const open = await this.knex('attempts').whereNull('swept_at').first('n');
      return open === undefined;
    });
  }

  /** Keys below the prefix, and uploads that are neither completed nor aborted. */
  async bucketNow(): Promise<{ keys: string[]; uploads: string[] }> {
    const keys: string[] = [];
    const uploads: string[] = [];
    const prefix = `${this.bucket.prefix}/`;
    for await (const entry of listObjects(this.bucket, { prefix })) {
      if ('key' in entry) keys.push(entry.key.slice(prefix.length));
    }
    for await (const upload of listUploads(this.bucket, { prefix })) {
      uploads.push(upload.key.slice(prefix.length));
    }
    return { keys, uploads };
  }

  tempNow(): Promise<string[]> {
    return readdir(join(this.parts.directory, 'temp'));
  }

  /** Process of an attempt, by what its log says. */
  async childOf(run: string, attempt: number): Promise<number> {
    return this.until('the process of an attempt', async () => {
      const { lines } = await this.runs.log(run, 0, 1_000);
      const begun = lines.flatMap(line => {
        const match = /^Process (\d+) of \S+ has begun$/.exec(line.text);
        return match ? [Number(match[1])] : [];
      });
      return begun[attempt - 1];
    });
  }

  async stop(): Promise<void> {
    for (const portal of this.#portals) {
      portal.removeAllListeners('exit');
      if (this.alive().includes(portal)) {
        const gone = this.gone(portal);
        portal.kill('SIGCONT');
        portal.kill('SIGKILL');
        await gone;
      }
    }
    this.bucket.close();
    const { knex, s3, directory, config } = this.parts;
    await knex.destroy();
    await s3.stop();
    await rm(directory, { recursive: true, force: true });
    await dropDatabase(config);
  }
}

async function databaseConfig(
  kind: 'sqlite' | 'postgres',
  directory: string,
): Promise<Knex.Config> {
  if (kind === 'sqlite') {
    return {
      client: 'better-sqlite3',
      connection: { filename: join(directory, 'portal.sqlite') },
      useNullAsDefault: true,
    };
  }
  const name = `understudy_faults_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(admin => admin.raw(`create database ${name}`));
  return {
    client: 'pg',
    connection: `${POSTGRES}/${name}`,
    pool: { min: 0, max: 5 },
  };
}

async function dropDatabase(config: Knex.Config): Promise<void> {
  if (config.client !== 'pg') return;
  const name = String(config.connection).split('/').pop();
  await asAdmin(admin => admin.raw(`drop database ${name} with (force)`));
}

async function asAdmin(work: (admin: Knex) => Promise<unknown>): Promise<void> {
  const admin = knexFactory({
    client: 'pg',
    connection: `${POSTGRES}/postgres`,
  });
  try {
    await work(admin);
  } finally {
    await admin.destroy();
  }
}

import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeIdentity, makeSigningKey } from '@understudy/engine';
import { LocalS3 } from '@understudy/local-s3';
import type { DestinationConnection, Run } from '@understudy/model';
import type { Knex } from 'knex';
import type { RunLimits } from '../../queue/RunQueue';
import type { RunRequest } from '../requests';
import { kindOf } from '../requests';
import type { RunningOptions } from '../Running';
import { Running } from '../Running';
import { makeDatabase } from './makeDatabase';
import { makePlan, testLogger, TestPorts } from './testPorts';

const ENDED = ['succeeded', 'partial', 'failed', 'cancelled'];

/**
 * Queue, worker and child over a real database and a local S3 endpoint,
 * without the rest of Backstage.
 */
export class TestPortal {
  static async start(options: {
    knex: Knex;
    rows?: number;
    leaseMs?: number;
    concurrency?: number;
    secrets?: string[];
    testing?: RunningOptions['testing'];
    plan?: Record<string, unknown>;
    limits?: RunningOptions['limits'];
  }): Promise<TestPortal> {
    const directory = await mkdtemp(join(tmpdir(), 'understudy-portal-'));
    for (const name of ['s3', 'temp', 'restore']) {
      await mkdir(join(directory, name));
    }
    const user = {
      accessKeyId: 'UNDERSTUDYTEST000001',
      secretAccessKey: 'a secret/that+stays=inside',
    };
    const s3 = await LocalS3.start({
      directory: join(directory, 's3'),
      users: [user],
      buckets: ['backups'],
    });
    const connection: DestinationConnection = {
      name: 'main',
      bucket: 'backups',
      prefix: 'understudy',
      endpoint: s3.endpoint,
      region: s3.region,
      credentials: { type: 'keys', ...user },
    };
    const path = join(directory, 'orders.sqlite');
    makeDatabase(path, options.rows ?? 100);
    const { identity, recipient } = await makeIdentity();
    const ports = TestPorts.create({
      connection,
      tempDirectory: join(directory, 'temp'),
      writeRoot: join(directory, 'restore'),
      plans: [makePlan({ name: 'orders', path, ...options.plan })],
      recipients: [recipient],
      identities: [identity],
      signingKey: makeSigningKey(),
      secrets: options.secrets,
    });
    const portal = new TestPortal(options, directory, s3, ports, path);
    await portal.running.open(true);
    return portal;
  }

  readonly running: Running;
  readonly log: string[] = [];

  private constructor(
    options: Parameters<typeof TestPortal.start>[0],
    readonly directory: string,
    readonly s3: LocalS3,
    readonly ports: TestPorts,
    readonly source: string,
  ) {
    this.running = Running.create({
      knex: options.knex,
      logger: testLogger(line => this.log.push(line)),
      plans: ports.plans,
      orders: ports.orders,
      switches: ports.switches,
      events: ports.events,
      ...(options.limits ? { limits: options.limits } : {}),
      worker: {
        concurrency: options.concurrency ?? 2,
        leaseMs: options.leaseMs ?? 10_000,
      },
      testing: {
        pollMs: 100,
        graceMs: 3_000,
        child: {
          execArgv: [
            '--require',
            require.resolve('@backstage/cli-node/config/nodeTransform.cjs'),
          ],
        },
        ...options.testing,
      },
    });
  }

  get tempDirectory(): string {
    return join(this.directory, 'temp');
  }

  get restoreRoot(): string {
    return join(this.directory, 'restore');
  }

  enqueue(
    request: RunRequest = { kind: 'backup' },
    limits?: Partial<RunLimits>,
    destinations: string[] = ['main'],
  ): Promise<Run> {
    const kind = kindOf(request);
    return this.running.queue.enqueue({
      kind,
      plan: 'orders',
      planTitle: null,
      entityRef: 'component:default/orders',
      ownerRef: 'group:default/orders-team',
      trigger: { type: 'user', by: 'user:default/guest' },
      destination: destinations[0],
      destinations,
      request,
      limits: {
        attempts: 1,
        backoffMs: 50,
        timeLimitMs: 60_000,
        stallLimitMs: 30_000,
        ...limits,
      },
    });
  }

  /** A second destination, on a store of its own. */
  async addDestination(name: string): Promise<LocalS3> {
    const user = {
      accessKeyId: 'UNDERSTUDYTEST000001',
      secretAccessKey: 'a secret/that+stays=inside',
    };
    const s3 = await LocalS3.start({
      directory: join(this.directory, name),
      users: [user],
      buckets: ['backups'],
    });
    const { connection } = this.ports.known;
    const { endpoint, region } = s3;
    this.ports.others.set(name, {
      connection: { ...connection, name, endpoint, region },
      profile: null,
      owner: null,
    });
    return s3;
  }

  async waitFor(
    id: string,
    done: (run: Run) => boolean = run => ENDED.includes(run.status),
  ): Promise<Run> {
    for (let tries = 0; tries < 600; tries += 1) {
      const run = await this.running.runs.get(id);
      if (run && done(run)) return run;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    const run = await this.running.runs.get(id);
    const asked = [...this.s3.requests].slice(-3);
    throw new Error(
      `the run did not get there: ${JSON.stringify({ run, asked })}`,
    );
  }

  async texts(id: string): Promise<string[]> {
    const { lines } = await this.running.runs.log(id, 0, 1_000);
    return lines.map(line => line.text);
  }

  async stop(): Promise<void> {
    await this.running.stop(0);
    await this.s3.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}

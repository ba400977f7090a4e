import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CreateMultipartUploadCommand } from '@aws-sdk/client-s3';
import {
  backUp,
  Bucket,
  checkUp,
  claimPrefix,
  deleteBackup,
  extendObjectLocks,
  listUploads,
  restoreBackup,
  sweepAttempt,
} from '@understudy/engine';
import { OwnerFile, UnderstudyError } from '@understudy/model';
import { newRunId } from '../../support/newRunId';
import { NoiseOptions, noiseSha256, noiseSource } from './noise';

const MIB = 1024 ** 2;

/** Said of rows that were not tried because of another one. */
export const FOLLOWS = 'follows from another row';

/** The outcome of a step: `ok`, or the codes of what went wrong. */
async function outcome(work: () => Promise<unknown>): Promise<string> {
  try {
    await work();
    return 'ok';
  } catch (thrown) {
    const { code, also } = UnderstudyError.from(thrown);
    return [code, ...also.map(each => each.code)].join(' + ');
  }
}

/**
 * What is done with a destination in its life: check-up, backup, restore, a
 * backup that fails, deleting, sweeping. Each step stands on what somebody
 * with all rights made before, so that one that fails fails alone.
 */
export class Life {
  readonly #instance = randomUUID();
  readonly #log: string[] = [];
  #owner!: OwnerFile;
  #temp!: string;

  /** `admin` may do everything, and claims the prefix. */
  static async create(options: { admin: Bucket }): Promise<Life> {
    const life = new Life(options.admin);
    life.#temp = await realpath(
      await mkdtemp(join(tmpdir(), 'understudy-life-')),
    );
    life.#owner = await life.claim(options.admin);
    return life;
  }

  private constructor(private readonly admin: Bucket) {}

  async close(): Promise<void> {
    await rm(this.#temp, { recursive: true, force: true });
  }

  /** What was logged since the last look. */
  logged(): string {
    return this.#log.splice(0).join('\n');
  }

  claim(bucket: Bucket): Promise<OwnerFile> {
    const baseUrl = 'http://localhost:3000';
    return claimPrefix(bucket, { instance: this.#instance, baseUrl });
  }

  /** A backup; answers its folder. */
  async backUp(bucket: Bucket, source: NoiseOptions): Promise<string> {
    const { owner, instance, epoch } = this.#owner;
    const tempDirectory = join(this.#temp, randomUUID());
    await mkdir(tempDirectory);
    const now = new Date().toISOString();
    const result = await backUp({
      run: {
        id: newRunId(),
        attempt: 1,
        plan: 'noise',
        entityRef: 'component:default/noise',
        slot: null,
        startedAt: now,
      },
      source: { type: 'noise', executor: noiseSource, options: source },
      destinations: [
        { bucket, owner: { owner, instance, epoch }, usualBytes: [] },
      ],
      pack: { compression: 'none', recipients: [] },
      tempDirectory,
      signal: new AbortController().signal,
      log: (level, text) => this.#log.push(`${level} ${text}`),
      mayPublish: async () => true,
    });
    const [{ backup, problem }] = result.destinations;
    if (!backup) throw new Error(problem?.message ?? 'no backup');
    return backup.folder;
  }

  /** Restores a backup and compares every byte. */
  async restore(bucket: Bucket, folder: string, bytes: number): Promise<void> {
    const target = join(this.#temp, `restored-${randomUUID()}`);
    await restoreBackup({
      bucket,
      folder,
      executor: noiseSource,
      identities: [],
      target,
      roots: [this.#temp],
      runId: newRunId(),
      tempDirectory: this.#temp,
      signal: new AbortController().signal,
      log: (level, text) => this.#log.push(`${level} ${text}`),
    });
    const hash = createHash('sha256');
    await pipeline(createReadStream(join(target, 'noise.bin')), hash);
    await rm(target, { recursive: true });
    if (hash.digest('hex') !== noiseSha256(bytes)) {
      throw new UnderstudyError('s3-corrupt', { key: folder });
    }
  }

  delete(bucket: Bucket, folder: string): Promise<unknown> {
    return deleteBackup({
      bucket,
      owner: this.#owner,
      folder,
      by: 'the test',
      why: 'asked',
      mayDelete: async () => true,
      log: (level, text) => this.#log.push(`${level} ${text}`),
    });
  }

  /** How all of it goes with some keys: rows of the check-up, then the rest. */
  async of(
    writer: Bucket,
    others: { pruner?: Bucket; restorer?: Bucket } = {},
  ): Promise<Record<string, string>> {
    const { pruner = writer, restorer = writer } = others;
    const bytes = 6 * MIB;
    const [kept, goes] = [
      await this.backUp(this.admin, { bytes }),
      await this.backUp(this.admin, { bytes: 1000 }),
    ];
    const found: Record<string, string> = {};
    const { steps } = await checkUp(writer, { instance: this.#instance });
    for (const { id, result, seen, needs } of steps) {
      // Two settings are told in one row.
      const told = id === 'public-access' && result === 'warn';
      const more = told ? ` (${seen})` : '';
      found[`check-up: ${id}`] = needs ? FOLLOWS : `${result}${more}`;
    }
    found.claim = await outcome(() => this.claim(writer));
    found.backup = await outcome(() => this.backUp(writer, { bytes }));
    found['failed backup'] = await outcome(() =>
      this.backUp(writer, { bytes, breaks: true }),
    );
    found.restore = await outcome(() => this.restore(restorer, kept, bytes));
    this.logged();
    found.delete = await outcome(() => this.delete(pruner, goes));
    const words = this.logged();
    if (/^(?:warn|error) /m.test(words)) found.delete += ' with warnings';
    found['longer lock'] = await outcome(async () => {
      const until = Date.now() + 3 * 86_400_000;
      const count = await extendObjectLocks(writer, kept, until);
      if (count === 0) throw new UnderstudyError('s3-unsupported');
    });
    found.sweep = await outcome(() => this.#sweep(pruner));
    return found;
  }

  /** An upload that hangs in a dead attempt. */
  async #sweep(pruner: Bucket): Promise<void> {
    const folder = `component/default/noise/noise/2026-11-21T02-00-00Z_${newRunId()}`;
    const key = this.admin.key(`${folder}/a1/noise.bin`);
    await this.admin.client.send(
      new CreateMultipartUploadCommand({ Bucket: this.admin.bucket, Key: key }),
    );
    await sweepAttempt(pruner, {
      folder,
      attempt: 1,
      log: (level, text) => this.#log.push(`${level} ${text}`),
    });
    for await (const left of listUploads(this.admin, { prefix: key })) {
      throw new UnderstudyError('s3-denied-list', { key: left.key });
    }
  }
}

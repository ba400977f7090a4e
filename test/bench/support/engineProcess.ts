import { createReadStream, mkdirSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { CapabilityProfile } from '@understudy/model';
import {
  backUp,
  calmCollector,
  claimPrefix,
  NewFile,
  openBucket,
  owning,
  restoreBackup,
  SourceExecutor,
} from '@understudy/engine';

/**
 * What the bench measures as ours: one process that does one backup or one
 * restore with the engine, as the forked child does. The order comes by a file
 * because it holds the bench's own credentials.
 */
interface Order {
  mode: 'backup' | 'restore' | 'idle';
  connection: Parameters<typeof openBucket>[0];
  /** Probed once a destination, not once a backup. */
  profile: CapabilityProfile;
  file: string;
  recipients: string[];
  identities: string[];
  instance: string;
  runId: string;
  folder?: string;
  tempDirectory: string;
  target?: string;
}

const oneFile: SourceExecutor<{ path: string }> = {
  async open({ path }) {
    const { size } = await stat(path);
    return {
      version: null,
      tools: {},
      estimatedBytes: size,
      artifacts: (async function* artifacts() {
        yield {
          name: 'dump.sql',
          mediaType: 'application/sql',
          stream: owning(
            createReadStream(path, { highWaterMark: 1024 * 1024 }),
          ),
          expect: { minBytes: 1, bytes: size },
        };
      })(),
      finish: async () => ({
        counts: { rows: null, files: 1 },
        gaps: [],
        gapsTotal: 0,
      }),
      close: async () => {},
    };
  },
  inspect: async () => ({ counts: { rows: null, files: 1 }, notes: [] }),
  restore: async (artifact, stream, directory) =>
    pipeline(stream, NewFile.create({ path: `${directory}/${artifact.name}` })),
};

async function main() {
  calmCollector();
  const order: Order = JSON.parse(readFileSync(process.argv[2], 'utf8'));
  mkdirSync(order.tempDirectory, { recursive: true });
  const bucket = openBucket(order.connection, { profile: order.profile });
  const answer: Record<string, unknown> = {};
  const common = {
    signal: new AbortController().signal,
    tempDirectory: order.tempDirectory,
    log: () => {},
  };
  if (order.mode === 'backup') {
    const owner = await claimPrefix(bucket, {
      instance: order.instance,
      baseUrl: 'http://localhost',
    });
    const result = await backUp({
      ...common,
      run: {
        id: order.runId,
        attempt: 1,
        plan: 'bench',
        entityRef: null,
        slot: null,
        startedAt: new Date().toISOString(),
      },
      source: {
        type: 'bench',
        executor: oneFile as SourceExecutor,
        options: { path: order.file },
      },
      destinations: [{ bucket, owner, usualBytes: [] }],
      pack: { compression: 'zstd', recipients: order.recipients },
      mayPublish: async () => true,
    });
    answer.folder = result.destinations[0].backup?.folder;
  } else if (order.mode === 'restore') {
    await restoreBackup({
      ...common,
      bucket,
      folder: order.folder!,
      executor: oneFile as SourceExecutor,
      identities: order.identities,
      target: order.target!,
      roots: [order.tempDirectory],
      runId: order.runId,
    });
  }
  bucket.close();
  process.stdout.write(`${JSON.stringify(answer)}\ndone\n`);
  process.stdin.resume();
  process.stdin.once('end', () => process.exit(0));
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});

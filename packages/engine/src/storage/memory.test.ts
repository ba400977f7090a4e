import { fork } from 'node:child_process';
import { startStore, TestStore } from './__testUtils__/startStore';
import type { MemoryOrder } from './__testUtils__/memoryProbe';

/** Above idle; see the table of tiers in partSize. */
const LIMIT = 256;

let store: TestStore;

beforeAll(async () => {
  // Keeps no bytes, so that neither disk nor its cache plays a part.
  store = await startStore({ discard: true });
});
afterAll(() => store.stop());

/** MiB that a process of its own needed at most, above what it had before. */
async function measured(order: Omit<MemoryOrder, 'connection'>) {
  const child = fork(
    require.resolve('./__testUtils__/memoryProbe'),
    [],
    // Under jest a child does not inherit how TypeScript is read.
    {
      execArgv: [
        '--require',
        require.resolve('@backstage/cli-node/config/nodeTransform.cjs'),
      ],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  const { connection } = store;
  const answer = new Promise<{ mebibytes?: number; error?: string }>(
    (resolve, reject) => {
      child.on('message', message => {
        const told = message as { mebibytes?: number; error?: string };
        if ('mebibytes' in told || 'error' in told) resolve(told);
      });
      child.once('exit', code => reject(new Error(`ended with ${code}`)));
    },
  );
  child.send({ connection, ...order } satisfies MemoryOrder);
  const { mebibytes, error } = await answer;
  if (error) throw new Error(error);
  return mebibytes!;
}

describe('memory', () => {
  it.each([
    // the plan's parts, those that are left out, MiB that come
    ['8 MiB', 10_000, 0, 200],
    ['16 MiB', 100, 0, 224],
    ['32 MiB', 40, 0, 350],
    ['64 MiB, through all tiers', 10, 0, 504],
    ['64 MiB, for long', 10_000, 3000, 900],
  ])(
    'stays within 256 MiB above idle with parts of %s',
    async (_tier, maxParts, skippedParts, mebibytes) => {
      const most = await measured({
        direction: 'up',
        maxParts,
        skippedParts,
        mebibytes,
      });
      // A probe that measures nothing would pass, too.
      expect(most).toBeGreaterThan(8);
      expect(most).toBeLessThanOrEqual(LIMIT);
    },
    120_000,
  );

  it('stays within 256 MiB when reading', async () => {
    const mebibytes = 384;
    const plan = { maxParts: 10_000, skippedParts: 3000, mebibytes };
    await measured({ direction: 'up', ...plan });
    const most = await measured({ direction: 'down', ...plan });
    expect(most).toBeGreaterThan(8);
    expect(most).toBeLessThanOrEqual(LIMIT);
  }, 120_000);
});

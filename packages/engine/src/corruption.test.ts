import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Bench } from './__testUtils__/bench';
import { orderOf } from './__testUtils__/order';
import { bytesOf, replace } from './__testUtils__/stored';
import { ToySource } from './__testUtils__/toySource';
import {
  backUp,
  checkProofSignature,
  deleteObjects,
  listProofs,
  makeIdentity,
  makeSigningKey,
  publicKeyOf,
  restoreBackup,
  verifyBackup,
} from '.';

jest.setTimeout(600_000);

/** The long form: UNDERSTUDY_CORRUPTIONS=200 */
const PLACES = Number(process.env.UNDERSTUDY_CORRUPTIONS ?? 25);
const SEED = Number(process.env.UNDERSTUDY_SEED ?? Date.now() % 2 ** 31);

/** Numbers below `n`, the same ones for the same seed (mulberry32). */
function randoms(seed: number): (n: number) => number {
  /* eslint-disable no-bitwise */
  let state = seed;
  return n => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
  /* eslint-enable no-bitwise */
}

const HOW = ['flip', 'truncate', 'swap', 'missing', 'foreign'] as const;

describe(`what is stored is damaged (seed ${SEED})`, () => {
  let bench: Bench;
  let keys: { identity: string; recipient: string };
  const signingKey = makeSigningKey();
  const random = randoms(SEED);

  beforeAll(async () => {
    bench = await Bench.create();
    keys = await makeIdentity();
  });
  afterAll(() => bench.close());

  async function backup(how: {
    compression: 'zstd' | 'gzip' | 'none';
    sealed: boolean;
  }) {
    const recipients = how.sealed ? [keys.recipient] : [];
    const files = {
      'a.bin': randomBytes(20_000),
      'b.txt': Buffer.from('all is well\n'.repeat(2_000)),
    };
    const pack = { compression: how.compression, recipients };
    const done = await backUp(await orderOf(bench, { files }, { pack }));
    return done.destinations[0].backup!;
  }

  const common = async (folder: string) => ({
    bucket: bench.bucket,
    folder,
    executor: ToySource.create(),
    identities: [keys.identity],
    signal: new AbortController().signal,
    tempDirectory: await bench.folder(),
    log: () => {},
  });
  const verify = async (folder: string, to: 'read' | 'opened') =>
    verifyBackup({ ...(await common(folder)), to, by: 'test', signingKey });

  /** Nothing but an error, and nothing left behind. */
  async function expectNoRestore(folder: string): Promise<void> {
    const root = await bench.folder('restore');
    await expect(
      restoreBackup({
        ...(await common(folder)),
        target: join(root, 'back'),
        roots: [root],
        runId: 'test',
      }),
    ).rejects.toThrow();
    expect(await readdir(root)).toEqual([]);
  }

  /** @returns what was done, and how it is put right again */
  async function damage(key: string, other: string) {
    const right = await bytesOf(bench, key);
    const how = HOW[random(HOW.length)];
    const at = random(right.length);
    let wrong: Buffer = Buffer.from(right);
    // eslint-disable-next-line no-bitwise
    if (how === 'flip') wrong[at] ^= 1 << random(8);
    if (how === 'truncate') wrong = wrong.subarray(0, at);
    if (how === 'swap') wrong = await bytesOf(bench, other);
    if (how === 'foreign') wrong = randomBytes(right.length);
    if (how === 'missing')
      await deleteObjects(bench.bucket, [bench.bucket.key(key)]);
    else await replace(bench, key, wrong);
    return {
      what: `${how} at ${at} of ${right.length}, ${key}`,
      mend: () => replace(bench, key, right),
    };
  }

  it.each([
    { compression: 'zstd' as const, sealed: true },
    { compression: 'gzip' as const, sealed: true },
    { compression: 'zstd' as const, sealed: false },
    { compression: 'none' as const, sealed: false },
  ])('an artifact, $compression, sealed $sealed', async how => {
    const { folder, manifest } = await backup(how);
    const [one, two] = manifest.artifacts.map(({ key }) => `${folder}/${key}`);
    await verify(folder, 'opened');
    for (let n = 0; n < PLACES; n += 1) {
      const [key, other] = random(2) ? [one, two] : [two, one];
      const { what, mend } = await damage(key, other);
      const seen = await verify(folder, random(2) ? 'read' : 'opened').then(
        () => `not found: ${what}`,
        error => error.code,
      );
      expect(seen).toBe('backup-damaged');
      await expectNoRestore(folder);
      await mend();
    }
    await verify(folder, 'opened');
  });

  it('a manifest', async () => {
    const how = { compression: 'zstd' as const, sealed: true };
    const { folder, manifestKey } = await backup(how);
    const other = await backup(how);
    for (let n = 0; n < PLACES; n += 1) {
      const { what, mend } = await damage(manifestKey, other.manifestKey);
      const seen = await verify(folder, 'read').then(
        () => `not found: ${what}`,
        () => 'found',
      );
      // Bytes between the values mean nothing.
      const same = JSON.stringify(await contentOf(manifestKey));
      await mend();
      const whole = JSON.stringify(await contentOf(manifestKey));
      expect(same === whole ? 'found' : seen).toBe('found');
    }
    await verify(folder, 'opened');
  });

  async function contentOf(key: string): Promise<unknown> {
    try {
      return JSON.parse((await bytesOf(bench, key)).toString());
    } catch {
      return 'unreadable';
    }
  }

  it('a proof', async () => {
    const how = { compression: 'zstd' as const, sealed: true };
    const { folder, id } = await backup(how);
    const elsewhere = await backup(how);
    await verify(folder, 'opened');
    await verify(elsewhere.folder, 'opened');
    const keysOf = async (of: string) =>
      (await bench.keys(of)).filter(key => key.includes('/proof/'));
    const [key] = await keysOf(folder);
    const [other] = await keysOf(elsewhere.folder);
    const trusted = [publicKeyOf(signingKey)];
    /** How many of ours still say what they said. */
    const good = async () => {
      const proofs = await listProofs(bench.bucket, folder).catch(() => []);
      return proofs.filter(
        proof =>
          proof.subject?.backup === id &&
          checkProofSignature(proof, trusted) === 'good',
      ).length;
    };
    const all = await good();
    expect(all).toBe(3);
    for (let n = 0; n < PLACES; n += 1) {
      const before = JSON.stringify(await contentOf(key));
      const { what, mend } = await damage(key, other);
      const now = JSON.stringify(await contentOf(key).catch(() => 'gone'));
      const left = await good();
      await mend();
      const kept = now !== before && left === all;
      expect([what, kept]).toEqual([what, false]);
    }
  });
});

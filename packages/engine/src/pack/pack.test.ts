import { execFileSync, spawnSync } from 'node:child_process';
import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { PackStep } from '@understudy/model';
import { makeIdentity, packStream, recipientOf, unpackStream } from '.';
import { chunkNonce, makeHeader } from './age';
import { AgeDecrypt } from './ageDecrypt';

const KiB = 1024;

/** Compresses some, so that blocks of all kinds occur. */
function sample(bytes: number): Buffer {
  const noise = randomBytes(Math.ceil(bytes / 3));
  return Buffer.concat([noise, Buffer.alloc(bytes), noise]).subarray(0, bytes);
}

function digestOf(bytes: Buffer) {
  return {
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

function* cut(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size);
  }
}

async function collect(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

async function pack(
  plain: Buffer,
  compression: 'zstd' | 'gzip' | 'none',
  recipients: string[],
  size = 100_000,
) {
  const packed = packStream({ compression, recipients });
  const [stored] = await Promise.all([
    collect(packed.output),
    pipeline(Readable.from(cut(plain, size)), packed.input),
  ]);
  return { stored, steps: packed.steps, ...(await packed.result) };
}

/** What came out before the end or the error, and the error. */
async function unpack(
  stored: Buffer,
  options: {
    pack: PackStep[];
    identities?: string[];
    plain: Buffer;
    size?: number;
    known?: { bytes: number; sha256: string };
  },
) {
  const unpacked = unpackStream({
    pack: options.pack,
    identities: options.identities ?? [],
    expect: { plain: digestOf(options.plain), stored: options.known },
    artifact: 'orders.db',
    recipients: ['age1xyz'],
  });
  const parts: Buffer[] = [];
  let error: (Error & { code?: string }) | undefined;
  const feeding = pipeline(
    Readable.from(cut(stored, options.size ?? 100_000)),
    unpacked.input,
  ).catch(() => {});
  try {
    for await (const part of unpacked.output) parts.push(part as Buffer);
  } catch (caught) {
    error = caught as Error;
  }
  await feeding;
  return { out: Buffer.concat(parts), error };
}

const have = (tool: string) =>
  spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined;
const skipped = (tool: string) =>
  have(tool) || process.env.CI ? '' : ` (skipped: ${tool} not found)`;
const withAge = have('age') || process.env.CI ? describe : describe.skip;

// Thousands of tiny chunks take their time on a busy machine.
jest.setTimeout(60_000);

describe('pack', () => {
  let keys: { identity: string; recipient: string };
  let folder: string;
  beforeAll(async () => {
    keys = await makeIdentity();
    folder = mkdtempSync(join(tmpdir(), 'pack-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('makes identities whose recipient can be told again', async () => {
    expect(keys.identity).toMatch(/^AGE-SECRET-KEY-1/);
    expect(await recipientOf(keys.identity)).toBe(keys.recipient);
  });

  describe.each([
    ['zstd', true],
    ['zstd', false],
    ['gzip', true],
    ['gzip', false],
    ['none', true],
    ['none', false],
  ] as const)('%s, encrypted: %s', (compression, encrypted) => {
    it.each([0, 1, 64 * KiB - 1, 64 * KiB, 64 * KiB + 1, 128 * KiB, 1_000_003])(
      'gives %d bytes back, in any cut',
      async bytes => {
        const plain = sample(bytes);
        const recipients = encrypted ? [keys.recipient] : [];
        const packed = await pack(plain, compression, recipients, 7_001);
        expect(packed.plain).toEqual(digestOf(plain));
        expect(packed.steps).toEqual([
          ...(compression === 'none' ? [] : [compression]),
          ...(encrypted ? ['age'] : []),
        ]);
        const seen =
          encrypted && packed.stored.includes(plain.subarray(0, 100));
        expect(seen && bytes > 100).toBe(false);
        const sizes = bytes > 70_000 ? [999, 65_552] : [17, 1_000_000];
        for (const size of sizes) {
          const { out, error } = await unpack(packed.stored, {
            pack: packed.steps,
            identities: [keys.identity],
            plain,
            size,
            known: digestOf(packed.stored),
          });
          expect(error).toBeUndefined();
          expect(out.equals(plain)).toBe(true);
        }
      },
    );
  });

  withAge(`standard tools${skipped('age')}`, () => {
    it.each([0, 1, 65_536, 131_072, 300_000])(
      'age and zstd read %d bytes back',
      async bytes => {
        const plain = sample(bytes);
        const second = await makeIdentity();
        const { stored } = await pack(plain, 'zstd', [
          second.recipient,
          keys.recipient,
        ]);
        const file = join(folder, 'stored.zst.age');
        writeFileSync(file, stored);
        for (const { identity } of [keys, second]) {
          const key = join(folder, 'key.txt');
          writeFileSync(key, `${identity}\n`, { mode: 0o600 });
          const opened = execFileSync('age', ['-d', '-i', key, file]);
          const read = execFileSync('zstd', ['-d', '-q', '-c'], {
            input: opened,
          });
          expect(read.equals(plain)).toBe(true);
        }
      },
    );

    it.each([0, 65_536, 200_000])(
      'reads what age wrote of %d bytes to a key of age-keygen',
      async bytes => {
        const plain = sample(bytes);
        const made = execFileSync('age-keygen', {
          stdio: ['ignore', 'pipe', 'ignore'],
        }).toString();
        const identity = /AGE-SECRET-KEY-1\w+/.exec(made)![0];
        const recipient = /age1\w+/.exec(made)![0];
        expect(await recipientOf(identity)).toBe(recipient);
        const stored = execFileSync('age', ['-r', recipient], { input: plain });
        const { out, error } = await unpack(stored, {
          pack: ['age'],
          identities: [keys.identity, identity],
          plain,
        });
        expect(error).toBeUndefined();
        expect(out.equals(plain)).toBe(true);
      },
    );

    it('reads a vector that age 1.1 wrote long ago', async () => {
      const at = (name: string) => join(__dirname, 'vectors', name);
      const identity = /AGE-SECRET-KEY-1\w+/.exec(
        readFileSync(at('identity.txt'), 'utf8'),
      )![0];
      const { out, error } = await unpack(
        readFileSync(at('hello.txt.zst.age')),
        {
          pack: ['zstd', 'age'],
          identities: [identity],
          plain: readFileSync(at('hello.txt')),
        },
      );
      expect(error).toBeUndefined();
      expect(out.toString()).toBe(readFileSync(at('hello.txt'), 'utf8'));
    });
  });

  describe('refuses', () => {
    const plain = sample(400_000);
    let stored: Buffer;
    let clear: Buffer;
    let zipped: Buffer;
    let start: number;
    const SEALED = 64 * KiB + 16;
    beforeAll(async () => {
      stored = (await pack(plain, 'none', [keys.recipient])).stored;
      clear = (await pack(plain, 'zstd', [])).stored;
      zipped = (await pack(plain, 'gzip', [])).stored;
      start = stored.indexOf('\n', stored.indexOf('\n--- ') + 5) + 17;
    });
    const open = (bytes: Buffer, size?: number) =>
      unpack(bytes, {
        pack: ['age'],
        identities: [keys.identity],
        plain,
        size,
      });

    /** Only whole authentic chunks may have come out before the error. */
    function expectDamaged(
      result: { out: Buffer; error?: { code?: string } },
      atMost: number,
    ) {
      expect(result.error?.code).toBe('backup-damaged');
      expect(result.out.length).toBeLessThanOrEqual(atMost);
      expect(plain.subarray(0, result.out.length).equals(result.out)).toBe(
        true,
      );
    }

    it.each([1, 2, 5])('a flipped bit in chunk %d', async chunk => {
      const bytes = Buffer.from(stored);
      bytes[start + chunk * SEALED + 77] ^= 1;
      expectDamaged(await open(bytes), chunk * 64 * KiB);
      expectDamaged(await open(bytes, 1000), chunk * 64 * KiB);
    });

    it.each([1, 2, 5])(
      'a flipped bit in chunk %d before it leaves its stage',
      async chunk => {
        const bytes = Buffer.from(stored);
        bytes[start + chunk * SEALED + 77] ^= 1;
        const stage = AgeDecrypt.create({
          identities: [keys.identity],
          recipients: [],
          held: async () => [],
        });
        const released: Buffer[] = [];
        stage.on('data', part => released.push(part));
        const feeding = pipeline(Readable.from(cut(bytes, 10_000)), stage);
        await expect(feeding).rejects.toThrow(
          `not authentic at chunk ${chunk}`,
        );
        const out = Buffer.concat(released);
        expect(out.equals(plain.subarray(0, chunk * 64 * KiB))).toBe(true);
      },
    );

    it('every cut, be it between two chunks', async () => {
      for (const end of [
        0,
        10,
        start - 17,
        start - 5,
        start,
        start + 5,
        start + SEALED,
        start + 2 * SEALED,
        start + 2 * SEALED + 1,
        stored.length - 1,
        stored.length - 16,
      ]) {
        expectDamaged(await open(stored.subarray(0, end)), plain.length);
      }
    });

    it('chunks in another order, twice, or missing', async () => {
      const chunk = (n: number) =>
        stored.subarray(start + n * SEALED, start + (n + 1) * SEALED);
      const head = stored.subarray(0, start);
      const rest = stored.subarray(start + 2 * SEALED);
      expectDamaged(
        await open(Buffer.concat([head, chunk(1), chunk(0), rest])),
        0,
      );
      expectDamaged(
        await open(Buffer.concat([head, chunk(0), chunk(0), rest])),
        64 * KiB,
      );
      expectDamaged(
        await open(Buffer.concat([head, chunk(0), rest])),
        64 * KiB,
      );
    });

    it('bytes behind the end', async () => {
      for (const more of [1, 16, SEALED]) {
        const longer = Buffer.concat([stored, Buffer.alloc(more)]);
        expectDamaged(await open(longer), plain.length);
      }
    });

    it('an empty last chunk behind a full one', async () => {
      const full = sample(64 * KiB);
      const { header, nonce, key } = await makeHeader([keys.recipient]);
      const seal = (bytes: Buffer, index: number, last: boolean) => {
        const cipher = createCipheriv(
          'chacha20-poly1305',
          key,
          chunkNonce(index, last),
          { authTagLength: 16 },
        );
        const sealed = cipher.update(bytes);
        cipher.final();
        return Buffer.concat([sealed, cipher.getAuthTag()]);
      };
      const right = [header, nonce, seal(full, 0, true)];
      const wrong = [
        ...[header, nonce, seal(full, 0, false)],
        seal(Buffer.alloc(0), 1, true),
      ];
      const read = (parts: Buffer[]) =>
        unpack(Buffer.concat(parts), {
          pack: ['age'],
          identities: [keys.identity],
          plain: full,
        });
      expect((await read(right)).error).toBeUndefined();
      expect((await read(wrong)).error).toMatchObject({
        code: 'backup-damaged',
      });
    });

    it('what is foreign, before a byte leaves', async () => {
      const foreign = await open(randomBytes(300_000));
      expectDamaged(foreign, 0);
      const other = await makeIdentity();
      const mismatch = await unpack(stored, {
        pack: ['age'],
        identities: [other.identity],
        plain,
      });
      expect(mismatch.error?.code).toBe('identity-mismatch');
      expect(mismatch.error?.message).toContain(other.recipient);
      expect(mismatch.error?.message).not.toContain('AGE-SECRET');
      expect(mismatch.out).toHaveLength(0);
      const missing = await unpack(stored, { pack: ['age'], plain });
      expect(missing.error?.code).toBe('identity-missing');
      expect(missing.out).toHaveLength(0);
      const forged = Buffer.from(stored);
      forged[stored.indexOf('\n--- ') + 8] ^= 1;
      expectDamaged(await open(forged), 0);
    });

    it.each([10, 1000, 10_000_000])(
      'zstd that goes on after its frame, is cut or flipped (chunks of %d)',
      async size => {
        const read = (bytes: Buffer) =>
          unpack(bytes, { pack: ['zstd'], plain, size });
        expect((await read(clear)).error).toBeUndefined();
        for (const more of [
          Buffer.alloc(1),
          zstdCompressSync(Buffer.alloc(0)),
          zstdCompressSync(Buffer.from('more')),
          // A skippable frame
          Buffer.from('502a4d1804000000deadbeef', 'hex'),
        ]) {
          const { error } = await read(Buffer.concat([clear, more]));
          expect(error).toMatchObject({ code: 'backup-damaged' });
        }
        const flipped = Buffer.from(clear);
        flipped[clear.length - 20] ^= 4;
        for (const bytes of [
          clear.subarray(0, -1),
          clear.subarray(0, -4),
          clear.subarray(0, 1000),
          Buffer.alloc(0),
          flipped,
        ]) {
          const { error } = await read(bytes);
          expect(error).toMatchObject({ code: 'backup-damaged' });
        }
      },
    );

    it.each([10, 1000, 10_000_000])(
      'gzip that goes on after its member, is cut or flipped (chunks of %d)',
      async size => {
        const read = (bytes: Buffer) =>
          unpack(bytes, { pack: ['gzip'], plain, size });
        expect((await read(zipped)).error).toBeUndefined();
        const flipped = Buffer.from(zipped);
        flipped[zipped.length - 2] ^= 4;
        for (const bytes of [
          Buffer.concat([zipped, Buffer.alloc(3)]),
          Buffer.concat([zipped, gzipSync('')]),
          Buffer.concat([zipped, gzipSync('more')]),
          zipped.subarray(0, -1),
          zipped.subarray(0, 1000),
          Buffer.alloc(0),
          flipped,
        ]) {
          const { error } = await read(bytes);
          expect(error).toMatchObject({ code: 'backup-damaged' });
        }
      },
    );

    it('another plaintext than the manifest names', async () => {
      const other = Buffer.from(plain);
      other[0] ^= 1;
      for (const expected of [other, plain.subarray(1), sample(500_000)]) {
        const { out, error } = await unpack(stored, {
          pack: ['age'],
          identities: [keys.identity],
          plain: expected,
        });
        expect(error).toMatchObject({ code: 'backup-damaged' });
        expect(out.length).toBeLessThanOrEqual(expected.length);
      }
    });

    it('other stored bytes than the manifest names', async () => {
      const { error } = await unpack(plain, {
        pack: [],
        plain,
        known: digestOf(stored),
      });
      expect(error).toMatchObject({ code: 'backup-damaged' });
    });
  });

  it('fails at both ends with the error of the source', async () => {
    const packed = packStream({
      compression: 'zstd',
      recipients: [keys.recipient],
    });
    packed.input.write(sample(100_000));
    packed.input.destroy(new Error('the disk went away'));
    await expect(collect(packed.output)).rejects.toThrow('the disk went away');
    await expect(packed.result).rejects.toThrow('the disk went away');
  });

  it('refuses a recipient that is none', async () => {
    const packed = packStream({ compression: 'none', recipients: ['age1no'] });
    packed.input.end('x');
    await expect(collect(packed.output)).rejects.toThrow();
  });
});

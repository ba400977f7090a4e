import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeIdentity } from '@understudy/engine';
import { readAccessKeys } from './accessKeys';
import { readIdentities } from './identities';

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLE';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(text: string): Promise<string> {
  const path = join(folder, String(Math.random()));
  await writeFile(path, text);
  return path;
}

describe('access key file', () => {
  const KEYS = { type: 'keys', accessKeyId: 'AKIDX', secretAccessKey: SECRET };

  it.each([
    [`AKIDX\n${SECRET}\n`],
    [`\r\nAKIDX \r\n${SECRET}\r\n`],
    [JSON.stringify({ accessKeyId: 'AKIDX', secretAccessKey: SECRET, x: 1 })],
  ])('%#', async text => {
    expect(await readAccessKeys(await file(text), () => {})).toEqual(KEYS);
  });

  it('leaves it to the SDK where there is none', async () => {
    expect(await readAccessKeys(undefined, () => {})).toEqual({
      type: 'ambient',
    });
  });

  it.each([['{ "accessKeyId":'], ['{}'], [SECRET], [`a\nb\n${SECRET}`], ['']])(
    'refuses %j without repeating it',
    async text => {
      const error = await readAccessKeys(await file(text), () => {}).catch(
        thrown => thrown,
      );
      expect(error.code).toBe('credentials-malformed');
      expect(error.message + error.hint).not.toContain(SECRET);
    },
  );
});

describe('identity file', () => {
  it('takes identities between comments, of several files', async () => {
    const [one, other] = [await makeIdentity(), await makeIdentity()];
    const files = [
      await file(`# created: x\n# public key: y\n${one.identity}\r\n`),
      await file(other.identity),
    ];
    expect(await readIdentities(files)).toEqual([one.identity, other.identity]);
  });

  it.each([
    ['', /holds no age identity/],
    ['age1abc', /holds no age identity/],
    ['age-encryption.org/v1\n-> scrypt', /passphrase/],
  ])('refuses %j', async (text, message) => {
    await expect(readIdentities([await file(text)])).rejects.toThrow(message);
  });
});

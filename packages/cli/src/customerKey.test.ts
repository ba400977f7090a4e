import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCustomerKey } from './customerKey';

describe('readCustomerKey', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cli-key-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function fileOf(content: Buffer | string) {
    const file = join(folder, 'sse-c.key');
    await writeFile(file, content);
    return file;
  }

  it('takes bytes and base64 alike, and nothing where no file is named', async () => {
    const bytes = randomBytes(32);
    const key = bytes.toString('base64');
    const store = { encryption: { type: 'sse-c', key } };
    expect(await readCustomerKey(await fileOf(bytes))).toEqual({ store });
    expect(await readCustomerKey(await fileOf(`${key}\n`))).toEqual({ store });
    expect(await readCustomerKey(undefined)).toEqual({});
  });

  it('refuses what is no key, without repeating it', async () => {
    const problem = readCustomerKey(await fileOf('hush-hush'));
    await expect(problem).rejects.toMatchObject({
      code: 'credentials-malformed',
      message: expect.not.stringContaining('hush-hush'),
    });
    await expect(readCustomerKey('/not/there')).rejects.toMatchObject({
      code: 'credentials-missing',
    });
  });
});

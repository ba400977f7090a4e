import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Manifest } from './manifest';
import { parseManifest } from './parseManifest';

const golden = readFileSync(join(__dirname, 'manifest.v1.json'), 'utf8');

/** The golden manifest with one thing changed. */
function changed(change: (manifest: Manifest) => void): string {
  const manifest = JSON.parse(golden) as Manifest;
  change(manifest);
  return JSON.stringify(manifest);
}

const read = (text: string) => parseManifest(text, 'x/manifest.json');

describe('parseManifest', () => {
  // This file is never changed: every later version has to read it.
  it('reads the golden manifest 1.0 and keeps what it does not know', () => {
    const manifest = read(golden);
    expect(manifest).toEqual(JSON.parse(golden));
    expect(manifest.artifacts[0].fromALaterMinor).toEqual({ kept: true });
    expect(manifest.fromALaterMinor).toBe('kept, too');
  });

  it('reads a newer minor version and refuses a newer major one', () => {
    const minor = changed(manifest => {
      manifest.version = '1.7';
    });
    expect(read(minor).version).toBe('1.7');
    for (const version of ['2.0', '10.3']) {
      const major = changed(manifest => {
        manifest.version = version;
      });
      expect(() => read(major)).toThrow(
        expect.objectContaining({
          code: 'manifest-newer',
          message: `x/manifest.json has version ${version}; this version reads 1.x.`,
        }),
      );
    }
  });

  it.each([
    '/etc/passwd',
    '../other/a1/x',
    'a1/../../x',
    'a1//x',
    'a1/./x',
    '..',
    '',
    'a1/',
  ])('refuses the key %j, which leaves the folder of the run', key => {
    const text = changed(manifest => {
      manifest.artifacts[0].key = key;
    });
    expect(() => read(text)).toThrow(
      expect.objectContaining({ code: 'manifest-unreadable' }),
    );
  });

  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  it.each<[string, (manifest: Record<string, any>) => void]>([
    ['format', m => (m.format = 'something/else')],
    ['owner', m => (m.owner = 'nobody')],
    ['runId', m => (m.runId = '6f1c8e4a-0d3b-4b7e-9a52-3c1f0e7d9b21')],
    ['attempt', m => (m.attempt = 0)],
    ['plan', m => (m.plan = 'Not A Name')],
    ['finishedAt', m => (m.finishedAt = '2026-11-21 02:00')],
    ['artifacts', m => (m.artifacts = [])],
    ['artifacts.0.name', m => (m.artifacts[0].name = 'a/b')],
    ['artifacts.0.stored.sha256', m => (m.artifacts[0].stored.sha256 = 'ABC')],
    ['artifacts.0.stored.crc32', m => (m.artifacts[0].stored.crc32 = '1234')],
    ['artifacts.0.plain.bytes', m => (m.artifacts[0].plain.bytes = 1.5)],
    ['artifacts.0.pack', m => (m.artifacts[0].pack = ['rot13'])],
    ['complete', m => delete m.complete],
  ])('refuses a wrong %s and names it', (path, change) => {
    const text = changed(change as (manifest: Manifest) => void);
    expect(() => read(text)).toThrow(
      expect.objectContaining({
        code: 'manifest-unreadable',
        message: expect.stringContaining(path),
      }),
    );
  });

  it.each(['', 'not json', 'null', '[]', '"1.0"', golden.slice(0, -10)])(
    'refuses what is no manifest (%#)',
    text => {
      expect(() => read(text)).toThrow(
        expect.objectContaining({ code: 'manifest-unreadable' }),
      );
    },
  );
});

import {
  artifactNameSchema,
  entityRefSchema,
  nameSchema,
  prefixSchema,
} from '@understudy/model';
import { openBucket } from '../destination';
import { parseRunKey, runFolder } from './folders';
import { objectName } from './restoreLine';

/** The same numbers at each run, so that a failure can be looked at. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What people and attackers put into names. */
const PIECES = [
  ...['..', '.', '/', '//', '\\', '%2e%2e', '%2F', '%', '+', ' ', '&', '?'],
  ...['#', '*', '\0', '\n', '\r', '\t', '\u007f', '\u0085', '\ud800', '\udfff'],
  ...['\ufffe', '\uffff', 'ä', 'ä', '支付', '💾', "'", '"', '<', '>', '$(x)'],
  ...['`id`', '_portal', '_owner', '_checkup', 'understudy.json', 'a1'],
  ...['manifest.json', 'orders', 'A', 'b-1', 'x'.repeat(63), 'ü'.repeat(200)],
];

const random = seeded(20261121);
const some = <T>(list: readonly T[]) =>
  list[Math.floor(random() * list.length)];
const text = (most: number) =>
  Array.from({ length: Math.floor(random() * (most + 1)) }, () =>
    some(PIECES),
  ).join('');

const ROUNDS = 20_000;
const runId = (n: number) =>
  `019aa3f0-7c00-7abc-8def-${n.toString(16).padStart(12, '0')}`;

describe('whatever names there are', () => {
  it('no prefix leaves its place, nor is written in two ways', () => {
    const bytes = new Map<string, string>();
    let taken = 0;
    for (let n = 0; n < ROUNDS; n += 1) {
      const { success, data: prefix } = prefixSchema.safeParse(text(5));
      if (!success || prefix === '') continue;
      taken += 1;
      expect(prefix).not.toMatch(/^\/|\/$|\/\//);
      expect(prefix.split('/')).not.toContain('..');
      expect(prefix).not.toMatch(/[\p{Cc}\p{Cs}]/u);
      const encoded = Buffer.from(prefix);
      expect(encoded.length).toBeLessThanOrEqual(512);
      // Two prefixes are never the same bytes.
      const key = encoded.toString('hex');
      expect(bytes.get(key) ?? prefix).toBe(prefix);
      bytes.set(key, prefix);
    }
    expect(taken).toBeGreaterThan(1000);
  });

  it('every key stays below its prefix, is told apart and short enough', () => {
    const seen = new Set<string>();
    let taken = 0;
    for (let n = 0; n < ROUNDS; n += 1) {
      const prefix = prefixSchema.safeParse(text(4));
      const ref = `${some(['component', text(1)])}:${some([
        'default',
        text(1),
      ])}/${text(2)}`;
      const entity = entityRefSchema.safeParse(ref);
      const plan = nameSchema.safeParse(some(['nightly', 'b', text(2)]));
      const artifact = artifactNameSchema.safeParse(
        some(['orders.db', '...', text(2)]),
      );
      if (!prefix.success || !plan.success || !artifact.success) continue;
      const entityRef = entity.success ? entity.data : null;
      const folder = runFolder({
        entityRef,
        plan: plan.data,
        at: '2026-11-21T02:00:00.000Z',
        runId: runId(n),
      });
      const rest = `a1/${objectName(artifact.data, ['zstd', 'age'])}`;
      const bucket = openBucket({
        name: 'main',
        bucket: 'vault',
        prefix: prefix.data,
        endpoint: 'https://s3.example.net',
        credentials: { type: 'keys', accessKeyId: 'a', secretAccessKey: 'b' },
      });
      const key = bucket.key(`${folder}/${rest}`);
      bucket.close();
      taken += 1;
      const root = prefix.data === '' ? '' : `${prefix.data}/`;
      expect(key.startsWith(root)).toBe(true);
      // What a browser or a shell would make of it is the same place.
      const path = new URL(`https://s3/${encodeURIComponent(key)}`).pathname;
      expect(decodeURIComponent(path)).toBe(`/${key}`);
      expect(key.split('/')).not.toContain('..');
      expect(key.split('/')).not.toContain('');
      expect(Buffer.byteLength(key)).toBeLessThanOrEqual(1024);
      expect(parseRunKey(key.slice(root.length))).toEqual({
        folder,
        runId: runId(n),
        rest,
      });
      expect(seen.has(key)).toBe(false);
      seen.add(key);
    }
    expect(taken).toBeGreaterThan(1000);
  });

  it('two entities never share a folder', () => {
    const folders = new Map<string, string>();
    for (let n = 0; n < ROUNDS; n += 1) {
      const part = () => text(2).replace(/[:/]/g, '') || 'x';
      const ref = `${part()}:${part()}/${part()}`;
      // Backstage takes names apart from their case; lone halves are no text.
      if (/\p{Cs}/u.test(ref)) continue;
      const same = ref.toLocaleLowerCase('en-US');
      const folder = runFolder({
        entityRef: ref,
        plan: 'nightly',
        at: '2026-11-21T02:00:00.000Z',
        runId: runId(0),
      });
      expect(folders.get(folder) ?? same).toBe(same);
      folders.set(folder, same);
    }
    expect(folders.size).toBeGreaterThan(1000);
  });
});

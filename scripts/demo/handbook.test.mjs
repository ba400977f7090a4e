import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeHandbook } from './handbook.mjs';

/** One line for each entry below a folder: all that a backup has to keep. */
function listing(folder, at = '') {
  return readdirSync(join(folder, at)).flatMap(name => {
    const path = join(at, name);
    const full = join(folder, path);
    const stat = lstatSync(full);
    const common = [JSON.stringify(path), stat.mode.toString(8), stat.mtimeMs];
    if (stat.isSymbolicLink()) {
      return [['link', ...common, readlinkSync(full)].join(' ')];
    }
    if (stat.isDirectory()) {
      return [['folder', ...common].join(' '), ...listing(folder, path)];
    }
    const hash = createHash('sha256').update(readFileSync(full)).digest('hex');
    return [['file', ...common, hash].join(' ')];
  });
}

test('the handbook is the same each time, and as odd as it should be', t => {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-handbook-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  makeHandbook(join(folder, 'a'));
  makeHandbook(join(folder, 'b'));
  const list = listing(join(folder, 'a')).sort();
  const again = listing(join(folder, 'b')).sort();
  assert.deepEqual(
    list.filter(line => !again.includes(line)),
    [],
  );
  assert.equal(list.length, again.length);

  const kinds = kind => list.filter(line => line.startsWith(kind));
  assert.ok(kinds('file').length >= 2000, `${kinds('file').length} files`);
  const empty = createHash('sha256').digest('hex');
  assert.ok(
    list.some(line => line.endsWith(empty)),
    'an empty file',
  );
  assert.equal(kinds('link').length, 5);
});

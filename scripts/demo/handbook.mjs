import {
  chmodSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { seededRandom } from './random.mjs';

const CHAPTERS = 25;
const PAGES = 80;
const FIRST = Date.UTC(2025, 0, 1) / 1000;
const WORDS =
  'the shop keeps its orders so that nobody has to ask twice what was sent and when it was paid or returned'.split(
    ' ',
  );

/** Names that careless code trips over; each is legal where the demo runs. */
const ODD_NAMES = [
  ' leading space.md',
  'trailing space ',
  'two  spaces.md',
  'tab\there.md',
  'line\nbreak.md',
  '-rf',
  '--help',
  "it's.md",
  'say "please".md',
  'back\\slash.md',
  'percent%2Fslash.md',
  'dollar$HOME.md',
  '`command`.md',
  'star*.md',
  'question?.md',
  'semi;colon & co.md',
  '#hash.md',
  'Straße.md',
  'e\u0301 decomposed.md',
  '\u00e9 composed.md',
  '日本語.md',
  'עברית.md',
  '🧾 receipts.md',
  '.hidden',
  '..two dots',
  'no-extension',
  'UPPER.MD',
  'upper.md',
  `${'long-'.repeat(48)}.md`,
];

function text(random, bytes) {
  let out = '';
  while (out.length < bytes) out += `${random.pick(WORDS)} `;
  return `${out.slice(0, bytes).trimEnd()}\n`;
}

function plan(random) {
  const files = [];
  for (let chapter = 1; chapter <= CHAPTERS; chapter++) {
    const folder = `chapter ${String(chapter).padStart(2, '0')}`;
    for (let page = 1; page <= PAGES; page++) {
      const deep = page % 20 === 0 ? 'appendix/notes/older' : '';
      files.push({
        path: join(folder, deep, `page-${String(page).padStart(3, '0')}.md`),
        // Every fortieth is empty, a few are large.
        bytes:
          page % 40 === 0
            ? 0
            : random.integer(200, page % 33 === 0 ? 60_000 : 6_000),
      });
    }
  }
  for (const name of ODD_NAMES)
    files.push({ path: join('odd names', name), bytes: 300 });
  return files;
}

const LINKS = [
  ['start here.md', 'chapter 01/page-001.md'],
  ['current', 'chapter 25'],
  ['odd names/up and over', '../chapter 02/page-002.md'],
  // It leads nowhere, and has to come back just so.
  ['links/dangling', 'no such page.md'],
  ['links/to itself', 'to itself'],
];

const EMPTY_FOLDERS = [
  'drafts',
  'drafts/2026',
  'archive',
  'archive/nothing yet',
  'archive/日本',
];

function mode(number) {
  if (number % 75 === 0) return 0o755;
  return number % 50 === 0 ? 0o600 : 0o644;
}

/** Last, and from the leaves up: writing into a folder changes its time. */
function fixFolders(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) fixFolders(join(folder, entry.name));
  }
  chmodSync(folder, 0o755);
  utimesSync(folder, FIRST, FIRST);
}

/**
 * Makes the handbook: some 2,000 files with odd names, links, empty files and
 * folders. Times and modes are fixed, so that it is the same everywhere.
 */
export function makeHandbook(folder) {
  const random = seededRandom(2);
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  let number = 0;
  for (const { path, bytes } of plan(random)) {
    const file = join(partial, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes === 0 ? '' : text(random, bytes));
    number += 1;
    chmodSync(file, mode(number));
    utimesSync(file, FIRST + number * 61, FIRST + number * 61);
  }
  for (const path of EMPTY_FOLDERS) {
    mkdirSync(join(partial, path), { recursive: true });
  }
  for (const [path, target] of LINKS) {
    const link = join(partial, path);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(target, link);
    lutimesSync(link, FIRST, FIRST);
  }
  fixFolders(partial);
  rmSync(folder, { recursive: true, force: true });
  renameSync(partial, folder);
}

import assert from 'node:assert/strict';
import { join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { recordFigures } from './support/record';

/**
 * What the frontend plugin itself adds to a portal, in KiB of gzip: our own
 * code and styles, without packages that a portal has anyway. Chunks are cut
 * where the plugin says `import()`, as a portal's bundler cuts them.
 */
const PLUGIN = resolve(__dirname, '../../plugins/s3-backup');
const KIB = 1024;
const BUDGET = { all: 150, card: 15, page: 25, simulator: 20 };

function built(splitting: boolean) {
  return build({
    entryPoints: [join(PLUGIN, 'src/index.ts')],
    outdir: join(PLUGIN, 'dist'),
    write: false,
    metafile: true,
    bundle: true,
    splitting,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    logLevel: 'warning',
    absWorkingDir: PLUGIN,
    plugins: [
      {
        name: 'what-a-portal-has-stays-outside',
        setup(builder) {
          builder.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@understudy/')
              ? undefined
              : { path, external: true },
          );
        },
      },
    ],
  });
}

interface Chunk {
  KiB: number;
  /** Of itself and of all that it needs beside the plugin's entry, which is there. */
  withSharedKiB: number;
}

/** Styles are counted once: this bundler writes shared ones beside each chunk. */
async function stylesKiB(): Promise<number> {
  const { outputFiles } = await built(false);
  const styles = outputFiles.filter(({ path }) => path.endsWith('.css'));
  assert.equal(styles.length, 1);
  return gzipSync(styles[0].contents).length / KIB;
}

interface Built {
  /** By the file that `import()` names. */
  chunks: Map<string, Chunk>;
  /** All code that a reader of English may come to load. */
  allKiB: number;
}

async function chunks(): Promise<Built> {
  const { outputFiles, metafile } = await built(true);
  const code = new Map<string, Uint8Array>();
  for (const { path, contents } of outputFiles) {
    if (!path.endsWith('.css')) code.set(relative(PLUGIN, path), contents);
  }
  const packed = (paths: string[]) =>
    gzipSync(Buffer.concat(paths.map(path => code.get(path)!))).length / KIB;
  const needed = (path: string, seen = new Set<string>()): Set<string> => {
    if (seen.has(path) || !code.has(path)) return seen;
    seen.add(path);
    for (const each of metafile.outputs[path].imports) {
      if (each.kind === 'import-statement') needed(each.path, seen);
    }
    return seen;
  };
  const entry = needed('dist/index.js');
  const nameOf = (path: string) => metafile.outputs[path].entryPoint;
  const own = [...code.keys()].filter(path => nameOf(path) !== undefined);
  // Bundlers do not cut pieces of a few KiB that several pages share.
  const shared = [...code.keys()].filter(path => nameOf(path) === undefined);
  const english = own.filter(path => !/translations/.test(nameOf(path)!));
  const allKiB = english.reduce(
    (sum, path) => sum + packed([path]),
    packed(shared),
  );
  return {
    allKiB,
    chunks: new Map(
      own.map(path => {
        const beside = [...needed(path)].filter(each => !entry.has(each));
        const KiB = packed([path]);
        return [nameOf(path)!, { KiB, withSharedKiB: packed(beside) }];
      }),
    ),
  };
}

test('the frontend plugin keeps within its budgets', async () => {
  const { chunks: all, allKiB } = await chunks();
  const styles = await stylesKiB();
  const sum = allKiB + styles;
  const lazy = [...all].filter(([name]) => /Simulator/.test(name));
  const pages = [...all].filter(([name]) => /Pages\.tsx$/.test(name));
  const cards = [...all].filter(([name]) => /EntityCard\.tsx$/.test(name));
  recordFigures('bundle', {
    allKiB: sum,
    stylesKiB: styles,
    ...Object.fromEntries(
      [...pages, ...lazy].map(([name, { KiB }]) => [name, KiB]),
    ),
    ...Object.fromEntries(
      cards.map(([name, { withSharedKiB }]) => [name, withSharedKiB]),
    ),
  });
  // A budget that no chunk falls under checks nothing.
  assert.ok(pages.length >= 6, `${pages.length} chunks of sub-pages`);
  assert.equal(cards.length, 1, 'the chunk of the card');
  assert.equal(lazy.length, 1, 'the chunk of the simulator');
  assert.ok(sum <= BUDGET.all, `${sum.toFixed(1)} KiB in all`);
  for (const [name, { KiB }] of lazy) {
    assert.ok(KiB <= BUDGET.simulator, `${name} has ${KiB.toFixed(1)} KiB`);
  }
  for (const [name, { KiB }] of pages) {
    assert.ok(KiB <= BUDGET.page, `${name} has ${KiB.toFixed(1)} KiB`);
  }
  for (const [name, { withSharedKiB: KiB }] of cards) {
    assert.ok(KiB <= BUDGET.card, `${name} needs ${KiB.toFixed(1)} KiB`);
  }
});

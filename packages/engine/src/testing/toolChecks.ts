import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ErrorCode, UnderstudyError } from '@understudy/model';
import type { SourceExecutor } from '../source/contract';
import { eventually, processesOf, Scratch } from './scratch';
import { readSource } from './readSource';

/**
 * The tool whose output a source stores.
 * @public
 */
export interface ToolSuite<TOptions> {
  name: string;
  /** Where the real one is; its folder is searched for other tools, too. */
  path: string;
  /** The error where it is not installed. */
  missing: ErrorCode;
  /** Options with a password that is wrong; absent: it takes none. */
  wrongPassword?(options: TOptions): TOptions;
  /** A secret of the options, which no error and no log line may repeat. */
  secretOf?(options: TOptions): string;
}

interface Parts<TOptions> {
  executor: SourceExecutor<TOptions>;
  make(directory: string): Promise<TOptions>;
  tool: ToolSuite<TOptions>;
}

/** Says as much as a tool that warns of every row. */
const NOISE = `i=0; while [ $i -lt 20000 ]; do
  echo "warning: row $i looks odd, and so does $SECRET" >&2; i=$((i+1)); done`;

/**
 * What a source must keep whose tool misbehaves: it never ends well. The tool
 * is replaced by a script around the real one.
 */
export function toolChecks<TOptions>(
  parts: Parts<TOptions>,
): Record<string, (scratch: Scratch) => Promise<void>> {
  const { executor, make, tool } = parts;

  /** Reads a source whose tool is this script; `real` runs the real one. */
  async function readWith(scratch: Scratch, script: string) {
    const options = await make(scratch.source);
    const secret = tool.secretOf?.(options) ?? 'no secret';
    const folder = join(scratch.source, '..', 'tools');
    const path = join(folder, tool.name);
    await mkdir(folder);
    await writeFile(
      path,
      `#!/bin/sh
SECRET='${secret.replaceAll("'", "'\\''")}'
real() { '${tool.path}' "$@"; }
case "$1" in --version) real "$@"; exit;; esac
${script}
`,
    );
    await chmod(path, 0o755);
    const lines: string[] = [];
    const context = {
      ...scratch.context,
      toolFolders: [folder, dirname(tool.path)],
      log: (_level: string, text: string) => void lines.push(text),
    };
    const reading = readSource(executor, options, context);
    return { reading, secret, lines };
  }

  async function nothingRuns({ temp }: Scratch): Promise<void> {
    assert.ok(
      await eventually(async () => (await processesOf(temp)).length === 0),
      `still running: ${(await processesOf(temp)).join(', ')}`,
    );
  }

  const fails = (script: string) => async (scratch: Scratch) => {
    const { reading, secret, lines } = await readWith(scratch, script);
    await assert.rejects(reading, (error: Error) => {
      assert.ok(!`${error.message} ${lines}`.includes(secret), 'told a secret');
      return true;
    });
    await nothingRuns(scratch);
  };

  const checks: Record<string, (scratch: Scratch) => Promise<void>> = {
    'names a tool that is not installed': async scratch => {
      const options = await make(scratch.source);
      const context = { ...scratch.context, toolFolders: [scratch.temp] };
      await assert.rejects(readSource(executor, options, context), error => {
        assert.ok(error instanceof UnderstudyError);
        assert.equal(error.code, tool.missing);
        return true;
      });
    },
    'does not take half of a tool’s output for whole': fails(
      'real "$@" | head -c 100000; exit 0',
    ),
    'does not take the output of a tool that failed at its end': fails(
      'real "$@"; echo "failed, with $SECRET" >&2; exit 1',
    ),
    'does not take nothing for something': fails('exit 0'),
    'does not end well where its tool is killed': fails(
      'real "$@" | head -c 100000; kill -9 $$',
    ),
    'is not troubled by noise, and does not repeat it': async scratch => {
      const { reading, secret, lines } = await readWith(
        scratch,
        `${NOISE}; real "$@"`,
      );
      const { taken } = await reading;
      const bytes = taken.reduce((sum, each) => sum + each.bytes.length, 0);
      assert.ok(
        bytes > 1_000_000,
        'too small for a tool to fail in its middle',
      );
      assert.ok(lines.join('\n').length < 65_536, 'the log holds all noise');
      assert.ok(!lines.join('\n').includes(secret), 'told a secret');
    },
    'ends where its tool hangs and the signal is raised': async scratch => {
      const { reading } = await readWith(
        scratch,
        'real "$@" | head -c 100000; exec sleep 600',
      );
      const ended = assert.rejects(reading);
      const runs = async () =>
        (await processesOf(scratch.temp)).some(each => each.includes('sleep'));
      assert.ok(await eventually(runs), 'the tool did not start');
      scratch.context.stop.abort(new UnderstudyError('cancelled'));
      await ended;
      await nothingRuns(scratch);
    },
  };
  if (tool.wrongPassword) {
    checks['names a wrong password'] = async scratch => {
      const options = tool.wrongPassword!(await make(scratch.source));
      const reading = readSource(executor, options, scratch.context);
      await assert.rejects(reading, error => {
        assert.ok(error instanceof UnderstudyError);
        assert.equal(error.code, 'db-auth');
        const secret = tool.secretOf?.(options);
        assert.ok(
          !secret || !JSON.stringify(error.toProblem()).includes(secret),
        );
        return true;
      });
    };
  }
  return checks;
}

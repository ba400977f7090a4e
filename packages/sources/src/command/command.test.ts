import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testSourceExecutor } from '@understudy/engine/testing';
import { contextFor, readAll, scratch } from '../testSupport';
import { commandExecutor } from './executor';
import {
  commandDefinitionSchema,
  CommandWork,
  commandOptionsSchema,
} from './options';

/** A program of two lines of shell, as an admin would name one. */
async function program(script: string): Promise<string> {
  const path = join(await scratch(), 'program');
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o700);
  return path;
}

async function work(
  script: string,
  definition: Partial<CommandWork['definition']> = {},
): Promise<CommandWork> {
  return {
    command: 'dump',
    definition: { name: 'dump', program: await program(script), ...definition },
  };
}

const copyOf = async (input: CommandWork) =>
  readAll(await commandExecutor.open(input, await contextFor()));

const LARGE =
  'i=0; while [ $i -lt 40000 ]; do echo "row $i of the export ............"; i=$((i+1)); done';

describe('command', () => {
  testSourceExecutor<CommandWork>('command', {
    executor: commandExecutor,
    make: () => work(LARGE),
    contentOf: async () =>
      createHash('sha256')
        .update(
          Array.from(
            { length: 40_000 },
            (_, n) => `row ${n} of the export ............\n`,
          ).join(''),
        )
        .digest('hex'),
    restoredContentOf: async directory => {
      const [name] = readdirSync(directory);
      return createHash('sha256')
        .update(await readFile(join(directory, name)))
        .digest('hex');
    },
    missing: async directory => ({
      command: 'dump',
      definition: { name: 'dump', program: join(directory, 'nowhere') },
    }),
    opaque: true,
  });

  it('takes what the program writes, under the name that configuration says', async () => {
    const { artifacts } = await copyOf(
      await work('printf "%s" "$1|$SHOP|$HOME"', {
        args: ['a b; $(date)'],
        env: { SHOP: 'orders' },
        artifact: 'orders.txt',
        mediaType: 'text/plain',
        minimumBytes: 5,
      }),
    );
    const [{ name, mediaType, bytes, expect: expected }] = artifacts;
    expect([name, mediaType, expected.minBytes]).toEqual([
      'orders.txt',
      'text/plain',
      5,
    ]);
    // No shell of ours reads arguments; the home is private, and gone.
    const [argument, shop, home] = bytes.toString().split('|');
    expect([argument, shop]).toEqual(['a b; $(date)', 'orders']);
    expect(home).not.toBe(process.env.HOME);
  });

  it.each([
    ['exit code 1 after full output', 'echo whole; exit 1', {}, 'code 1'],
    ['what it said', 'echo half; echo no disk >&2; exit 3', {}, 'no disk'],
    ['a signal', 'echo half; kill -9 $$', {}, 'SIGKILL'],
    [
      'exit code 0 without the trailer',
      'echo half',
      { trailer: '-- done\\n$' },
      'does not end with',
    ],
    [
      'the trailer in the middle',
      `echo -- done; ${LARGE}`,
      { trailer: '-- done' },
      'does not end with',
    ],
  ])('fails for %s', async (_what, script, definition, seen) => {
    await expect(work(script, definition).then(copyOf)).rejects.toMatchObject({
      code: 'source-failed',
      message: expect.stringContaining(seen),
    });
  });

  it('passes with its trailer, and needs no input', async () => {
    const { artifacts } = await copyOf(
      await work('cat; echo whole; echo -- done', { trailer: '-- done\\n$' }),
    );
    expect(artifacts[0].bytes.toString()).toBe('whole\n-- done\n');
  });

  it('says that the program is not there, and runs none to look', async () => {
    const missing = await work('');
    missing.definition.program += '-gone';
    await expect(
      commandExecutor.check!(missing, await contextFor()),
    ).rejects.toMatchObject({ code: 'tool-missing' });
    const mark = join(await scratch(), 'mark');
    expect(
      await commandExecutor.check!(
        await work(`touch ${mark}`),
        await contextFor(),
      ),
    ).toMatchObject({ ok: true });
    expect(existsSync(mark)).toBe(false);
  });

  it('lets no plan say what is run', () => {
    const definition = { name: 'x', program: '/bin/sh' };
    expect(commandOptionsSchema.safeParse({ command: 'dump' }).success).toBe(
      true,
    );
    expect(
      commandOptionsSchema.safeParse({ command: 'dump', definition }).success,
    ).toBe(false);
    for (const wrong of [
      { name: 'x', program: 'sh' },
      { name: 'x', program: '/bin/sh', trailer: '(' },
      { name: 'x', program: '/bin/sh', minimumBytes: 0 },
    ]) {
      expect(commandDefinitionSchema.safeParse(wrong).success).toBe(false);
    }
  });
});

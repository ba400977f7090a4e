import { readdir, writeFile, chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { withScratch, processesOf } from '../testing/scratch';
import { ChildTool, findTool, provenOutput, runTool, ToolFailure } from '.';

const NODE = process.execPath;
const node = (code: string) => ({ path: NODE, args: ['-e', code] });

async function textOf(stream: AsyncIterable<unknown>): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += String(chunk);
  return text;
}

it('hands on what a tool writes, and what it reads', () =>
  withScratch(async ({ context }) => {
    const answer = await runTool(
      {
        ...node('process.stdin.pipe(process.stdout)'),
        input: 'word\n'.repeat(50_000),
      },
      context,
    );
    expect(answer).toBe('word\n'.repeat(50_000));
  }));

it('loses nothing of a tool that ended before anybody read', () =>
  withScratch(async ({ context }) => {
    for (const words of ['', 'all is well', 'much more '.repeat(30_000)]) {
      const tool = ChildTool.start(
        { path: '/bin/cat', args: [] },
        { ...context },
      );
      tool.stdin.end(words);
      const { stream, isWhole } = provenOutput(tool);
      await new Promise(resolve => setTimeout(resolve, 300));
      expect(await textOf(stream)).toBe(words);
      expect(isWhole()).toBe(true);
    }
  }));

it('gives descriptor 3 as a file without a name', () =>
  withScratch(async ({ context, temp }) => {
    const order = {
      ...node(
        "process.stdout.write(require('fs').readFileSync('/dev/fd/3')); console.log(process.argv.length, Object.values(process.env).join().includes('pass'))",
      ),
      descriptor3: 'pass\n',
    };
    expect(await runTool(order, context)).toBe('pass\n1 false\n');
    expect(await readdir(temp)).toEqual([]);
  }));

it('hides our environment from tools', () =>
  withScratch(async ({ context }) => {
    process.env.UNDERSTUDY_TEST_SECRET = 'x';
    const seen = await runTool(
      node('console.log(Object.keys(process.env).join())'),
      context,
    );
    delete process.env.UNDERSTUDY_TEST_SECRET;
    expect(seen).toContain('HOME');
    expect(seen).not.toContain('UNDERSTUDY_TEST');
    expect(seen).not.toContain('NODE_ENV');
  }));

it('keeps the end of what a tool said, without its secrets', () =>
  withScratch(async ({ context }) => {
    const secret = 'päss/wörd';
    const script = `
      for (let n = 0; n < 5000; n++) console.error('noise ' + n + ' '.repeat(90));
      for (const text of [${JSON.stringify(
        secret,
      )}, encodeURIComponent(${JSON.stringify(
      secret,
    )}), btoa(unescape(encodeURIComponent(${JSON.stringify(secret)})))])
        console.error('with ' + text);
      process.exitCode = 3;`;
    const failure = await runTool(
      { ...node(script), secrets: [secret] },
      context,
    ).catch(error => error);
    expect(failure).toBeInstanceOf(ToolFailure);
    expect(failure.code).toBe(3);
    expect(failure.stderr.length).toBeLessThanOrEqual(4096);
    expect(
      failure.stderr
        .split('\n')
        .slice(-3)
        .map((s: string) => s.trim()),
    ).toEqual(['with •••', 'with •••', expect.stringMatching(/^with •••=*$/)]);
  }));

it('does not end a stream whose tool failed, or whose trailer lacks', () =>
  withScratch(async ({ context }) => {
    const code = "console.log('all of it'); process.exitCode = 1";
    const failing = provenOutput(ChildTool.start(node(code), context));
    await expect(textOf(failing.stream)).rejects.toThrow('ended with code 1');
    expect(failing.isWhole()).toBe(false);
    const cut = provenOutput(
      ChildTool.start(node("console.log('half')"), context),
      {
        atEnd: () => {
          throw new Error('no trailer');
        },
        translate: error => new Error(`our words: ${(error as Error).message}`),
      },
    );
    await expect(textOf(cut.stream)).rejects.toThrow('our words: no trailer');
    expect(cut.isWhole()).toBe(false);
    const good = provenOutput(
      ChildTool.start(node("console.log('ok')"), context),
    );
    expect(await textOf(good.stream)).toBe('ok\n');
    expect(good.isWhole()).toBe(true);
  }));

it('ends a tool that hangs and does not listen', () =>
  withScratch(async ({ context, temp }) => {
    const tool = ChildTool.start(
      node(
        "process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)",
      ),
      context,
    );
    const { stream } = provenOutput(tool);
    await new Promise(resolve => stream.once('readable', resolve));
    context.stop.abort(new Error('enough'));
    await expect(textOf(stream)).rejects.toThrow('enough');
    expect(await processesOf(temp)).toEqual([]);
    expect(() => ChildTool.start(node(''), context)).toThrow('enough');
  }));

it('ends what a tool started, too', () =>
  withScratch(async ({ context, temp }) => {
    const tool = ChildTool.start(
      {
        path: '/bin/sh',
        args: ['-c', '(trap "" TERM; sleep 600) & echo up; wait'],
      },
      context,
    );
    await new Promise(resolve => tool.stdout.once('readable', resolve));
    expect(await processesOf(temp)).not.toEqual([]);
    await tool.stop();
    expect(await processesOf(temp)).toEqual([]);
  }));

it('says that there is no such tool', () =>
  withScratch(async ({ context, temp }) => {
    const order = { path: join(temp, 'gone'), args: [] };
    await expect(runTool(order, context)).rejects.toMatchObject({
      code: 'ENOENT',
    });
  }));

it('finds tools in the folders that are named, newest first', () =>
  withScratch(async ({ temp }) => {
    for (const folder of ['named', 'usual/9/bin', 'usual/17/bin']) {
      await mkdir(join(temp, folder), { recursive: true });
      const path = join(temp, folder, 'some-tool');
      await writeFile(path, '#!/bin/sh\n');
      if (folder !== 'named') await chmod(path, 0o755);
    }
    const usual: [string, string] = [join(temp, 'usual'), 'bin'];
    expect((await findTool('some-tool', {}, [usual])).found).toEqual([
      join(temp, 'usual/17/bin/some-tool'),
      join(temp, 'usual/9/bin/some-tool'),
    ]);
    // Not executable, and nowhere else is looked.
    const toolFolders = [join(temp, 'named')];
    expect(await findTool('some-tool', { toolFolders }, [usual])).toEqual({
      found: [],
      searched: toolFolders,
    });
  }));

import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ChildTool,
  findTool,
  runTool,
  SourceContext,
  ToolFailure,
  ToolOrder,
} from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import { z } from 'zod';
import { gitOptionsSchema } from './options';

type Options = z.output<typeof gitOptionsSchema>;

const LINE =
  'RUN apt-get update && apt-get install -y --no-install-recommends git ca-certificates';

/**
 * The system's git for one repository, with a configuration of its own. The
 * token is in a file of the attempt's private directory.
 */
export class GitTool {
  static async create(
    options: Options,
    context: SourceContext,
  ): Promise<GitTool> {
    const { found, searched } = await findTool('git', context);
    if (found.length === 0) {
      throw new UnderstudyError('tool-missing', {
        tool: 'git',
        searched,
        line: LINE,
      });
    }
    const tool = new GitTool(options, context, found[0]);
    await tool.#writeFiles();
    return tool;
  }

  readonly #config: string;
  readonly #store: string;
  readonly folder: string;

  private constructor(
    private readonly options: Options,
    private readonly context: SourceContext,
    private readonly path: string,
  ) {
    const { tempDirectory } = context;
    this.#config = join(tempDirectory, randomUUID());
    this.#store = join(tempDirectory, randomUUID());
    this.folder = join(tempDirectory, `${randomUUID()}.git`);
  }

  get #token(): string | undefined {
    const { token } = this.options;
    return typeof token === 'string' ? token : undefined;
  }

  async #writeFiles(): Promise<void> {
    const { url, user } = this.options;
    const { protocol, host } = new URL(url);
    const own = { mode: 0o600, flag: 'wx' };
    const token = this.#token;
    if (token) {
      const entry = `${protocol}//${encodeURIComponent(
        user,
      )}:${encodeURIComponent(token)}@${host}\n`;
      await writeFile(this.#store, entry, own);
    }
    await writeFile(
      this.#config,
      [
        '[core]',
        '  hooksPath = /dev/null',
        '[http]',
        // A redirect could lead a token, or us, to another host.
        '  followRedirects = false',
        ...(token
          ? ['[credential]', `  helper = "store --file='${this.#store}'"`]
          : []),
        '',
      ].join('\n'),
      own,
    );
  }

  #order(args: string[]): ToolOrder {
    const token = this.#token;
    return {
      path: this.path,
      args,
      env: {
        GIT_CONFIG_GLOBAL: this.#config,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_TERMINAL_PROMPT: '0',
        GIT_ALLOW_PROTOCOL: 'https:http',
      },
      secrets: token ? [token] : [],
    };
  }

  async run(args: string[]): Promise<string> {
    try {
      return await runTool(this.#order(args), this.context);
    } catch (error) {
      throw this.inOurWords(error);
    }
  }

  start(args: string[]): ChildTool {
    return ChildTool.start(this.#order(args), this.context);
  }

  inOurWords(error: unknown): unknown {
    if (!(error instanceof ToolFailure)) return error;
    const { url } = this.options;
    const { hostname: host, port, protocol } = new URL(url);
    const { stderr, message } = error;
    const line = stderr
      .split('\n')
      .filter(each => /fatal|error/.test(each))
      .at(-1);
    const seen = (line ?? stderr).replace(/^(?:fatal|error): /, '');
    const cause = { cause: error };
    if (
      /could not read Username|Authentication failed|error: 40[13]/.test(stderr)
    ) {
      return new UnderstudyError(
        'source-denied',
        { path: url, reason: seen },
        {
          ...cause,
          hint: 'Give a token that may read this repository.',
        },
      );
    }
    if (/not found|does not exist|error: 404/.test(stderr)) {
      return new UnderstudyError(
        'source-gone',
        { path: url },
        {
          ...cause,
          hint: 'Check its URL. Many hosts say so, too, where a token is missing or may not read it.',
        },
      );
    }
    if (/Could not resolve host/.test(stderr)) {
      return new UnderstudyError(
        'net-not-found',
        { host, reason: 'Unknown host' },
        { ...cause, hint: 'Check its spelling.' },
      );
    }
    if (/Failed to connect|Connection refused/.test(stderr)) {
      return new UnderstudyError(
        'net-refused',
        {
          host,
          port: port || (protocol === 'https:' ? 443 : 80),
        },
        { ...cause, hint: 'Is the host running, and can the worker reach it?' },
      );
    }
    if (/certificate/.test(stderr)) {
      return new UnderstudyError(
        'tls-untrusted',
        { host, reason: seen },
        cause,
      );
    }
    return new UnderstudyError(
      'source-failed',
      { seen: `git: ${seen || message}.` },
      cause,
    );
  }

  /** Takes everything away; never throws. */
  async close(): Promise<void> {
    for (const path of [this.#config, this.#store, this.folder]) {
      await rm(path, { recursive: true, force: true }).catch(() => {});
    }
  }
}

import { UnderstudyError } from '@understudy/model';
import { list } from './commands/list';
import { restore } from './commands/restore';
import { show } from './commands/show';
import { Console } from './console';
import { plain } from './format';
import { readCommandLine } from './options';
import { USAGE, UsageError } from './usage';

/** Runs one command line; answers its exit code and never throws. */
export async function main(args: string[], console: Console): Promise<number> {
  try {
    const { command, words, flags } = readCommandLine(args);
    if (flags.version) {
      console.out(`${version()}\n`);
      return 0;
    }
    if (flags.help || command === 'help') {
      console.out(USAGE);
      return 0;
    }
    switch (command) {
      case 'list':
        if (words.length > 0) throw new UsageError(`what is ${words[0]}?`);
        return await list(flags, console);
      case 'show':
        return await show(words, flags, console);
      case 'restore':
        return await restore(words, flags, console);
      case undefined:
        throw new UsageError('say what to do: list, show or restore');
      default:
        throw new UsageError(`there is no command "${command}"`);
    }
  } catch (error) {
    return explainError(error, console);
  }
}

function explainError(error: unknown, console: Console): number {
  if (error instanceof UsageError) {
    console.err(
      `understudy: ${plain(error.message)}\nSee understudy --help.\n`,
    );
    return 2;
  }
  const problem = UnderstudyError.from(error);
  console.err(
    `\n${plain(problem.title)} (${problem.code})\n  ${plain(
      problem.message,
    )}\n  ${plain(problem.hint)}\n`,
  );
  for (const { title, message } of problem.also) {
    console.err(`  Then: ${plain(title)}: ${plain(message)}\n`);
  }
  return 1;
}

function version(): string {
  const manifest = require('@understudy/cli/package.json') as {
    version: string;
  };
  return manifest.version;
}

import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import {
  ChildTool,
  OpenedSource,
  ProvenOutput,
  provenOutput,
  SourceArtifact,
  SourceContext,
  SourceExecutor,
  ToolFailure,
} from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import { optionsOf } from '../shared/optionsOf';
import { writeArtifact } from '../shared/writeArtifact';
import { CommandDefinition, CommandWork, commandWorkSchema } from './options';

/** How much of the end a trailer is looked for in. */
const TAIL = 1024;

function inOurWords(error: unknown, { name, program }: CommandDefinition) {
  const { code } = error as NodeJS.ErrnoException;
  const options = { cause: error };
  if (code === 'ENOENT' || code === 'EACCES') {
    const line = `an executable ${program}, as s3Backup.commands says`;
    const details = { tool: program, searched: program, line };
    return new UnderstudyError('tool-missing', details, options);
  }
  if (error instanceof ToolFailure) {
    const seen = `The command ${name}: ${error.message}`;
    return new UnderstudyError('source-failed', { seen }, options);
  }
  return error;
}

/** The last bytes of what passes. */
class Tail {
  #bytes: Buffer = Buffer.alloc(0);

  static create(): Tail {
    return new Tail();
  }

  private constructor() {}

  add(chunk: Buffer): void {
    const last = chunk.subarray(-TAIL);
    this.#bytes = Buffer.concat([this.#bytes, last]).subarray(-TAIL);
  }

  expect({ name, trailer }: CommandDefinition): void {
    if (trailer === undefined) return;
    if (new RegExp(trailer, 'u').test(this.#bytes.toString())) return;
    throw new UnderstudyError('source-failed', {
      seen: `The command ${name} ended with code 0, but its output does not end with ${trailer}.`,
    });
  }
}

async function open(
  input: CommandWork,
  context: SourceContext,
): Promise<OpenedSource> {
  const { definition } = optionsOf(commandWorkSchema, input);
  const { name, program, args, env, mediaType, minimumBytes } = definition;
  await access(program, constants.X_OK).catch(error => {
    throw inOurWords(error, definition);
  });
  let tool: ChildTool | undefined;
  let output: ProvenOutput | undefined;

  async function* artifacts(): AsyncGenerator<SourceArtifact> {
    const tail = Tail.create();
    tool = ChildTool.start({ path: program, args, env }, context);
    tool.stdin.end();
    output = provenOutput(tool, {
      watch: chunk => tail.add(chunk),
      atEnd: () => tail.expect(definition),
      translate: error => inOurWords(error, definition),
    });
    yield {
      name: definition.artifact ?? `${name}.out`,
      mediaType,
      stream: output.stream,
      expect: { minBytes: minimumBytes },
    };
  }

  return {
    version: null,
    tools: {},
    estimatedBytes: null,
    artifacts: artifacts(),
    async finish() {
      if (!output?.isWhole()) {
        throw new Error('the output was not read to its end');
      }
      return {
        counts: { rows: null, files: null },
        gaps: [],
        gapsTotal: 0,
      };
    },
    async close() {
      await tool?.stop();
    },
  };
}

/** Copies what a program writes. */
export const commandExecutor: SourceExecutor<CommandWork> = {
  open,
  async inspect(_artifact, stream) {
    for await (const _ of stream);
    return {
      counts: { rows: null, files: null },
      notes: ['read to its end; only its program knows its form'],
    };
  },
  async restore(artifact, stream, directory, { signal }) {
    await writeArtifact(artifact, stream, directory, signal);
  },
  async check(input) {
    const { definition } = optionsOf(commandWorkSchema, input);
    const { program } = definition;
    await access(program, constants.X_OK).catch(error => {
      throw inOurWords(error, definition);
    });
    return {
      ok: true,
      seen: `${program} is there. It is run by a backup only.`,
      remedy: null,
    };
  },
};

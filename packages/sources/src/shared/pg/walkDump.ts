import { Readable } from 'node:stream';
import { ChildTool, SourceContext } from '@understudy/engine';
import { CopyRows } from './CopyRows';

/** Said by pg_dump and pg_dumpall at their end; newer ones write `\unrestrict` after it. */
const TRAILER = /^-- PostgreSQL database (?:cluster )?dump complete$/m;

/**
 * Walks a dump while it is written or read, and counts its rows.
 */
export interface DumpWalk {
  rows: Record<string, number>;
  add(chunk: Buffer): Promise<void>;
  /** Throws where the dump is not whole. */
  end(): Promise<void>;
  stop(): Promise<void>;
}

/** A dump as SQL: its trailer tells that it is whole. */
export function walkPlain(): DumpWalk {
  const counter = CopyRows.create();
  return {
    rows: counter.rows,
    async add(chunk) {
      counter.add(chunk);
    },
    async end() {
      if (!TRAILER.test(counter.tail)) {
        throw new Error(
          'the dump ends before "PostgreSQL database dump complete"',
        );
      }
    },
    async stop() {},
  };
}

/**
 * A dump in custom format, through pg_restore: its list of contents stands at
 * its beginning and says nothing of what is missing behind, so only a walk
 * over all of it and the walker's exit code do.
 */
export function walkCustom(
  pgRestore: string,
  context: Pick<SourceContext, 'signal' | 'tempDirectory'>,
): DumpWalk {
  const tool = ChildTool.start(
    { path: pgRestore, args: ['--file=-'] },
    context,
  );
  const counter = CopyRows.create();
  const counting = (async () => {
    for await (const chunk of tool.stdout) counter.add(chunk as Buffer);
  })();
  counting.catch(() => {});
  return {
    rows: counter.rows,
    async add(chunk) {
      // It ends early over what it cannot read: then there is no use in going on.
      if (tool.stdin.destroyed) await tool.ended;
      await tool.write(chunk);
    },
    async end() {
      tool.stdin.end();
      await counting;
      await tool.ended;
    },
    stop: () => tool.stop(),
  };
}

/** Walks a stored dump to its end. */
export async function walkAll(walk: DumpWalk, stream: Readable): Promise<void> {
  try {
    for await (const chunk of stream) await walk.add(chunk as Buffer);
    await walk.end();
  } finally {
    await walk.stop();
  }
}

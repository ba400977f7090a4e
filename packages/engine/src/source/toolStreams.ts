import { Readable } from 'node:stream';
import { ChildTool, ToolOrder } from './ChildTool';
import type { SourceContext } from './contract';

/** More than any list of databases or references. */
const ANSWER = 64 * 1024 * 1024;

/** What is known of a tool's output when it is read. @public */
export interface ProvenOutput {
  stream: Readable;
  /** True once the stream was read to its end and all was well. */
  isWhole(): boolean;
}

/**
 * A tool's output as the stream of an artifact. It ends only where the tool
 * ended with code 0 and `atEnd` (the trailer) agrees; else it breaks, so that
 * nobody takes half for whole.
 * @public
 */
export function provenOutput(
  tool: ChildTool,
  options: {
    /** Sees every byte in order, before it is handed on. */
    watch?(chunk: Buffer): Promise<void> | void;
    /** After exit code 0. Throws where the output is not whole. */
    atEnd?(): Promise<void> | void;
    /** Words for what went wrong. */
    translate?(error: unknown): unknown;
  } = {},
): ProvenOutput {
  const { watch, atEnd, translate = error => error } = options;
  let whole = false;
  async function* output() {
    try {
      for await (const chunk of tool.stdout) {
        await watch?.(chunk);
        yield chunk as Buffer;
      }
      await tool.ended;
      await atEnd?.();
      whole = true;
    } catch (error) {
      throw translate(error);
    }
  }
  const stream = Readable.from(output(), { objectMode: false });
  // Nobody may be reading yet, or any more, when the run is cancelled.
  stream.on('error', () => {});
  return { stream, isWhole: () => whole };
}

/**
 * Runs a tool to its end and answers what it wrote.
 * @throws ToolFailure
 * @public
 */
export async function runTool(
  order: ToolOrder & { input?: string },
  context: Pick<SourceContext, 'signal' | 'tempDirectory'>,
): Promise<string> {
  const tool = ChildTool.start(order, context);
  tool.stdin.end(order.input ?? '');
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of tool.stdout) {
      bytes += chunk.length;
      if (bytes > ANSWER) throw new Error(`${order.path} says too much.`);
      parts.push(chunk as Buffer);
    }
    await tool.ended;
  } finally {
    await tool.stop();
  }
  return Buffer.concat(parts).toString();
}

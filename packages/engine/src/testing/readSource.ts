import assert from 'node:assert/strict';
import type {
  OpenedSource,
  SourceContext,
  SourceExecutor,
  SourceOutcome,
} from '../source/contract';

/** An artifact as it was read. */
export interface Taken {
  name: string;
  mediaType: string;
  bytes: Buffer;
}

export async function bytesOf(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Reads an open source as the engine does. */
export async function takeAll(opened: OpenedSource): Promise<Taken[]> {
  const taken: Taken[] = [];
  for await (const { name, mediaType, stream, expect } of opened.artifacts) {
    const bytes = await bytesOf(stream);
    assert.ok(bytes.length >= expect.minBytes, `${name} is below its minimum`);
    if (expect.bytes !== undefined) {
      assert.equal(bytes.length, expect.bytes, `${name} has another length`);
    }
    taken.push({ name, mediaType, bytes });
  }
  return taken;
}

/** Opens, reads, finishes and closes. */
export async function readSource<TOptions>(
  executor: SourceExecutor<TOptions>,
  options: TOptions,
  context: SourceContext,
): Promise<{ taken: Taken[]; outcome: SourceOutcome }> {
  const opened = await executor.open(options, context);
  try {
    const taken = await takeAll(opened);
    return { taken, outcome: await opened.finish() };
  } finally {
    await opened.close();
  }
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OpenedSource, SourceContext, SourceOutcome } from '@understudy/engine';

// Machines that test are busy ones.
jest.setTimeout(30_000);

const scratches: string[] = [];

/** A private folder that goes when the test ends. */
export async function scratch(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'understudy-'));
  scratches.push(path);
  return path;
}
afterAll(async () => {
  for (const path of scratches.splice(0)) {
    await rm(path, { recursive: true, force: true });
  }
});

export async function contextFor(
  signal: AbortSignal = new AbortController().signal,
): Promise<SourceContext & { lines: string[] }> {
  const lines: string[] = [];
  return {
    signal,
    tempDirectory: await scratch(),
    lines,
    log: (level, text) => lines.push(`${level} ${text}`),
  };
}

export async function bytesOf(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export interface ReadArtifact {
  name: string;
  mediaType: string;
  bytes: Buffer;
  expect: { minBytes: number; bytes?: number };
}

/** Reads a source as the engine does: artifact by artifact, then its end. */
export async function readAll(
  opened: OpenedSource,
): Promise<{ artifacts: ReadArtifact[]; outcome: SourceOutcome }> {
  const artifacts: ReadArtifact[] = [];
  try {
    for await (const { name, mediaType, stream, expect } of opened.artifacts) {
      artifacts.push({ name, mediaType, expect, bytes: await bytesOf(stream) });
    }
    return { artifacts, outcome: await opened.finish() };
  } finally {
    await opened.close();
  }
}

export function stored(artifact: ReadArtifact) {
  return {
    name: artifact.name,
    mediaType: artifact.mediaType,
    bytes: artifact.bytes.length,
  };
}

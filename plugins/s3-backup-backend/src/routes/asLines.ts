import type { Request, Response } from 'express';
import { toHttpError } from './errors';

/** A line of JSON for each thing that is told. */
export const LINES = 'application/x-ndjson';

/** Whether the caller wants to watch, instead of waiting for one answer. */
export const wantsLines = (request: Request): boolean =>
  (request.header('accept') ?? '').includes(LINES);

/**
 * Answers with lines as they come. Whoever leaves ends the work: the signal
 * is raised. An error before the first line is an answer like any other;
 * later ones are the last line.
 * @internal
 */
export async function asLines(
  response: Response,
  work: (watch: {
    tell(line: unknown): void;
    signal: AbortSignal;
  }) => Promise<void>,
): Promise<void> {
  const left = new AbortController();
  response.once('close', () => {
    if (!response.writableEnded) left.abort();
  });
  const tell = (line: unknown) => {
    if (left.signal.aborted) return;
    if (!response.headersSent) {
      response.status(200).set({
        'Content-Type': LINES,
        // Neither compressed nor held back by what stands in between.
        'Cache-Control': 'no-store, no-transform',
        'X-Accel-Buffering': 'no',
      });
    }
    response.write(`${JSON.stringify(line)}\n`);
  };
  try {
    await work({ tell, signal: left.signal });
  } catch (error) {
    if (left.signal.aborted) return;
    if (!response.headersSent) throw error;
    const { name, message, ...more } = toHttpError(error) as Error;
    const { code, title, hint, details } = more as Record<string, unknown>;
    tell({ error: { name, message, code, title, hint, details } });
  }
  response.end();
}

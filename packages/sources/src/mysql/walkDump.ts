import { Readable } from 'node:stream';
import { Inspection, SourceContext, StoredArtifact } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import { InsertRows } from './InsertRows';

/** The last line of a dump; nothing else tells that one is whole. */
const TRAILER = /^-- Dump completed/m;

/** @throws where the dump is not whole */
export function expectTrailer(counter: InsertRows): void {
  if (!TRAILER.test(counter.tail)) {
    throw new Error('the dump ends before "-- Dump completed"');
  }
}

/** Walks every byte of a stored dump, and counts its rows. */
export async function inspectDump(
  artifact: StoredArtifact,
  stream: Readable,
  { signal }: SourceContext,
): Promise<Inspection> {
  const counter = InsertRows.create();
  for await (const chunk of stream) counter.add(chunk as Buffer);
  signal.throwIfAborted();
  try {
    expectTrailer(counter);
  } catch (error) {
    throw new UnderstudyError(
      'backup-damaged',
      { artifact: artifact.name, what: (error as Error).message },
      { cause: error },
    );
  }
  return {
    counts: { rows: counter.rows, files: null },
    notes: ['its last line is there'],
  };
}

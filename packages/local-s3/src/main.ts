/* eslint-disable no-console */
import { readFile } from 'node:fs/promises';
import { LocalS3 } from './LocalS3';
import type { LocalS3Options } from './options';

/** The file holds secrets, so its path is the only thing that a process list shows. */
async function main(path: string | undefined): Promise<void> {
  if (!path) throw new Error('Usage: main <config.json>');
  const text = await readFile(path, 'utf8');
  let options: LocalS3Options;
  try {
    options = JSON.parse(text);
  } catch {
    // The parser's own message would quote what it read.
    throw new Error(`${path} is not JSON`);
  }
  const server = await LocalS3.start(options);
  const end = () => {
    server.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  // A parent that dies must not leave this behind.
  if (process.connected) process.once('disconnect', end);
  console.log(`local-s3 listening on ${server.endpoint}`);
}

main(process.argv[2]).catch(error => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});

import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

const BLOCK = 32 * 1024 * 1024;

/** A small, fast, seeded generator (xorshift32), so that every run measures the same bytes. */
function generator(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
}

function incompressibleBlock(): Buffer {
  const block = Buffer.alloc(BLOCK);
  const next = generator(7);
  for (let at = 0; at < BLOCK; at += 4) block.writeUInt32LE(next(), at);
  return block;
}

const WORDS =
  'order customer invoice paid shipped pending lamp table chair desk north south berlin lisbon oslo'.split(
    ' ',
  );

/** Rows as a database dump has them; packs to about a third. */
function dumpLikeBlock(): Buffer {
  const next = generator(11);
  const word = () => WORDS[next() % WORDS.length];
  const rows: string[] = [];
  let length = 0;
  while (length < BLOCK) {
    const row = `INSERT INTO orders VALUES (${
      next() % 1e7
    },'${word()} ${word()}','${next().toString(36)}',${
      (next() % 100000) / 100
    },'2026-${10 + (next() % 3)}-${10 + (next() % 18)} ${next().toString(
      16,
    )}');\n`;
    rows.push(row);
    length += row.length;
  }
  return Buffer.from(rows.join('')).subarray(0, BLOCK);
}

export type StreamKind = 'dump-like' | 'incompressible';

/**
 * Writes a file of `bytes` bytes. It repeats a block of 32 MiB: far wider than
 * zstd's window at level 3, so repetition does not help the packer.
 */
export async function makeFile(
  path: string,
  kind: StreamKind,
  bytes: number,
): Promise<{ sha256: string }> {
  const block = kind === 'dump-like' ? dumpLikeBlock() : incompressibleBlock();
  const hash = createHash('sha256');
  const file = await open(path, 'w');
  try {
    for (let written = 0; written < bytes; written += BLOCK) {
      const piece = block.subarray(0, Math.min(BLOCK, bytes - written));
      hash.update(piece);
      await file.write(piece);
    }
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex') };
}

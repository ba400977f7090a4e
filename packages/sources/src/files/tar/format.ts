/** A tar archive is made of blocks of this size. */
export const BLOCK = 512;

/** Two blocks of zeros end an archive. */
export const END_OF_ARCHIVE = Buffer.alloc(2 * BLOCK);

/** Bytes from the end of a content to the next block. */
export function padding(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}

/** Type flags we write or read. */
export const TYPE = {
  file: '0',
  hardLink: '1',
  symlink: '2',
  directory: '5',
  pax: 'x',
  paxGlobal: 'g',
  longName: 'L',
  longLink: 'K',
} as const;

/** Sum of a header's bytes, its own field read as blanks. */
export function checksum(header: Buffer): number {
  let sum = 8 * 0x20;
  for (let at = 0; at < BLOCK; at++) {
    if (at < 148 || at >= 156) sum += header[at];
  }
  return sum;
}

import { getObject, putObject } from '../storage';
import type { Bench } from './bench';

/** The bytes of an object below the prefix. */
export async function bytesOf(bench: Bench, key: string): Promise<Buffer> {
  const { body } = await getObject(bench.bucket, bench.bucket.key(key));
  const parts: Buffer[] = [];
  for await (const part of body) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** Replaces an object, as a careless hand or a bad disk would. */
export async function replace(
  bench: Bench,
  key: string,
  bytes: Buffer,
): Promise<void> {
  await putObject(bench.bucket, { key: bench.bucket.key(key), body: bytes });
}

/** One bit of the object is another one from here on. */
export async function flip(
  bench: Bench,
  key: string,
  at: number,
): Promise<void> {
  const bytes = await bytesOf(bench, key);
  // eslint-disable-next-line no-bitwise
  bytes[at < 0 ? bytes.length + at : at] ^= 1;
  await replace(bench, key, bytes);
}

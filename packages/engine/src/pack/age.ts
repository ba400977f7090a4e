import { createSecretKey, hkdfSync, KeyObject, randomBytes } from 'node:crypto';
import {
  Decrypter,
  Encrypter,
  generateX25519Identity,
  identityToRecipient,
} from 'age-encryption';

/** Plaintext bytes of one chunk of an age payload. */
export const CHUNK = 64 * 1024;
/** Bytes of the Poly1305 tag behind each chunk. */
export const TAG = 16;
/** Bytes of the nonce between header and payload. */
export const NONCE = 16;

const MAC_LINE = Buffer.from('\n--- ');

/**
 * A new age identity and the recipient that belongs to it.
 * @public
 */
export async function makeIdentity(): Promise<{
  identity: string;
  recipient: string;
}> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/**
 * The recipient (`age1…`) of an identity (`AGE-SECRET-KEY-1…`).
 * @public
 */
export function recipientOf(identity: string): Promise<string> {
  return identityToRecipient(identity);
}

/**
 * Key of the payload: HKDF of the file key, salted by the payload's nonce. A
 * key object, because a plain one is taken in anew for each chunk.
 */
export function payloadKey(fileKey: Uint8Array, nonce: Uint8Array): KeyObject {
  const bytes = Buffer.from(hkdfSync('sha256', fileKey, nonce, 'payload', 32));
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}

/** Nonce of chunk `index`: eleven bytes of counter, one that marks the last. */
export function chunkNonce(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(index, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** Where the header ends (its MAC line included), or -1 while it does not. */
export function headerEnd(bytes: Buffer): number {
  const line = bytes.indexOf(MAC_LINE);
  if (line < 0) return -1;
  const end = bytes.indexOf(0x0a, line + MAC_LINE.length);
  return end < 0 ? -1 : end + 1;
}

/**
 * The library writes the header; it is asked to encrypt nothing, beside one
 * recipient that only keeps the file key and adds no stanza. The payload is
 * ours, because node:crypto is ten times as fast.
 */
export async function makeHeader(
  recipients: string[],
): Promise<{ header: Buffer; nonce: Buffer; key: KeyObject }> {
  if (recipients.length === 0) throw new RangeError('no recipient');
  let fileKey: Uint8Array | undefined;
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  encrypter.addRecipient({
    wrapFileKey(key) {
      fileKey = Uint8Array.from(key);
      return [];
    },
  });
  const empty = Buffer.from(await encrypter.encrypt(new Uint8Array(0)));
  if (!fileKey) throw new Error('the age header came without its key');
  const nonce = randomBytes(NONCE);
  return {
    header: empty.subarray(0, headerEnd(empty)),
    nonce,
    key: payloadKey(fileKey, nonce),
  };
}

/**
 * The file key of a header, or null where no identity fits. Throws where the
 * header is not sound.
 */
export async function openHeader(
  header: Buffer,
  identities: string[],
): Promise<Uint8Array | null> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  try {
    return await decrypter.decryptHeader(header);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('no identity')) {
      return null;
    }
    throw error;
  }
}

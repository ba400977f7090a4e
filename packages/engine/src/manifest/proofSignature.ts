import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  KeyObject,
  sign,
  verify,
} from 'node:crypto';
import type { Proof } from '@understudy/model';
import { canonicalJson } from './canonicalJson';

const PREFIX = 'ed25519:';

function bytesOf(proof: Proof): Buffer {
  const { signature, ...signed } = proof;
  // As it is read back: what JSON changes must not break the signature.
  return Buffer.from(canonicalJson(JSON.parse(JSON.stringify(signed))));
}

function nameOf(key: KeyObject): string {
  const { x } = key.export({ format: 'jwk' });
  return PREFIX + Buffer.from(x!, 'base64url').toString('base64');
}

/** A new private key for proofs, PKCS #8 as PEM. @public */
export function makeSigningKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** The public half as `understudy.json` and proofs name it. @public */
export function publicKeyOf(signingKey: string): string {
  return nameOf(createPublicKey(createPrivateKey(signingKey)));
}

/** Signs a proof with a key of {@link makeSigningKey}. @public */
export function signProof(proof: Proof, signingKey: string): Proof {
  const key = createPrivateKey(signingKey);
  return {
    ...proof,
    signature: {
      publicKey: nameOf(createPublicKey(key)),
      value: sign(null, bytesOf(proof), key).toString('base64'),
    },
  };
}

/**
 * Whether a proof says what its portal wrote: `good`; `bad` where it was
 * changed since; `unknown-key` where it is whole, but by none of the trusted
 * keys; `unsigned`.
 * @public
 */
export function checkProofSignature(
  proof: Proof,
  trusted: string[],
): 'good' | 'bad' | 'unknown-key' | 'unsigned' {
  const { signature } = proof;
  if (!signature) return 'unsigned';
  try {
    const raw = Buffer.from(signature.publicKey.slice(PREFIX.length), 'base64');
    const x = raw.toString('base64url');
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x },
      format: 'jwk',
    });
    const value = Buffer.from(signature.value, 'base64');
    if (!verify(null, bytesOf(proof), key, value)) return 'bad';
  } catch {
    return 'bad';
  }
  return trusted.includes(signature.publicKey) ? 'good' : 'unknown-key';
}

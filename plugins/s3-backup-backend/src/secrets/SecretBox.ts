import { UnderstudyError } from '@understudy/model';
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
} from 'node:crypto';

/** Where a secret stands. Bound into its seal, so that it opens nowhere else. @internal */
export interface SecretPlace {
  table: string;
  row: string;
  field: string;
}

/** @internal */
export interface Sealed {
  keyId: string;
  /** iv, tag and text, base64. */
  sealed: string;
}

interface SealingKey {
  id: string;
  key: Buffer;
}

const IV = 12;
const TAG = 16;

/** The parts can't run into one another: JSON quotes them. */
function aadOf({ table, row, field }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify(['understudy-secret', table, row, field]));
}

/**
 * Seals and opens secrets with AES-256-GCM. Seals with the newest key, opens
 * with any of them.
 * @internal
 */
export class SecretBox {
  readonly #keys: SealingKey[];

  static create(options: { keys: Buffer[] }): SecretBox {
    return new SecretBox(
      options.keys.map(key => ({
        key,
        id: createHash('sha256')
          .update('understudy-sealing-key\n')
          .update(key)
          .digest('hex')
          .slice(0, 16),
      })),
    );
  }

  private constructor(keys: SealingKey[]) {
    this.#keys = keys;
  }

  get available(): boolean {
    return this.#keys.length > 0;
  }

  /** Id of the key that seals now; undefined without any. */
  get currentKeyId(): string | undefined {
    return this.#keys[0]?.id;
  }

  seal(place: SecretPlace, text: string): Sealed {
    const [newest] = this.#keys;
    if (!newest) throw new UnderstudyError('secret-key-missing');
    const iv = randomBytes(IV);
    const cipher = createCipheriv('aes-256-gcm', newest.key, iv);
    cipher.setAAD(aadOf(place));
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return {
      keyId: newest.id,
      sealed: Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64'),
    };
  }

  /** @throws UnderstudyError `secret-key-missing` where its key is gone or it was moved */
  open(place: SecretPlace, { keyId, sealed }: Sealed): string {
    const found = this.#keys.find(({ id }) => id === keyId);
    if (!found) {
      throw new UnderstudyError(
        'secret-key-missing',
        { keyId },
        {
          message: `The key ${keyId}, which sealed this secret, is not among s3Backup.secretKeys.`,
          hint: 'Add the older key behind the new one again, or enter the secret anew.',
        },
      );
    }
    const bytes = Buffer.from(sealed, 'base64');
    try {
      const decipher = createDecipheriv(
        'aes-256-gcm',
        found.key,
        bytes.subarray(0, IV),
        { authTagLength: TAG },
      );
      decipher.setAAD(aadOf(place));
      decipher.setAuthTag(bytes.subarray(IV, IV + TAG));
      return Buffer.concat([
        decipher.update(bytes.subarray(IV + TAG)),
        decipher.final(),
      ]).toString('utf8');
    } catch {
      throw new UnderstudyError(
        'secret-key-missing',
        { keyId },
        {
          message: `The secret of ${place.table}/${place.row}/${place.field} was changed or moved in the database.`,
          hint: 'Enter it anew.',
        },
      );
    }
  }

  /** Fingerprint of text that may hold secrets, useless without the key. */
  fingerprint(text: string): string {
    const [newest] = this.#keys;
    return newest
      ? createHmac('sha256', newest.key).update(text).digest('hex')
      : createHash('sha256').update(text).digest('hex');
  }
}

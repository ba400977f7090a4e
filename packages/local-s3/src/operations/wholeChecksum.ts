import { createDigest } from '../checksum/algorithms';
import { combineChecksums } from '../checksum/combine';
import type {
  PartRecord,
  StoredChecksum,
  UploadRecord,
} from '../store/records';

/** The checksum of a whole upload: that of all its bytes, or that of its parts' checksums with their count behind. */
export function wholeChecksum(
  upload: UploadRecord,
  parts: PartRecord[],
): StoredChecksum | undefined {
  if (!upload.checksum) return undefined;
  const { algorithm, type } = upload.checksum;
  const values: Array<{ value: Buffer; size: number }> = [];
  for (const { checksum, size } of parts) {
    // A fault can have left a part without one; then the whole has none.
    if (checksum === undefined) return undefined;
    values.push({ value: Buffer.from(checksum, 'base64'), size });
  }
  if (type === 'FULL_OBJECT') {
    const value = combineChecksums(algorithm, values).toString('base64');
    return { algorithm, type, value };
  }
  const digest = createDigest(algorithm);
  for (const { value } of values) digest.update(value);
  return {
    algorithm,
    type,
    value: `${digest.digest().toString('base64')}-${parts.length}`,
  };
}

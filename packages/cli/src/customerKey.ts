import { readFile } from 'node:fs/promises';
import {
  customerKeySchema,
  DestinationConnection,
  UnderstudyError,
} from '@understudy/model';

/**
 * The key of a destination that stores with SSE-C, from a file: 32 bytes as
 * `aws s3 cp --sse-c-key fileb://…` takes them, or the same in base64.
 */
export async function readCustomerKey(
  file: string | undefined,
): Promise<Pick<DestinationConnection, 'store'>> {
  if (file === undefined) return {};
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new UnderstudyError(
      'credentials-missing',
      { tried: file, reason: (error as NodeJS.ErrnoException).code },
      { cause: error },
    );
  }
  const text =
    bytes.length === 32 ? bytes.toString('base64') : bytes.toString().trim();
  const key = customerKeySchema.safeParse(text);
  if (!key.success) {
    throw new UnderstudyError('credentials-malformed', {
      what: `${file} does not hold 32 bytes, nor these in base64`,
    });
  }
  return { store: { encryption: { type: 'sse-c', key: key.data } } };
}

import { readFile } from 'node:fs/promises';
import { trimCredentials } from '@understudy/engine';
import { DestinationConnection, UnderstudyError } from '@understudy/model';
import { z } from 'zod';

const keysSchema = z.object({
  accessKeyId: z.string().min(1),
  secretAccessKey: z.string().min(1),
  sessionToken: z.string().min(1).optional(),
});

type Keys = z.infer<typeof keysSchema>;

function parseKeys(text: string): Keys | undefined {
  if (text.trimStart().startsWith('{')) {
    try {
      return keysSchema.safeParse(JSON.parse(text)).data;
    } catch {
      return undefined;
    }
  }
  const lines = text.split(/\r?\n/).filter(line => line.trim() !== '');
  if (lines.length !== 2) return undefined;
  return { accessKeyId: lines[0], secretAccessKey: lines[1] };
}

/**
 * Access keys from a file, never from the command line, where every user of
 * the machine can read them. Without a file the SDK looks for them.
 */
export async function readAccessKeys(
  file: string | undefined,
  say: (text: string) => void,
): Promise<DestinationConnection['credentials']> {
  if (file === undefined) return { type: 'ambient' };
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new UnderstudyError(
      'credentials-missing',
      {
        tried: file,
        reason: (error as NodeJS.ErrnoException).code,
      },
      { cause: error },
    );
  }
  const keys = parseKeys(text);
  if (!keys) {
    throw new UnderstudyError(
      'credentials-malformed',
      { what: `${file} does not hold an access key` },
      {
        hint: 'Write JSON { "accessKeyId": …, "secretAccessKey": … }, or two lines: the access key ID, and its secret.',
      },
    );
  }
  const { notices, ...trimmed } = trimCredentials(keys);
  for (const notice of notices) say(`${notice}\n`);
  return {
    type: 'keys',
    accessKeyId: trimmed.accessKeyId,
    secretAccessKey: trimmed.secretAccessKey,
    ...(keys.sessionToken ? { sessionToken: keys.sessionToken.trim() } : {}),
  };
}

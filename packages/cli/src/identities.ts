import { readFile } from 'node:fs/promises';
import { UnderstudyError } from '@understudy/model';

/** A file that cannot be used, in the words of what it was to give. */
function unusable(file: string, reason: string, cause?: unknown) {
  return new UnderstudyError(
    'identity-missing',
    { recipients: null },
    {
      message: `${file}: ${reason}.`,
      hint: 'Give the file of the recovery kit, or one that age-keygen wrote: a line that begins with AGE-SECRET-KEY-1.',
      cause,
    },
  );
}

/** Reads age identities as age-keygen writes them: one a line, # comments. */
export async function readIdentities(files: string[]): Promise<string[]> {
  const identities: string[] = [];
  for (const file of files) {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw unusable(file, code ?? message, error);
    }
    if (/^(age-encryption\.org\/|-----BEGIN AGE)/.test(text)) {
      throw unusable(
        file,
        'this identity is itself protected by a passphrase; open it first with age -d',
      );
    }
    const found = text
      .split(/\r?\n/)
      .map(line => line.trim())
      .filter(line => /^AGE-SECRET-KEY-1[0-9A-Z]+$/.test(line));
    if (found.length === 0) throw unusable(file, 'holds no age identity');
    identities.push(...found);
  }
  return identities;
}

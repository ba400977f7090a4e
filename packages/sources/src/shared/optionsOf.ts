import { UnderstudyError } from '@understudy/model';
import { z } from 'zod';

/** Options cross a border (IPC, a row) on their way here: parsed again. */
export function optionsOf<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const what = parsed.error.issues
    .map(issue =>
      [issue.path.join('.'), issue.message].filter(Boolean).join(' '),
    )
    .join('; ');
  throw new UnderstudyError('options-invalid', { what: `${what}.` });
}

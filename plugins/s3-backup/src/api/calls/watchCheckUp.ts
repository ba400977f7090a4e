import {
  CheckUp,
  checkUpLineSchema,
  checkUpSchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import { ApiError } from '../problem';
import type { CheckUpWatch } from '../S3BackupApi';
import type { PortalHttp } from './PortalHttp';

/** A check-up whose steps are told one by one, while it goes on. */
export async function watchCheckUp(
  http: PortalHttp,
  path: string,
  options: { body?: unknown; watch: CheckUpWatch },
): Promise<CheckUp> {
  const { body, watch } = options;
  const { signal, onRunning, onStep } = watch;
  let whole: CheckUp | undefined;
  const call = { method: 'POST', body, signal } as const;
  await http.lines(path, call, text => {
    // A backend, or what stands before it, may answer in one piece.
    const single = checkUpSchema.safeParse(text);
    const line = single.success
      ? { checkUp: single.data }
      : checkUpLineSchema.parse(text);
    if ('running' in line) onRunning?.(line.running);
    else if ('step' in line) onStep?.(line.step);
    else if ('checkUp' in line) whole = line.checkUp;
    else throw ApiError.create({ ...line.error });
  });
  if (whole) return whole;
  throw ApiError.create({ message: 'The check-up ended before its last step' });
}

import { z } from 'zod';

/**
 * Channel of the live signals. They carry no names: a page refetches.
 * @public
 */
export const S3_BACKUP_SIGNAL = 's3-backup';

/** @public */
export const signalSchema = z.object({
  changed: z.enum(['runs', 'backups', 'plans', 'destinations', 'settings']),
});
/** @public */
export type S3BackupSignal = z.infer<typeof signalSchema>;

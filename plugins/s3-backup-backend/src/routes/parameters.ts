import {
  backupIdSchema,
  nameSchema,
  artifactNameSchema,
} from '@understudy/model';
import { z } from 'zod';

/** @internal */
export const byName = z.object({ name: nameSchema });

/** @internal */
export const byBackup = z.object({ id: backupIdSchema });

/** Anything: what is no id is no run. @internal */
export const byRun = z.object({ id: z.string().max(64) });

/** @internal */
export const byArtifact = z.object({
  id: backupIdSchema,
  name: artifactNameSchema,
});

/** A list that has one page. @internal */
export const onePage = <T>(items: T[]) => ({ items, nextCursor: null });

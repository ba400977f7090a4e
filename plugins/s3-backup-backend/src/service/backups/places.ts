import type { SourceType } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { KnownBackup } from '../../database/backups/BackupStore';
import { loadExecutor } from '../../runner/loadExecutor';
import type { PlanSource, WorkOrders } from '../../runner/ports';
import { serverOfPlan } from '../../runner/serverOfPlan';

const LOOK_TIME = 20_000;

/** What may be said of a new place; null where the type restores into folders only. */
export function placeSchemaOf(
  type: SourceType | undefined,
): Record<string, unknown> | null {
  if (!type?.placeSchema) return null;
  return z.toJSONSchema(type.placeSchema, { io: 'input' }) as Record<
    string,
    unknown
  >;
}

/**
 * Looks whether a backup could be restored to a place, and makes nothing there.
 * @returns the place, in words
 */
export async function lookAtPlace(options: {
  backup: KnownBackup;
  place: Record<string, unknown>;
  /** Artifacts to be restored. */
  wanted: KnownBackup['manifest']['artifacts'];
  plans: PlanSource;
  orders: WorkOrders;
}): Promise<string> {
  const { backup, place, wanted, plans, orders } = options;
  const type = orders.sourceType(backup.sourceType);
  const executor = type && (await loadExecutor(type));
  if (!executor?.openPlace) {
    throw new UnderstudyError('options-invalid', {
      what: `Backups of type "${backup.sourceType}" are restored into folders only.`,
    });
  }
  const server = await serverOfPlan(backup, plans, orders);
  const tempDirectory = await mkdtemp(
    join(orders.tempDirectory(), 'understudy-look-'),
  );
  try {
    const opened = await executor.openPlace(
      server.options,
      place,
      wanted.map(({ name, mediaType, plain }) => ({
        name,
        mediaType,
        bytes: plain.bytes,
      })),
      {
        signal: AbortSignal.timeout(LOOK_TIME),
        tempDirectory,
        log: () => {},
        toolFolders: orders.toolFolders(),
      },
    );
    await opened.close();
    return opened.words;
  } finally {
    await rm(tempDirectory, { recursive: true, force: true });
  }
}

import type { AuditorService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { pipeline } from 'node:stream/promises';
import type { DownloadsService } from '../service/backups/DownloadsService';
import { translateErrors } from './errors';
import { holdLast } from './holdLast';

/**
 * The one unauthenticated root: a ticket is all it takes, and it takes one
 * once. Whatever else is asked below it is not found.
 * @internal
 */
export function createDownloadRouter(options: {
  downloads: DownloadsService;
  auditor: AuditorService;
}): Router {
  const { downloads, auditor } = options;
  const router = PromiseRouter();
  router.get('/downloads/:ticket', async (request, response) => {
    // A look at the headers must not use the ticket up.
    if (request.method !== 'GET') throw new NotFoundError();
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const { stream, fileName, bytes, userRef, backup } = await downloads.open(
      request.params.ticket,
      gone.signal,
    );
    const event = await auditor.createEvent({
      eventId: 'backup-downloaded',
      severityLevel: 'high',
      request,
      meta: { backup: backup.id, plan: backup.plan, fileName, userRef },
    });
    response.status(200).set({
      'Content-Type': 'application/octet-stream',
      'Content-Disposition': `attachment; filename="${fileName}"`,
      'X-Content-Type-Options': 'nosniff',
      // no-transform: compressing would hold bytes back and hide the length
      'Cache-Control': 'no-store, no-transform',
      'Referrer-Policy': 'no-referrer',
    });
    response.set('Content-Length', String(bytes));
    try {
      // Where the source fails the socket is destroyed: never a clean end.
      await pipeline(stream, holdLast(), response);
      await event.success();
    } catch (error) {
      await event.fail({ error: error as Error });
    }
  });
  router.use('/downloads', () => {
    throw new NotFoundError('There is nothing here');
  });
  router.use('/downloads', translateErrors);
  return router;
}

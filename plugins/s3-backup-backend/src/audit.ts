import type {
  AuditorService,
  AuditorServiceEventSeverityLevel,
} from '@backstage/backend-plugin-api';
import type { Request } from 'express';

/** @internal */
export interface Audit {
  event: string;
  severity: AuditorServiceEventSeverityLevel;
  /** What of the body is said, where the path does not say enough. */
  meta?(body: unknown): Record<string, string | number | boolean | string[]>;
}

/**
 * Leaves a trail of what somebody did, and whether it worked. Only the path's
 * parameters are kept: bodies hold secrets.
 * @internal
 */
export async function audited<T>(
  auditor: AuditorService,
  audit: Audit | undefined,
  request: Request,
  work: () => Promise<T>,
): Promise<T> {
  if (!audit) return work();
  const event = await auditor.createEvent({
    eventId: audit.event,
    severityLevel: audit.severity,
    request,
    meta: { ...request.params, ...audit.meta?.(request.body) },
  });
  try {
    const result = await work();
    await event.success();
    return result;
  } catch (error) {
    await event.fail({ error: error as Error });
    throw error;
  }
}

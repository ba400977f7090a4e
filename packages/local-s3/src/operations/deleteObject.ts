import type { Call, Operation } from '../http/call';
import { preconditionFailed } from '../errors';
import { checkRemoval } from '../lock/protection';
import type { Bucket, Deletion, RecordGuard } from '../store/bucket';
import { readVersionId, versionHeader } from './findObject';

/** Whether the caller asks to pass over governance, and may. */
export function bypassesGovernance(call: Call, key: string): boolean {
  const wanted = call.request.headers.get('x-amz-bypass-governance-retention');
  return (
    wanted?.toLowerCase() === 'true' &&
    call.may('s3:BypassGovernanceRetention', key)
  );
}

/** Deletes as the client says it: a version for good, or what stands at the key. */
export function performDelete(
  call: Call,
  bucket: Bucket,
  what: { key: string; versionId: string | undefined; guard: RecordGuard },
): Promise<Deletion> {
  const { key, versionId, guard } = what;
  const { now } = call;
  if (versionId === undefined) return bucket.delete(key, { now, guard });
  const bypass = bypassesGovernance(call, key);
  return bucket.deleteVersion(key, versionId, record => {
    guard(record);
    checkRemoval(record, { now, bypass });
  });
}

export const deleteObject: Operation = {
  name: 'DeleteObject',
  writes: true,
  async run(call) {
    const { request, store, effects } = call;
    const ifMatch = request.headers.get('if-match')?.replace(/^"|"$/g, '');
    const bucket = store.bucket(request.bucket);
    const { versionId, deleteMarker } = await performDelete(call, bucket, {
      key: request.key,
      versionId: readVersionId(call),
      guard: current => {
        if (ifMatch === undefined || effects.ignoreConditions || !current) {
          return;
        }
        if (ifMatch !== '*' && ifMatch !== current.etag) {
          throw preconditionFailed({ Condition: 'If-Match' });
        }
      },
    });
    return {
      status: 204,
      headers: {
        ...(versionId !== undefined && versionHeader(bucket, versionId)),
        ...(deleteMarker && { 'x-amz-delete-marker': 'true' }),
      },
    };
  },
};

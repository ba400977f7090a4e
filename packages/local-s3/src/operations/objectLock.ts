import { z } from 'zod';
import { malformedXml, S3Error } from '../errors';
import type { Call, Operation } from '../http/call';
import { readConfiguration } from '../http/checkedBody';
import { protectedByLock } from '../lock/protection';
import { missingLock, parseRetainUntil } from '../lock/readLock';
import { lockModes, type ObjectRecord, type Retention } from '../store/records';
import { document, element } from '../xml';
import { bypassesGovernance } from './deleteObject';
import { findObject, readVersionId } from './findObject';

function locate(call: Call) {
  const bucket = call.store.bucket(call.request.bucket);
  if (!bucket.record.objectLock) throw missingLock();
  const { key } = call.request;
  return { bucket, record: findObject(bucket, key, readVersionId(call)) };
}

function noLock(): S3Error {
  return S3Error.create({
    status: 404,
    code: 'NoSuchObjectLockConfiguration',
    message: 'The specified object does not have a ObjectLock configuration',
  });
}

export const getObjectRetention: Operation = {
  name: 'GetObjectRetention',
  writes: false,
  async run(call) {
    const { retention } = locate(call).record;
    if (!retention) throw noLock();
    return {
      status: 200,
      xml: document(
        'Retention',
        element('Mode', retention.mode),
        element('RetainUntilDate', new Date(retention.until).toISOString()),
      ),
    };
  },
};

const retentionSchema = z.object({
  Retention: z.union([
    z.literal(''),
    z.object({
      Mode: z.enum(lockModes).optional(),
      RetainUntilDate: z.string().optional(),
    }),
  ]),
});

/** A retention may always grow; what is in force shrinks or goes only past governance, and never past compliance. */
function checkChange(
  record: ObjectRecord,
  wanted: Retention | undefined,
  options: { now: number; bypass: boolean },
): void {
  const { retention: before } = record;
  if (!before || before.until <= options.now) return;
  const keepsMode =
    wanted?.mode === before.mode || wanted?.mode === 'COMPLIANCE';
  if (wanted && wanted.until >= before.until && keepsMode) return;
  if (before.mode === 'COMPLIANCE' || !options.bypass) throw protectedByLock();
}

export const putObjectRetention: Operation = {
  name: 'PutObjectRetention',
  writes: true,
  async run(call) {
    const { bucket, record } = locate(call);
    const { now } = call;
    const { Retention: body } = await readConfiguration(call, retentionSchema);
    const given = body === '' ? {} : body;
    if ((given.Mode === undefined) !== (given.RetainUntilDate === undefined)) {
      throw malformedXml();
    }
    const wanted =
      given.Mode && given.RetainUntilDate !== undefined
        ? {
            mode: given.Mode,
            until: parseRetainUntil(given.RetainUntilDate, now),
          }
        : undefined;
    const bypass = bypassesGovernance(call, record.key);
    await bucket.update(record.key, record.versionId, current => {
      checkChange(current, wanted, { now, bypass });
      return { retention: wanted };
    });
    return { status: 200 };
  },
};

export const getObjectLegalHold: Operation = {
  name: 'GetObjectLegalHold',
  writes: false,
  async run(call) {
    const { legalHold } = locate(call).record;
    if (legalHold === undefined) throw noLock();
    return {
      status: 200,
      xml: document('LegalHold', element('Status', legalHold ? 'ON' : 'OFF')),
    };
  },
};

const holdSchema = z.object({
  LegalHold: z.object({ Status: z.enum(['ON', 'OFF']) }),
});

export const putObjectLegalHold: Operation = {
  name: 'PutObjectLegalHold',
  writes: true,
  async run(call) {
    const { bucket, record } = locate(call);
    const { LegalHold: wanted } = await readConfiguration(call, holdSchema);
    await bucket.update(record.key, record.versionId, () => ({
      legalHold: wanted.Status === 'ON',
    }));
    return { status: 200 };
  },
};

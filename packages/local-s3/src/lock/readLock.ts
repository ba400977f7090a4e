import { type Expectation } from '../checksum/expectation';
import { invalidArgument, invalidRequest } from '../errors';
import type { S3Request } from '../http/request';
import type { BucketRecord } from '../store/bucketRecord';
import type { Retention } from '../store/records';

const prefix = 'x-amz-object-lock-';
const day = 24 * 60 * 60 * 1000;

export function missingLock() {
  return invalidRequest('Bucket is missing Object Lock Configuration');
}

/** The end of a time that the client gives; one that has passed protects nothing. */
export function parseRetainUntil(text: string, now: number): number {
  const until = Date.parse(text);
  if (Number.isNaN(until)) {
    throw invalidArgument(
      'The retain until date must be provided in ISO 8601 format',
      { ArgumentName: `${prefix}retain-until-date` },
    );
  }
  if (until <= now) {
    throw invalidArgument('The retain until date must be in the future!', {
      ArgumentName: `${prefix}retain-until-date`,
      ArgumentValue: text,
    });
  }
  return until;
}

export function parseMode(text: string): Retention['mode'] {
  if (text === 'GOVERNANCE' || text === 'COMPLIANCE') return text;
  throw invalidArgument('Unknown wormMode directive.', {
    ArgumentName: `${prefix}mode`,
    ArgumentValue: text,
  });
}

export function parseLegalHold(text: string): boolean {
  if (text === 'ON' || text === 'OFF') return text === 'ON';
  throw invalidArgument("Legal Hold must be either of 'ON' or 'OFF'", {
    ArgumentName: `${prefix}legal-hold`,
    ArgumentValue: text,
  });
}

export interface Lock {
  retention?: Retention;
  legalHold?: boolean;
}

/** What a write says about its lock. */
export function readLock(
  request: S3Request,
  options: { bucket: BucketRecord; now: number },
): Lock {
  const mode = request.headers.get(`${prefix}mode`);
  const date = request.headers.get(`${prefix}retain-until-date`);
  const hold = request.headers.get(`${prefix}legal-hold`);
  const given = mode ?? date ?? hold;
  if (given === undefined) return {};
  if (!options.bucket.objectLock) throw missingLock();
  if ((mode === undefined) !== (date === undefined)) {
    throw invalidArgument(
      'x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be supplied',
    );
  }
  return {
    ...(mode !== undefined &&
      date !== undefined && {
        retention: {
          mode: parseMode(mode),
          until: parseRetainUntil(date, options.now),
        },
      }),
    ...(hold !== undefined && { legalHold: parseLegalHold(hold) }),
  };
}

/** What the bucket gives an object that came without a lock of its own. */
export function defaultRetention(
  bucket: BucketRecord,
  now: number,
): Retention | undefined {
  const usual = bucket.objectLock?.default;
  if (!usual) return undefined;
  const days = usual.days ?? (usual.years ?? 0) * 365;
  return { mode: usual.mode, until: now + days * day };
}

/** With a lock, S3 wants to be sure of the bytes: a digest in a header, which a trailer is not. */
export function requireDigest(
  what: 'Object' | 'Part',
  locked: boolean,
  expectation: Expectation,
): void {
  if (!locked || expectation.md5 !== undefined) return;
  if (expectation.value !== undefined) return;
  throw invalidRequest(
    `Content-MD5 OR x-amz-checksum- HTTP header is required for Put ${what} requests with Object Lock parameters`,
  );
}

/** What reads say about the lock of an object, to those who may know it. */
export function lockHeaders(
  lock: Lock,
  may: (action: string) => boolean,
): Record<string, string> {
  const retention = may('s3:GetObjectRetention') ? lock.retention : undefined;
  const legalHold = may('s3:GetObjectLegalHold') ? lock.legalHold : undefined;
  return {
    ...(retention && {
      [`${prefix}mode`]: retention.mode,
      [`${prefix}retain-until-date`]: new Date(retention.until).toISOString(),
    }),
    ...(legalHold !== undefined && {
      [`${prefix}legal-hold`]: legalHold ? 'ON' : 'OFF',
    }),
  };
}

import {
  conditionalConflict,
  noSuchKey,
  notImplemented,
  preconditionFailed,
} from '../errors';
import type { Bucket } from '../store/bucket';
import type { ObjectRecord } from '../store/records';
import type { Call } from './call';

/** Whether a list of ETags, quoted or not, holds this one. */
function names(list: string, etag: string): boolean {
  return list
    .split(',')
    .map(item => item.trim().replace(/^W\//, '').replace(/^"|"$/g, ''))
    .some(item => item === '*' || item === etag);
}

const seconds = (ms: number) => Math.floor(ms / 1000);

/** Conditions of a read, in the precedence of RFC 9110. `prefix` serves copies: their source has conditions of its own. */
export function checkRead(
  headers: ReadonlyMap<string, string>,
  record: ObjectRecord,
  prefix = '',
): 'ok' | 'not-modified' {
  const read = (name: string) => headers.get(`${prefix}${name}`);
  const failed = (condition: string) =>
    preconditionFailed({ Condition: condition });
  const ifMatch = read('if-match');
  const ifNoneMatch = read('if-none-match');
  const unmodified = Date.parse(read('if-unmodified-since') ?? '');
  const modified = Date.parse(read('if-modified-since') ?? '');
  const changed = seconds(record.lastModified);
  if (ifMatch !== undefined) {
    if (!names(ifMatch, record.etag)) throw failed('If-Match');
  } else if (changed > seconds(unmodified)) {
    throw failed('If-Unmodified-Since');
  }
  if (ifNoneMatch !== undefined) {
    if (names(ifNoneMatch, record.etag)) return 'not-modified';
  } else if (changed <= seconds(modified)) {
    return 'not-modified';
  }
  return 'ok';
}

/** A check of what stands at the key; throws where it forbids the write. */
export type Guard = (current: ObjectRecord | undefined) => void;

function readGuard(call: Call): Guard | undefined {
  const ifMatch = call.request.headers.get('if-match');
  const ifNoneMatch = call.request.headers.get('if-none-match');
  if (ifMatch === undefined && ifNoneMatch === undefined) return undefined;
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    throw notImplemented({ Header: 'If-None-Match' });
  }
  if (call.effects.ignoreConditions) return undefined;
  return current => {
    if (ifNoneMatch && current) {
      throw preconditionFailed({ Condition: 'If-None-Match' });
    }
    if (ifMatch !== undefined) {
      if (!current) throw noSuchKey({ Key: call.request.key });
      if (!names(ifMatch, current.etag)) {
        throw preconditionFailed({ Condition: 'If-Match' });
      }
    }
  };
}

/**
 * Runs a write under its conditions. They are looked at before a byte is taken,
 * and `work` looks again, by the guard it is given, under the key's lock.
 */
export async function underConditions<T>(
  call: Call,
  bucket: Bucket,
  work: (guard: Guard) => Promise<T>,
): Promise<T> {
  const guard = readGuard(call);
  if (!guard) return work(() => {});
  const { key } = call.request;
  guard(bucket.get(key));
  const watch = bucket.conditionalWrites.begin(key);
  try {
    return await work(current => {
      if (watch.conflict) throw conditionalConflict({ Key: key });
      guard(current);
    });
  } finally {
    watch.end();
  }
}

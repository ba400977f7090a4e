import { checkReadable, restoreHeader } from '../archive/thaw';
import { checkCustomerKey } from '../encryption/customerKey';
import { invalidArgument, invalidRequest } from '../errors';
import type { Answer, Call, Operation } from '../http/call';
import { describeObject } from '../http/objectHeaders';
import { checkRead } from '../http/preconditions';
import { type ByteRange, parseRange } from '../http/range';
import type { ObjectRecord } from '../store/records';
import { findObject, readVersionId, versionHeader } from './findObject';

/** `partNumber=2` asks for the bytes of one part of what came as several. */
function partRange(call: Call, record: ObjectRecord): ByteRange | undefined {
  const text = call.request.query.get('partNumber');
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!/^\d{1,5}$/.test(text) || number < 1 || number > 10_000) {
    throw invalidArgument(
      'Part number must be an integer between 1 and 10000, inclusive',
      { ArgumentName: 'partNumber', ArgumentValue: text },
    );
  }
  if (call.request.headers.has('range')) {
    throw invalidRequest(
      'Cannot specify both Range header and partNumber query parameter',
    );
  }
  if (number > (record.parts ?? 1)) {
    throw invalidRequest('The requested partnumber is not satisfiable');
  }
  const before = record.segments.slice(0, number - 1);
  const start = before.reduce((sum, { size }) => sum + size, 0);
  return { start, end: start + (record.segments[number - 1]?.size ?? 0) };
}

function answerObject(call: Call): Answer {
  const { request, store, effects } = call;
  const bucket = store.bucket(request.bucket);
  const versionId = readVersionId(call);
  const record = findObject(bucket, request.key, versionId);
  checkCustomerKey(request, record.encryption);
  if (request.method === 'GET') {
    checkReadable(record, { now: call.now, copying: false });
  }
  const state = checkRead(request.headers, record);
  const part = partRange(call, record);
  const range = part ?? parseRange(request.headers.get('range'), record.size);
  const headers: Record<string, string> = {
    ...versionHeader(bucket, record.versionId),
    ...restoreHeader(record, call.now),
    ...describeObject(record, request, {
      // The checksum is that of the whole and would not fit a piece.
      checksum: !range && !effects.omitChecksums,
      may: action => call.may(action, request.key),
    }),
  };
  if (state === 'not-modified') return { status: 304, headers };
  const { start, end } = range ?? { start: 0, end: record.size };
  if (range) {
    headers['content-range'] = `bytes ${start}-${end - 1}/${record.size}`;
  }
  if (part && record.parts) {
    headers['x-amz-mp-parts-count'] = String(record.parts);
  }
  return {
    status: range ? 206 : 200,
    headers,
    length: end - start,
    stream:
      request.method === 'HEAD'
        ? undefined
        : bucket.read(record.segments, start, end),
  };
}

export const getObject: Operation = {
  name: 'GetObject',
  writes: false,
  run: async call => answerObject(call),
};

export const headObject: Operation = {
  name: 'HeadObject',
  writes: false,
  run: async call => answerObject(call),
};

/**
 * Uploads a generated stream and tells the parent how much memory that took
 * above what the process had before. Started by memory.test.ts, with the
 * store and the plan in its first message.
 */
import { existsSync, readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { DestinationConnection } from '@understudy/model';
import { openBucket } from '../../destination';
import { planParts } from '../partPlan';
import { uploadStream } from '../uploadStream';
import { downloadRanges } from '../downloadRanges';
import { ABLE } from './able';

const MIB = 1024 ** 2;

/** What to upload. */
export interface MemoryOrder {
  connection: DestinationConnection;
  maxParts: number;
  /** Begin so far into the plan: to reach a tier without the ones before. */
  skippedParts: number;
  mebibytes: number;
  direction: 'up' | 'down';
}

let highest = 0;
setInterval(() => {
  highest = Math.max(highest, process.memoryUsage.rss() / MIB);
}, 5).unref();

/**
 * Peak of what belongs to this process, in MiB. Not `maxRSS`: Linux hands that
 * down from the process that forked this one, and a test runner is large.
 */
const peak = () => {
  if (!existsSync('/proc/self/status')) return highest;
  const status = readFileSync('/proc/self/status', 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]) / 1024;
};

function generated(mebibytes: number): Readable {
  const chunk = Buffer.alloc(256 * 1024, 'understudy ');
  return Readable.from(
    (function* chunks() {
      for (let at = 0; at < mebibytes * 4; at++) yield chunk;
    })(),
  );
}

async function run(order: MemoryOrder): Promise<number> {
  const bucket = openBucket(order.connection, { profile: ABLE });
  const { maxParts, skippedParts, mebibytes } = order;
  const whole = planParts({ maxParts, estimate: 1 });
  const partPlan = {
    ...whole,
    part: (partNumber: number) => whole.part(partNumber + skippedParts),
  };
  const key = bucket.key(`up-${maxParts}-${mebibytes}`);
  // The first call loads what it needs; that is not the stream's memory.
  await uploadStream(bucket, { key: bucket.key('warm'), body: generated(1) });
  if (order.direction === 'up') {
    const before = peak();
    const body = generated(mebibytes);
    await uploadStream(bucket, { key, body, partPlan });
    bucket.close();
    return peak() - before;
  }
  const before = peak();
  const bytes = mebibytes * MIB;
  for await (const chunk of downloadRanges(bucket, { key, bytes })) {
    if ((chunk as Buffer).length === 0) throw new Error('an empty chunk');
  }
  bucket.close();
  return peak() - before;
}

process.once('message', (order: MemoryOrder) => {
  run(order).then(
    mebibytes => process.send?.({ mebibytes }, () => process.disconnect()),
    error => process.send?.({ error: String(error) }, () => process.exit(1)),
  );
});

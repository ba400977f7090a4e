import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalS3 } from '@understudy/local-s3';

/** What {@link startManyObjects} made. */
export interface ManyObjects {
  endpoint: string;
  bucket: string;
  prefix: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Services with one plan each. */
  services: number;
  /** Objects in one flat folder that are none of ours. */
  strangers: number;
  stop(): Promise<void>;
}

const BUCKET = 'many';
const PREFIX = 'understudy';
const RUNS = 25;
const FILES = [
  'manifest.json',
  'a1/intent.json',
  'a1/data.zst.age',
  'lock.json',
];

const servicesOf = (count: number) =>
  Math.floor(count / 2 / (RUNS * FILES.length));

/** Ids of runs are UUIDs of version 7. */
const runId = () => randomUUID().replace(/^(.{14})4/, '$17');

/** Half of them in runs of services, half below one folder by somebody else. */
function* keysOf(count: number): Generator<string> {
  const services = servicesOf(count);
  for (let service = 0; service < services; service += 1) {
    const name = `service-${String(service).padStart(4, '0')}`;
    for (let run = 0; run < RUNS; run += 1) {
      const day = String(run + 1).padStart(2, '0');
      const folder = `component/default/${name}/nightly/2026-11-${day}T02-00-00Z_${runId()}`;
      for (const file of FILES) yield `${folder}/${file}`;
    }
  }
  for (let n = services * RUNS * FILES.length; n < count; n += 1) {
    yield `strangers/photo-${String(n).padStart(6, '0')}.jpg`;
  }
}

/**
 * A store that holds this many objects. They are written into local-s3's
 * folder as it keeps them: by requests it would take longer than the test.
 */
export async function startManyObjects(
  directory: string,
  count: number,
): Promise<ManyObjects> {
  const keys = { accessKeyId: 'MANYOBJECTS', secretAccessKey: randomUUID() };
  const folder = join(directory, 'buckets', BUCKET);
  const made = new Set<string>();
  const write = (path: string, value: unknown) => {
    writeFileSync(path, JSON.stringify(value));
  };
  mkdirSync(join(folder, 'objects'), { recursive: true });
  write(join(folder, 'bucket.json'), { name: BUCKET, created: Date.now() });
  let order = 0;
  for (const below of keysOf(count)) {
    const key = `${PREFIX}/${below}`;
    const name = createHash('sha256').update(key).digest('hex');
    const near = join(folder, 'objects', name.slice(0, 2));
    if (!made.has(near)) mkdirSync(near, { recursive: true });
    made.add(near);
    order += 1;
    write(join(near, `${name}.json`), {
      headers: {},
      metadata: {},
      key,
      order,
      size: 1024,
      etag: name.slice(0, 32),
      lastModified: Date.now(),
      // Its bytes are never read.
      segments: [{ id: null, size: 1024 }],
    });
  }
  const s3 = await LocalS3.start({ directory, users: [keys] });
  const services = servicesOf(count);
  return {
    endpoint: s3.endpoint,
    bucket: BUCKET,
    prefix: PREFIX,
    ...keys,
    services,
    strangers: count - services * RUNS * FILES.length,
    stop: () => s3.stop(),
  };
}

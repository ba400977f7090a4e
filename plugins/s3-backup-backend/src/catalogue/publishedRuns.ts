import { Bucket, listObjects } from '@understudy/engine';

/** A manifest in the folder of its run, whose name ends with the run's id. */
const MANIFEST =
  /_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/manifest\.json$/;

/** Runs that published, by the names of their manifests alone. @internal */
export async function* publishedRuns(bucket: Bucket): AsyncGenerator<string> {
  for await (const found of listObjects(bucket, { prefix: bucket.key('') })) {
    const id = 'key' in found ? MANIFEST.exec(found.key)?.[1] : undefined;
    if (id) yield id;
  }
}

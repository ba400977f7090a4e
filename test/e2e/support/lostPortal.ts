import { randomUUID } from 'node:crypto';
import {
  claimPrefix,
  copyWithin,
  getText,
  listObjects,
  openBucket,
  putObject,
} from '@understudy/engine';
import { Demo } from '../../support/startPortal';

/** The demo's bucket below a prefix, as the engine sees it. */
export const demoBucket = (demo: Demo, prefix: string) =>
  openBucket({
    name: 'demo',
    bucket: demo.bucket,
    prefix,
    endpoint: demo.endpoint,
    region: demo.region,
    credentials: {
      type: 'keys',
      accessKeyId: demo.accessKeyId,
      secretAccessKey: demo.secretAccessKey,
    },
  });

/**
 * A prefix that holds the backups of a portal that is gone: those of the demo,
 * as another owner would have written them.
 * @returns how many manifests lie there
 */
export async function leaveByLostPortal(
  demo: Demo,
  prefix: string,
): Promise<number> {
  const from = demoBucket(demo, demo.prefix);
  const to = demoBucket(demo, prefix);
  try {
    const { owner } = await claimPrefix(to, {
      instance: randomUUID(),
      baseUrl: 'http://gone.example.net',
    });
    let manifests = 0;
    const root = from.key('');
    for await (const found of listObjects(from, { prefix: root })) {
      if (!('key' in found)) continue;
      const { key } = found;
      const below = key.slice(root.length);
      if (!/\/manifest\.json$|\/a\d+\//.test(below)) continue;
      if (below.endsWith('/manifest.json')) {
        const manifest = JSON.parse((await getText(from, key)) ?? '');
        await putObject(to, {
          key: to.key(below),
          body: Buffer.from(JSON.stringify({ ...manifest, owner })),
        });
        manifests += 1;
      } else {
        await copyWithin(to, { from: key, to: to.key(below) });
      }
    }
    return manifests;
  } finally {
    from.close();
    to.close();
  }
}

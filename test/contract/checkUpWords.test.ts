import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { checkUp, openBucket } from '@understudy/engine';
import type { DestinationConnection } from '@understudy/model';
// The page's words; nothing that is published hands them out.
/* eslint-disable @backstage/no-relative-monorepo-imports */
import { messages } from '../../plugins/s3-backup/src/messages';
import { seenWords } from '../../plugins/s3-backup/src/components/seenWords';
import french from '../../plugins/s3-backup/src/translations/fr';
/* eslint-enable @backstage/no-relative-monorepo-imports */
import { connectionTo, LocalS3Server, startLocalS3 } from '../support';

let store: LocalS3Server;
before(async () => {
  store = await startLocalS3({
    buckets: [{ name: 'understudy-contract', objectLock: true }],
  });
});
after(() => store.stop());

const words = french as Record<string, string | null>;

/** As the page of a French portal does it. */
const inFrench = ((key: keyof typeof messages, values = {}) =>
  (words[key] ?? messages[key]).replace(
    /\{\{(\w+)\}\}/g,
    (_: string, name: string) => (values as Record<string, string>)[name],
  )) as unknown as Parameters<typeof seenWords>[0];

const wishes: Array<[string, DestinationConnection['store'] | undefined]> = [
  ['plain', undefined],
  [
    'asking for all',
    {
      storageClass: 'STANDARD_IA',
      encryption: { type: 'AES256' },
      tags: true,
      acl: 'bucket-owner-full-control',
      objectLock: { mode: 'GOVERNANCE', days: 1 },
    },
  ],
  [
    'under a key',
    { encryption: { type: 'sse-c', key: randomBytes(32).toString('base64') } },
  ],
];

wishes.forEach(([name, kept]) => {
  test(`every row of a check-up is said in French (${name})`, async () => {
    const bucket = openBucket({
      ...connectionTo(store, name),
      store: kept,
    });
    try {
      const { steps } = await checkUp(bucket, { instance: 'a' });
      const plain = steps.filter(({ code, needs }) => !code && !needs);
      assert.ok(plain.length > 20, JSON.stringify(steps, null, 2));
      for (const { id, seen, remedy, result } of plain) {
        const told = result === 'pass' ? [seen] : [seen, remedy];
        for (const text of told) {
          if (text === null) continue;
          const said = seenWords(inFrench, id, text);
          assert.ok(said !== undefined && said !== text, `${id}: ${text}`);
        }
      }
    } finally {
      bucket.close();
    }
  });
});

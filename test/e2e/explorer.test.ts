import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { putObject } from '@understudy/engine';
import { Browser, Page } from 'playwright-core';
import { Portal, startPortal } from '../support/startPortal';
import { launchBrowser, signIn, takePicture } from './support/browser';
import { demoBucket, leaveByLostPortal } from './support/lostPortal';
import { ManyObjects, startManyObjects } from './support/manyObjects';
import { assertAccessible, assertTidy, settled } from './support/pageChecks';
import { until } from './support/until';

/** The form for CI; `--long` takes as many as a large portal has. */
const OBJECTS = process.env.UNDERSTUDY_LONG === '1' ? 100_000 : 2_500;

/** What somebody who waits still takes for prompt, on a busy machine. */
const PROMPT = 10_000;

/**
 * The explorer as people walk it: look, tidy up, rebuild, adopt; and how it
 * does with many objects. The tests build on each other, in their order.
 */
let portal: Portal;
let browser: Browser;
let page: Page;
let open: (path: string) => Promise<void>;
let many: ManyObjects;
const directory = mkdtempSync(join(tmpdir(), 'understudy-many-'));

before(async () => {
  portal = await startPortal();
  browser = await launchBrowser();
  ({ page, open } = await signIn(browser, portal, 'admin'));
  await until('three good plans', 180, async () => {
    const { body } = await portal.api('GET', '/status');
    return body.counts.protected === 3 || undefined;
  });
});

after(async () => {
  await browser?.close();
  await many?.stop();
  await portal?.stop();
  rmSync(directory, { recursive: true, force: true });
});

const EXPLORER = '/s3-backup/destinations/main/explore';
const grid = () => page.getByRole('grid', { name: 'Objects' });
const backups = async () =>
  (await portal.api('GET', '/backups?limit=200')).body.items as Array<{
    id: string;
    destination: string;
  }>;

test('from the prefix to an artifact, its details and its stored bytes', async () => {
  await open(EXPLORER);
  for (const name of ['component', 'default', 'orders', 'orders-nightly']) {
    await grid()
      .getByRole('row', { name: new RegExp(`^${name} `) })
      .click();
    await page
      .getByRole('navigation', { name: 'Path' })
      .getByText(name, { exact: true })
      .waitFor();
  }
  await grid()
    .getByText(/^begun /)
    .first()
    .click();
  await grid().getByRole('row', { name: /^a1 / }).click();
  await grid().getByText('orders.db.zst.age').click();
  const card = page.getByRole('region', { name: 'Details' });
  await card.getByText(/^It stays: a backup/).waitFor();
  await settled(page);
  await takePicture(page, 'explorer-object-walked');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    card.getByRole('button', { name: 'Download as stored' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'orders.db.zst.age');
  assert.equal(await download.failure(), null);
});

test('what is left over is found, named, deleted, and nothing else', async () => {
  const bucket = demoBucket(portal.demo, portal.demo.prefix);
  for (const key of ['holiday.jpg', 'more/holiday-2.jpg']) {
    await putObject(bucket, { key: bucket.key(key), body: Buffer.alloc(2048) });
  }
  bucket.close();
  await open(EXPLORER);
  await grid().getByText('not ours').waitFor();
  await page
    .getByRole('switch', { name: 'Only what is not ours or left over' })
    .click({ force: true });
  await grid().getByText('more/holiday-2.jpg').waitFor();
  await page.getByRole('button', { name: 'Delete the 2 shown…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Deletes 2 objects (4.00 KiB) from main.').waitFor();
  await takePicture(page, 'explorer-delete');
  await dialog.getByRole('textbox').fill('main');
  await dialog.getByRole('button', { name: 'Delete 2 objects' }).click();
  await page.getByText('Deleted 2 objects.').waitFor();
  await page.getByText('Everything here belongs to something.').waitFor();
  assert.equal((await backups()).length >= 3, true);
});

test('rebuild counts first, then fills the list', async () => {
  const known = (await backups()).map(({ id }) => id).sort();
  await open(EXPLORER);
  await page.getByRole('button', { name: 'Rebuild from bucket…' }).click();
  await page
    .getByText(
      new RegExp(`^Finds ${known.length} manifests, 0 new to this portal`),
    )
    .waitFor();
  await takePicture(page, 'explorer-rebuild-counted');
  await page.getByRole('button', { name: 'Rebuild the list' }).click();
  await page.getByText('The list of backups is that of the bucket.').waitFor();
  assert.deepEqual((await backups()).map(({ id }) => id).sort(), known);
});

test('adopting the prefix of a portal that is gone brings its backups back', async () => {
  const prefix = 'left-behind';
  const manifests = await leaveByLostPortal(portal.demo, prefix);
  const made = await portal.api('POST', '/destinations', {
    body: {
      name: 'inherited',
      bucket: portal.demo.bucket,
      prefix,
      endpoint: portal.demo.endpoint,
      region: portal.demo.region,
      credentials: {
        type: 'keys',
        accessKeyId: portal.demo.accessKeyId,
        secretAccessKey: portal.demo.secretAccessKey,
      },
    },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  await open('/s3-backup/destinations/inherited');
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page
    .getByText(/^understudy\.json names instance/)
    .first()
    .waitFor();
  await takePicture(page, 'destination-foreign');
  await open('/s3-backup/destinations/inherited/explore');
  await page.getByRole('button', { name: 'Adopt…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('inherited');
  await dialog.getByRole('button', { name: 'Take over' }).click();
  await page.getByText(new RegExp(`^Finds ${manifests} manifests, `)).waitFor();
  await page.getByText('The list of backups is that of the bucket.').waitFor();
  const inherited = (await backups()).filter(
    ({ destination }) => destination === 'inherited',
  );
  assert.equal(inherited.length, manifests);
});

test(`${OBJECTS} objects: opened, paged and searched by the page`, async t => {
  const since = performance.now();
  many = await startManyObjects(directory, OBJECTS);
  t.diagnostic(
    `${OBJECTS} objects made and indexed in ${Math.round(
      performance.now() - since,
    )} ms`,
  );
  const { services, strangers } = many;
  const { endpoint, bucket, prefix, accessKeyId, secretAccessKey } = many;
  const credentials = { type: 'keys', accessKeyId, secretAccessKey };
  const made = await portal.api('POST', '/destinations', {
    body: { name: 'many', bucket, prefix, endpoint, credentials },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const rows = () => grid().getByRole('row').count();
  const timed = async (what: string, work: () => Promise<void>) => {
    const start = performance.now();
    await work();
    const took = Math.round(performance.now() - start);
    const shown = (await grid().count()) > 0 ? (await rows()) - 1 : 0;
    t.diagnostic(`${what}: ${took} ms, ${shown} rows`);
    assert.ok(took < PROMPT, `${what} took ${took} ms`);
    assert.ok(shown <= 200, `${what} shows ${shown} rows`);
  };
  const there = '/s3-backup/destinations/many/explore';
  await timed('opened', async () => {
    await open(there);
    await grid()
      .getByRole('row', { name: /^strangers/ })
      .waitFor();
  });
  const foot = (text: string | RegExp) =>
    page.locator('p').getByText(text).waitFor();
  await timed('a folder of as many as half of them', async () => {
    await grid()
      .getByRole('row', { name: /^strangers/ })
      .click();
    await foot('1–200, more exist');
  });
  const next = page.getByRole('button', { name: 'Next table page' });
  const pages = Math.min(Math.ceil(strangers / 200), 12);
  for (let n = 1; n < pages; n += 1) {
    await timed(`page ${n + 1}`, async () => {
      await next.click();
      await foot(`${(n * 200 + 1).toLocaleString('en-GB')}–`);
    });
  }
  await timed('back to the page before', async () => {
    await page.getByRole('button', { name: 'Previous table page' }).click();
    await foot(/more exist$/);
  });
  const last = `service-${String(services - 1).padStart(4, '0')}`;
  // Each look goes through 20,000 keys at most, and says so.
  const further = page.getByRole('button', { name: 'Look further' });
  const shown = () => grid().or(further).first().waitFor();
  const lookFor = async (what: string, path: string) => {
    await timed(what, async () => {
      await open(path);
      await shown();
    });
    const lookFurther = () =>
      timed(`${what}, one look further`, async () => {
        await Promise.all([
          page.waitForResponse(answer => answer.url().includes('/objects?')),
          further.click(),
        ]);
        await shown();
      });
    while ((await further.count()) > 0) await lookFurther();
  };
  await lookFor(
    'a search for the last service',
    `${there}?path=component%2F&q=${last}`,
  );
  await grid().getByText(new RegExp(last)).first().waitFor();
  await settled(page);
  await takePicture(page, 'explorer-many-search');
  await assertTidy(page);
  await assertAccessible(page);
  await lookFor('what is not ours', `${there}?filter=leftover`);
  await grid()
    .getByText(/strangers\/photo/)
    .first()
    .waitFor();
});

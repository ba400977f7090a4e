import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Backup, Run } from '@understudy/model';
import { Browser, Page } from 'playwright-core';
import { Portal, startPortal } from '../support/startPortal';
import { launchBrowser, signIn, takePicture } from './support/browser';
import { assertAccessible, assertTidy, settled } from './support/pageChecks';

/**
 * Retention as people meet it: rules set in the form, a first prune that only
 * tells, a second one that deletes, a lock that holds, and what a deleted plan
 * leaves. The tests build on each other, in their order.
 */
const PLAN = 'kept';
let portal: Portal;
let browser: Browser;
let page: Page;
let open: (path: string) => Promise<void>;
let oldest: string;

before(async () => {
  portal = await startPortal();
  browser = await launchBrowser();
  ({ page, open } = await signIn(browser, portal, 'admin'));
});

after(async () => {
  await browser?.close();
  await portal?.stop();
});

async function until<T>(
  what: string,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    assert.ok(Date.now() < deadline, `${what}: not within two minutes`);
    await new Promise(done => setTimeout(done, 500));
  }
}

const itemsOf = async (path: string): Promise<unknown> =>
  (await portal.api('GET', path)).body.items;
const prunes = async () =>
  (await itemsOf(`/runs?plan=${PLAN}&kind=prune`)) as Run[];
const backupsOfPlan = async () =>
  (await itemsOf(`/backups?plan=${PLAN}`)) as Backup[];

async function backUp(): Promise<void> {
  const { body } = await portal.api('POST', `/plans/${PLAN}/run`);
  await until('a backup', async () => {
    const { body: run } = await portal.api('GET', `/runs/${body.id}`);
    assert.ok(!['failed', 'cancelled'].includes(run.status), run.error?.title);
    return run.status === 'succeeded' ? run : undefined;
  });
}

const pruned = (count: number) =>
  until(`prune ${count}`, async () => {
    const runs = await prunes();
    const [newest] = runs;
    return runs.length === count && newest.finishedAt ? newest : undefined;
  });

/** Light and dark, wide and narrow: a picture, and what a machine can judge. */
async function look(name: string): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [1280, 400]) {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 900 });
      await page.waitForFunction(
        mode => document.body.dataset.themeMode === mode,
        scheme,
      );
      await settled(page);
      await takePicture(page, `${name}-${scheme}-${width}`);
      await assertTidy(page);
      await assertAccessible(page);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 900 });
}

test('rules in the form show what they keep before they are saved', async () => {
  const made = await portal.api('POST', '/plans', {
    body: {
      name: PLAN,
      source: {
        type: 'sqlite',
        options: { path: join(portal.dataDirectory, 'demo/orders.db') },
      },
      destinations: ['main'],
      encryption: { type: 'age', keys: ['demo'] },
      schedule: { every: 'day', at: '02:00' },
    },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  for (let count = 0; count < 4; count += 1) await backUp();
  const backups = await backupsOfPlan();
  oldest = backups[3].id;

  await open(`/s3-backup/plans/${PLAN}/edit`);
  await page
    .getByRole('radio', { name: 'Delete by rules' })
    .check({ force: true });
  const field = (name: string) =>
    page.getByRole('textbox', { name, exact: false }).first();
  await field('Newest backups').fill('2');
  await field('Daily backups').fill('');
  await field('Weekly backups').fill('3');
  await field('Good backups that always stay').fill('2');
  await field('Good backups that always stay').blur();
  await page.getByText('First prune would delete 2 backups').waitFor();
  // Two days and three weeks, which share a day or two.
  await page.getByText(/^In a year: [34] backups/).waitFor();
  const grid = page.getByRole('grid', { name: /^Calendar/ });
  await grid.getByRole('gridcell').last().focus();
  await page.keyboard.press('ArrowLeft');
  await page.getByText(/Kept: weekly \d{4}-W\d\d/).waitFor();
  await look('retention-form');

  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/deletes 2 of 4 backups/).waitFor();
  await takePicture(page, 'retention-typed');
  await dialog.getByRole('textbox').fill(PLAN);
  await dialog.getByRole('button', { name: 'Save these rules' }).click();
  await page.getByText('2 newest, 3 weekly, ≥ 2 good').first().waitFor();
});

test('a backup is locked, with its reason', async () => {
  await open(`/s3-backup/backups/${oldest}`);
  await page.getByText(/^Kept: until the newest backup/).waitFor();
  await page.getByRole('button', { name: 'Lock…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('audit of 2026');
  await dialog.getByRole('button', { name: 'Lock', exact: true }).click();
  await page.getByText(/^Kept: locked by user:default\/guest until/).waitFor();
  await look('backup-locked');
});

test('the first prune tells and deletes nothing, the second deletes', async () => {
  await backUp();
  const dry = await pruned(1);
  assert.equal(dry.status, 'succeeded', JSON.stringify(dry.error));
  assert.equal((await backupsOfPlan()).length, 5);
  await open(`/s3-backup/history/${dry.id}`);
  await page
    .getByText(/2 backups \(.*\); nothing was deleted yet/)
    .first()
    .waitFor();
  await look('prune-dry');

  await backUp();
  const real = await pruned(2);
  assert.equal(real.result?.deleted, 3, JSON.stringify(real));
  const left = await backupsOfPlan();
  assert.equal(left.length, 3);
  assert.equal(left[2].id, oldest);
  await open(`/s3-backup/backups?plan=${PLAN}`);
  await page.getByText('one of the 2 newest').first().waitFor();
  await look('backups-kept');
});

test('what a deleted plan leaves is orphaned, and stays', async () => {
  const removed = await portal.api('DELETE', `/plans/${PLAN}`);
  assert.ok(removed.status < 300, JSON.stringify(removed.body));
  await open('/s3-backup/backups?kept=orphaned');
  await page
    .getByText(/3 backups, .* the plan is gone; last rules: 2 newest/)
    .waitFor();
  await look('backups-orphaned');
  assert.equal((await backupsOfPlan()).length, 3);
});

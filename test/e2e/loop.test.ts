import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { Browser, Page } from 'playwright-core';
import { findTool } from '../support/findTool';
import { Portal, startPortal } from '../support/startPortal';
import { launchBrowser, signIn, takePicture } from './support/browser';
import { databaseContent } from './support/databaseContent';
import { testPictures } from './support/pictures';
import { until } from './support/until';

/**
 * The loop as people walk it, in a real browser in the running demo portal.
 * The tests build on each other, in their order.
 */
let portal: Portal;
let browser: Browser;
let page: Page;
let open: (path: string) => Promise<void>;

before(async () => {
  portal = await startPortal();
  browser = await launchBrowser();
  ({ page, open } = await signIn(browser, portal, 'admin'));
});

after(async () => {
  await browser?.close();
  await portal?.stop();
});

const slow = (operation: string, delayMs: number) =>
  fetch(`${portal.demo.endpoint}/_local-s3/faults`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${portal.demo.s3AdminToken}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      operation,
      key: { pattern: 'orders\\.db' },
      effect: { delayMs },
    }),
  });

test('the demo backs its three plans up by itself', async () => {
  const done = await until('three good plans', 180, async () => {
    const { body } = await portal.api('GET', '/status');
    return body.counts.protected === 3 ? body : undefined;
  });
  assert.equal(done.counts.plans, 3);
  await open('/s3-backup/overview');
  await page.getByText('All 3 plans are protected').waitFor();
});

test('settings: a wrong secret names its remedy, the right one is saved', async () => {
  await open('/s3-backup/settings');
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page
    .getByRole('button', { name: 'Replace: Secret access key' })
    .click();
  const secret = page.getByLabel('Secret access key', { exact: false }).first();
  await secret.fill('this-is-not-the-secret');
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page
    .getByText('Paste the secret again, without spaces')
    .first()
    .waitFor();
  await page.getByText('Not ready').first().waitFor();
  await secret.fill(portal.demo.secretAccessKey);
  await page.getByRole('button', { name: 'Test', exact: true }).click();
  await page
    .getByText(/^Ready/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page
    .getByText(/^Saved\. Next backup: /)
    .first()
    .waitFor();
  assert.ok(
    !(await page.content()).includes(portal.demo.secretAccessKey),
    'the page holds the secret',
  );
});

test('Back up now on orders shows live progress, then a row in the history', async () => {
  assert.equal((await slow('PutObject', 8_000)).ok, true);
  await slow('CreateMultipartUpload', 8_000);
  await open('/catalog/default/component/orders');
  await page.getByRole('button', { name: 'Back up now' }).first().click();
  const run = await until('a running run', 30, async () => {
    const { body } = await portal.api(
      'GET',
      '/runs?plan=orders-nightly&status=running&trigger=user',
    );
    return body.items[0];
  });
  await open(`/s3-backup/history/${run.id}`);
  await page
    .getByRole('heading', { name: /Backup of / })
    .first()
    .waitFor();
  await page.getByRole('progressbar').first().waitFor();
  // Nothing is reloaded from here on: the page follows the run by itself.
  await page.getByText('Succeeded').first().waitFor({ timeout: 90_000 });
  await takePicture(page, 'run-succeeded');
  await open('/s3-backup/history?plan=orders-nightly');
  await page.getByText('By hand').first().waitFor();
});

test('the backup is verified, restored, and equal by content', async () => {
  const { body } = await portal.api('GET', '/backups?plan=orders-nightly');
  const [backup] = body.items;
  assert.equal(backup.counts.rows.orders, 200_000);
  await open(`/s3-backup/backups/${backup.id}`);
  await page.getByText('200,000').first().waitFor();
  await page.getByRole('button', { name: 'Verify' }).first().click();
  await page.getByRole('radio', { name: /^Opened/ }).check({ force: true });
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Verify' })
    .click();
  await until('proof opened', 90, async () => {
    const { body: now } = await portal.api('GET', `/backups/${backup.id}`);
    return now.proof.rung === 'opened' ? now : undefined;
  });

  await open(`/s3-backup/backups/${backup.id}/restore`);
  await page.getByLabel('New folder', { exact: true }).fill('orders-by-e2e');
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await page.getByText('Nothing existing is changed.').last().waitFor();
  await takePicture(page, 'restore-checked');
  await page.getByRole('button', { name: 'Start restore' }).click();
  await page.getByText('Succeeded').first().waitFor({ timeout: 90_000 });
  const restored = join(
    portal.dataDirectory,
    'restore/orders-by-e2e/orders.db',
  );
  const original = join(portal.dataDirectory, 'demo/orders.db');
  assert.deepEqual(databaseContent(restored), databaseContent(original));
});

test('the manifest’s own line gives the very bytes, without our code', async t => {
  const [aws, age, zstd] = ['aws', 'age', 'zstd'].map(findTool);
  if (!aws || !age || !zstd) {
    assert.ok(!process.env.CI, 'aws, age and zstd are needed in CI');
    t.skip('skipped: aws, age or zstd not found');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'understudy-by-hand-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  copyFileSync(portal.demo.identityFile, join(folder, 'key.txt'));
  writeFileSync(
    join(folder, 'credentials'),
    `[default]\naws_access_key_id=${portal.demo.accessKeyId}\naws_secret_access_key=${portal.demo.secretAccessKey}\n`,
    { mode: 0o600 },
  );
  const { body } = await portal.api('GET', '/backups?plan=orders-nightly');
  const { body: backup } = await portal.api(
    'GET',
    `/backups/${body.items[0].id}`,
  );
  execFileSync('bash', ['-c', `set -o pipefail; ${backup.restore[0]}`], {
    cwd: folder,
    env: {
      PATH: `${dirname(aws)}:${process.env.PATH}`,
      HOME: folder,
      AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
      AWS_DEFAULT_REGION: portal.demo.region,
    },
  });
  const [artifact] = backup.artifacts;
  const bytes = readFileSync(join(folder, artifact.name));
  assert.equal(
    createHash('sha256').update(bytes).digest('hex'),
    artifact.plain.sha256,
  );
});

test('a download by ticket gives the original, once', async () => {
  const { body } = await portal.api('GET', '/backups?plan=orders-nightly');
  const { body: backup } = await portal.api(
    'GET',
    `/backups/${body.items[0].id}`,
  );
  const [artifact] = backup.artifacts;
  const { body: ticket, status } = await portal.api(
    'POST',
    `/backups/${backup.id}/artifacts/${artifact.name}/download`,
    { body: { form: 'original' } },
  );
  assert.ok(status < 300, JSON.stringify(ticket));
  const url = new URL(ticket.url, portal.backendUrl);
  const first = await fetch(url);
  const bytes = Buffer.from(await first.arrayBuffer());
  assert.equal(first.status, 200);
  assert.equal(
    createHash('sha256').update(bytes).digest('hex'),
    artifact.plain.sha256,
  );
  assert.equal((await fetch(url)).status, 404);
});

test('automatic backup off: no slot runs; on: the next one does', async () => {
  await open('/s3-backup/overview');
  await page
    .getByRole('switch', { name: 'Automatic backup' })
    .click({ force: true });
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Turn off' }).click();
  await dialog.getByText('Say why, in a few words.').waitFor();
  await dialog.getByLabel('Reason').fill('The bucket moves');
  await dialog.getByRole('button', { name: 'Turn off' }).click();
  await page
    .getByText(/The bucket moves/)
    .first()
    .waitFor();
  await page
    .getByText(/Automatic backup is off since/)
    .first()
    .waitFor();
  const made = await portal.api('POST', '/plans', {
    body: {
      name: 'minutely',
      source: {
        type: 'sqlite',
        options: { path: join(portal.dataDirectory, 'demo/orders.db') },
      },
      destinations: ['main'],
      encryption: { type: 'age', keys: ['demo'] },
      schedule: { every: 'cron', cron: '* * * * *' },
    },
  });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const runs = async () =>
    (await portal.api('GET', '/runs?plan=minutely')).body.items as Array<{
      status: string;
      kind: string;
    }>;
  const missed = await until('a missed slot', 90, async () => {
    const items = await runs();
    return items.some(run => run.status === 'missed') ? items : undefined;
  });
  assert.deepEqual([...new Set(missed.map(run => run.status))], ['missed']);
  await page.getByRole('button', { name: 'Turn on' }).first().click();
  await page
    .getByText(/Automatic backup is off since/)
    .first()
    .waitFor({ state: 'hidden' });
  await until('the next slot', 120, async () => {
    const items = await runs();
    return items.some(run => run.status === 'succeeded') ? items : undefined;
  });
  const removed = await portal.api('DELETE', '/plans/minutely');
  assert.ok(removed.status < 300, JSON.stringify(removed.body));
});

test('an owner sees and restores their own, and nothing of the settings', async () => {
  const owner = await signIn(browser, portal, 'owner');
  try {
    await owner.open('/catalog/default/component/orders');
    await owner.page
      .getByRole('button', { name: 'Back up now' })
      .first()
      .waitFor();
    await owner.open('/s3-backup/backups');
    await owner.page
      .locator('main')
      .getByText('Orders, every day', { exact: true })
      .first()
      .waitFor();
    await owner.open('/s3-backup/settings');
    await owner.page
      .getByText('This part is not open to you')
      .or(owner.page.getByText('There is no page here'))
      .first()
      .waitFor();
    await takePicture(owner.page, 'owner-settings');
  } finally {
    await owner.context.close();
  }
  const as = 'demo-owner' as const;
  assert.equal((await portal.api('GET', '/settings', { as })).status, 403);
  const { body } = await portal.api('GET', '/runs?limit=200', { as });
  const seen = new Set(
    (body.items as { plan: string; trigger: { by: string | null } }[])
      .filter(run => run.trigger.by)
      .map(run => run.plan),
  );
  assert.ok(!seen.has('portal'), 'the owner sees who ran the portal’s plan');
  assert.equal(
    (await portal.api('POST', '/plans/portal/run', { as })).status >= 403,
    true,
  );
});

test('a reader sees status, without buttons, logs, hosts or keys', async () => {
  const reader = await signIn(browser, portal, 'reader');
  try {
    await reader.open('/catalog/default/component/orders');
    await reader.page.getByText('Protected', { exact: true }).first().waitFor();
    assert.equal(
      await reader.page.getByRole('button', { name: 'Back up now' }).count(),
      0,
    );
    await reader.open('/s3-backup/history');
    await reader.page.getByText('Succeeded').first().waitFor();
    await takePicture(reader.page, 'reader-history');
    const shown = await reader.page.locator('body').innerText();
    assert.ok(!shown.includes(portal.demo.bucket));
    assert.ok(!shown.includes(portal.demo.accessKeyId));
  } finally {
    await reader.context.close();
  }
  const as = 'demo-reader' as const;
  const { body, status } = await portal.api('GET', '/runs', { as });
  assert.equal(status, 200);
  assert.ok(body.items.length > 0);
  for (const run of body.items) {
    assert.deepEqual(run.backups, []);
    assert.equal(
      (await portal.api('GET', `/runs/${run.id}/log`, { as })).status,
      403,
    );
  }
  assert.equal(
    (await portal.api('POST', '/plans/orders-nightly/run', { as })).status,
    403,
  );
  assert.equal((await portal.api('GET', '/destinations', { as })).status, 403);
});

testPictures(() => ({ portal, browser }));

test('no credential stands in what the portal printed or logged', async () => {
  const logs = ['backend', 's3', 'app'].map(name =>
    readFileSync(join(portal.dataDirectory, `logs/${name}.log`), 'utf8'),
  );
  const identity = readFileSync(portal.demo.identityFile, 'utf8')
    .split('\n')
    .find(line => line.startsWith('AGE-SECRET-KEY-'))!;
  for (const secret of [portal.demo.secretAccessKey, identity]) {
    for (const text of [...logs, portal.output()]) {
      assert.ok(!text.includes(secret), 'a log holds a credential');
    }
  }
});

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Portal, startPortal } from '../support/startPortal';
import { quantile } from './support/measure';
import { recordFigures } from './support/record';
import { makeFile } from './support/streams';

/**
 * What a run costs the portal: the time of an ordinary request, idle and while
 * a backup packs and uploads.
 */
const MIB = 1024 * 1024;
const BYTES = (process.env.UNDERSTUDY_LONG === '1' ? 4096 : 512) * MIB;
const EVERY_MS = 20;

let portal: Portal;
before(async () => {
  portal = await startPortal();
});
after(() => portal?.stop());

async function probe(
  until: () => boolean | Promise<boolean>,
): Promise<number[]> {
  const token = await portal.token('guest');
  const times: number[] = [];
  let over = false;
  while (!over) {
    const started = performance.now();
    const answer = await fetch(
      `${portal.backendUrl}/api/catalog/entities?limit=5`,
      {
        headers: { authorization: `Bearer ${token}` },
      },
    );
    await answer.arrayBuffer();
    assert.equal(answer.status, 200);
    const took = performance.now() - started;
    times.push(took);
    await new Promise(done => setTimeout(done, Math.max(0, EVERY_MS - took)));
    if (times.length % 25 === 0) over = await until();
  }
  return times;
}

test('a backup does not slow the portal down', async () => {
  const folder = join(portal.dataDirectory, 'demo', 'bench');
  mkdirSync(folder, { recursive: true });
  await makeFile(join(folder, 'dump.sql'), 'dump-like', BYTES);
  // The first slots of the demo's plans must not run into the measurement.
  const { body: settings, headers } = await portal.api('GET', '/settings');
  const off = await portal.api('PUT', '/settings', {
    headers: { 'if-match': headers.get('etag')! },
    body: {
      automaticBackup: false,
      off: {
        reason: 'Nothing else runs during the measurement',
        until: new Date(Date.now() + 3_600_000).toISOString(),
      },
      defaults: settings.defaults,
      notifications: settings.notifications,
    },
  });
  assert.equal(off.status, 200, JSON.stringify(off.body));
  const plan = await portal.api('POST', '/plans', {
    body: {
      name: 'bench',
      source: { type: 'files', options: { path: folder } },
      destinations: ['main'],
      encryption: { type: 'age', keys: ['demo'] },
      schedule: { every: 'never' },
    },
  });
  assert.equal(plan.status, 201, JSON.stringify(plan.body));

  await probe(() => true);
  const began = Date.now();
  const idle = await probe(() => Date.now() - began > 10_000);
  const { body: run } = await portal.api('POST', '/plans/bench/run');
  const status = async () =>
    (await portal.api('GET', `/runs/${run.id}`)).body.status;
  const during = await probe(
    async () => !['queued', 'running'].includes(await status()),
  );
  assert.equal(await status(), 'succeeded');

  const figures = {
    idleP99: quantile(idle, 0.99),
    duringP99: quantile(during, 0.99),
    idleP50: quantile(idle, 0.5),
    duringP50: quantile(during, 0.5),
    duringMax: Math.max(...during),
    samples: during.length,
  };
  recordFigures('portal', { mebibytes: BYTES / MIB, ...figures });
  assert.ok(
    during.length >= 50,
    `only ${during.length} requests during the run`,
  );
  // Expected: 2 x idle or + 10 ms; fails at 1.5 times that.
  const limit = Math.max(figures.idleP99 * 2, figures.idleP99 + 10) * 1.5;
  assert.ok(
    figures.duringP99 <= limit,
    `p99 ${figures.duringP99.toFixed(1)} ms during, ${figures.idleP99.toFixed(
      1,
    )} ms idle`,
  );
});

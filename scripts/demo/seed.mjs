import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstSlot } from './config.mjs';

/** The demo's plans, as somebody would make them on the Plans page. */
export function demoPlans(folder, at) {
  const plan = (name, title, entityRef, source) => ({
    name,
    title,
    ...(entityRef && { entityRef }),
    source,
    destinations: ['main'],
    encryption: { type: 'age', keys: ['demo'] },
    schedule: { every: 'day', at },
  });
  const path = name => join(folder, 'demo', name);
  return [
    plan('orders-nightly', 'Orders, every day', 'component:default/orders', {
      type: 'sqlite',
      options: { path: path('orders.db') },
    }),
    plan(
      'handbook-nightly',
      'Handbook, every day',
      'component:default/handbook',
      { type: 'files', options: { path: path('handbook') } },
    ),
    plan('portal', 'This portal, every day', null, {
      type: 'portal',
      options: {},
    }),
  ];
}

function client(ports) {
  const backend = `http://127.0.0.1:${ports.backend}/api`;
  let token;
  return async (method, path, { body, etag } = {}) => {
    if (!token) {
      const answer = await fetch(`${backend}/auth/guest/refresh`, {
        method: 'POST',
      });
      token = (await answer.json()).backstageIdentity.token;
    }
    const answer = await fetch(`${backend}/s3-backup${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...(etag && { 'if-match': etag }),
      },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (!answer.ok && answer.status !== 404) {
      throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    }
    return {
      found: answer.ok,
      etag: answer.headers.get('etag'),
      body: text ? JSON.parse(text) : undefined,
    };
  };
}

function destination(demo) {
  return {
    name: 'main',
    title: 'Demo bucket',
    bucket: demo.bucket,
    prefix: demo.prefix,
    region: demo.region,
    endpoint: demo.endpoint,
    forcePathStyle: true,
    credentials: {
      type: 'keys',
      accessKeyId: demo.accessKeyId,
      secretAccessKey: demo.secretAccessKey,
    },
  };
}

/**
 * Sets the demo up through the API, as its administrator would by hand, so
 * that everything in it can be changed on the pages. Once: what a developer
 * changed or deleted since stays so. Only the endpoint follows its port.
 */
export async function seedDemo(folder, ports, { timeZone, now = Date.now() }) {
  const call = client(ports);
  const demo = JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8'));
  const marker = join(folder, 'seeded');
  const known = await call('GET', '/destinations/main');
  if (existsSync(marker)) {
    const { found, etag, body } = known;
    if (found && body.endpoint !== demo.endpoint) {
      const { name: _, ...changed } = destination(demo);
      await call('PUT', '/destinations/main', {
        etag,
        body: { name: 'main', ...changed },
      });
    }
    return;
  }
  if (!known.found) {
    await call('POST', '/destinations', { body: destination(demo) });
  }
  const at = firstSlot(now, timeZone);
  for (const plan of demoPlans(folder, at)) {
    const { found } = await call('GET', `/plans/${plan.name}`);
    if (!found) await call('POST', '/plans', { body: plan });
  }
  const settings = await call('GET', '/settings');
  await call('PUT', '/settings', {
    etag: settings.etag,
    body: {
      automaticBackup: true,
      defaults: {
        destination: 'main',
        encryption: { type: 'age', keys: ['demo'] },
      },
      notifications: settings.body.notifications,
    },
  });
  writeFileSync(marker, `${new Date(now).toISOString()}\n`);
}

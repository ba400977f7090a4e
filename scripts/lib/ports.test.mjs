import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { portFrom, requireFreePorts } from './ports.mjs';

const listen = host =>
  new Promise(resolve => {
    const server = createServer().listen({ host, port: 0 }, () =>
      resolve(server),
    );
  });
const wish = (port, variable = 'A') => ({ port, variable, what: 'app' });

for (const host of ['127.0.0.1', '0.0.0.0', '::1']) {
  test(`a port that is taken on ${host} is said in one line`, async t => {
    const server = await listen(host);
    t.after(() => server.close());
    const { port } = server.address();
    await assert.rejects(requireFreePorts([wish(port)]), error => {
      assert.match(error.message, new RegExp(`^Port ${port} .* taken`));
      assert.ok(!error.message.includes('\n'));
      return true;
    });
  });
}

test('free ports pass, the same one twice does not', async () => {
  const server = await listen('127.0.0.1');
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  await requireFreePorts([wish(port)]);
  await assert.rejects(
    requireFreePorts([wish(port, 'A'), wish(port, 'B')]),
    /wanted for the app and for the app: set A/,
  );
});

test('a port from the environment is checked', t => {
  t.after(() => delete process.env.UNDERSTUDY_PROBE_PORT);
  assert.equal(portFrom('UNDERSTUDY_PROBE_PORT', 3000), 3000);
  process.env.UNDERSTUDY_PROBE_PORT = '4000';
  assert.equal(portFrom('UNDERSTUDY_PROBE_PORT', 3000), 4000);
  for (const bad of ['0', '65536', '3.5', 'http', '-1']) {
    process.env.UNDERSTUDY_PROBE_PORT = bad;
    assert.throws(
      () => portFrom('UNDERSTUDY_PROBE_PORT', 3000),
      /is not a port/,
    );
  }
});

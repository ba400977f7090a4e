import assert from 'node:assert/strict';
import { before, describe, it, test } from 'node:test';

test('passes', () => {});
test('fails', () => assert.equal(1, 2));
test.skip('is skipped', () => {});
test.todo('is to do');
test('takes hours', { skip: 'long form: set UNDERSTUDY_LONG=1' }, () => {});
test('is to do and fails', { todo: true }, () => assert.fail());
describe('a group', () => {
  it('passes inside', () => {});
  it('fails inside', () => assert.fail());
});
describe('a group whose hook fails', () => {
  before(() => assert.fail());
  it('never runs', () => {});
});
describe.skip('a skipped group', () => {
  it('is not reported', () => {});
});
test('has a part that fails', async t => {
  await t.test('the part', () => assert.fail());
});

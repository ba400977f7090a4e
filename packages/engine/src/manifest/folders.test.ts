import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifest } from '@understudy/model';
import { backupId } from './backupId';
import { isFixedName } from './files';
import { entityFolder, instantInKey, parseRunKey, runFolder } from './folders';
import { objectName, restoreLine } from './restoreLine';

const runId = '019aa3f0-7c00-7abc-8def-0123456789ab';

describe('folders', () => {
  it.each([
    ['component:default/orders', 'component/default/orders/nightly'],
    ['Component:Default/Orders', 'component/default/orders/nightly'],
    ['api:team_a/pay.v1-x', 'api/team_a/pay.v1-x/nightly'],
    ['component:default/a b', 'component/default/a%20b/nightly'],
    ['component:default/größe', 'component/default/gr%C3%B6%C3%9Fe/nightly'],
    ['component:default/100%', 'component/default/100%25/nightly'],
    ['component:default/..', 'component/default/%2E%2E/nightly'],
    ['component:./..', 'component/%2E/%2E%2E/nightly'],
    [
      '_portal:_owner/_checkup',
      '%5F%70%6F%72%74%61%6C/%5F%6F%77%6E%65%72/%5F%63%68%65%63%6B%75%70/nightly',
    ],
    [null, '_portal/nightly'],
  ])('%j has its plans in %s', (entityRef, folder) => {
    expect(entityFolder(entityRef, 'nightly')).toBe(folder);
  });

  it('refuses what is no entity ref', () => {
    for (const ref of ['orders', 'a:b', 'a:b/c/d', 'a/b:c/d', '']) {
      expect(() => entityFolder(ref, 'nightly')).toThrow(RangeError);
    }
  });

  it.each([
    [null, `_portal/nightly/2026-11-21T02-00-00Z_${runId}`],
    [
      'component:default/a b',
      `component/default/a%20b/nightly/2026-11-21T02-00-00Z_${runId}`,
    ],
  ])('the folder of a run of %j can be told again', (entityRef, folder) => {
    const at = '2026-11-21T02:00:00.123Z';
    expect(runFolder({ entityRef, plan: 'nightly', at, runId })).toBe(folder);
    expect(parseRunKey(`${folder}/a1/x.age`)).toEqual({
      folder,
      runId,
      rest: 'a1/x.age',
    });
  });

  it.each([
    'understudy.json',
    '_owner/0000000001_a_b',
    `_checkup/x/y/z/2026-11-21T02-00-00Z_${runId}/manifest.json`,
    'component/default/orders/nightly/plan.json',
    `component/default/orders/nightly/2026-11-21_${runId}/manifest.json`,
    `component/default/orders/2026-11-21T02-00-00Z_${runId}/manifest.json`,
    `component/default/orders/nightly/2026-11-21T02-00-00Z_${runId}/`,
  ])('%s is in no run', key => {
    expect(parseRunKey(key)).toBeUndefined();
  });

  it('instants in keys sort by time', () => {
    expect(instantInKey('2026-11-21T02:03:04.999Z')).toBe(
      '2026-11-21T02-03-04Z',
    );
    expect(instantInKey(new Date(0))).toBe('1970-01-01T00-00-00Z');
  });

  it.each([
    ['manifest.json', true],
    ['deleted.json', true],
    ['held.json', true],
    ['lock.json', true],
    ['a1/intent.json', true],
    ['a12/intent.json', true],
    ['proof/2026-11-21T02-00-00Z_read.json', true],
    ['a1/orders.db', false],
    ['a0/intent.json', false],
    ['a1/x/intent.json', false],
    ['proof/x.txt', false],
    ['proof/../manifest.json', false],
    ['manifest.json.bak', false],
    ['x/manifest.json', false],
  ])('%s is one of our fixed names: %s', (name, fixed) => {
    expect(isFixedName(name)).toBe(fixed);
  });
});

describe('what a manifest says for ever', () => {
  const file = join(__dirname, '../../../model/src/manifest.v1.json');
  const manifest = parseManifest(readFileSync(file, 'utf8'), 'manifest.json');

  it('its id depends on the prefix’ owner and on its key alone', () => {
    const folder = runFolder({ ...manifest, at: manifest.slot! });
    const key = `${folder}/manifest.json`;
    expect(backupId(manifest.owner, key)).toBe(
      '1083d85846c9378ee27ff482d7e14676',
    );
    expect(backupId(manifest.owner, `${key}x`)).not.toBe(
      backupId(manifest.owner, key),
    );
  });

  it('its restore line is the one we write today', () => {
    const [{ name, key, pack }] = manifest.artifacts;
    expect(key).toBe(`a1/${objectName(name, pack)}`);
    expect([restoreLine(name, key, pack)]).toEqual(manifest.restore);
    expect(restoreLine('x.tar', 'a1/x.tar.gz', ['gzip'])).toBe(
      'aws s3 cp {s3}/a1/x.tar.gz - | gzip -d > x.tar',
    );
    expect(restoreLine('x', 'a1/x', [])).toBe('aws s3 cp {s3}/a1/x - > x');
  });
});

import { classifyKey } from './classifyKey';

const RUN = '2026-11-21T02-00-00Z_019aa3c0-0000-7000-8000-000000000001';
const FOLDER = `component/default/orders/orders-nightly/${RUN}`;
const OWNER = '6f1c52a8-30ab-4f0e-9d0f-2f6f2d1f9a11';

describe('classifyKey', () => {
  it.each([
    ['understudy.json', 'owner-file'],
    [`_owner/0000000001_${OWNER}_${OWNER}`, 'owner-file'],
    ['_owner/0000000001_somebody', 'not-ours'],
    ['_owner/', 'not-ours'],
    ['status.json', 'status-file'],
    ['deep/status.json', 'not-ours'],
    ['_checkup/1234/probe', 'check-up'],
    ['_checkup/1234/', 'not-ours'],
    ['component/default/orders/orders-nightly/plan.json', 'plan-file'],
    ['_portal/portal/plan.json', 'plan-file'],
    ['component/default/orders/Orders/plan.json', 'not-ours'],
    ['component/default/orders/nightly/current/orders.db.zst', 'artifact'],
    ['component/default/orders/nightly/planXjson', 'not-ours'],
    [`${FOLDER}/manifest.json`, 'manifest'],
    [`_portal/portal/${RUN}/manifest.json`, 'manifest'],
    [`${FOLDER}/deleted.json`, 'tombstone'],
    [`${FOLDER}/held.json`, 'held'],
    [`${FOLDER}/lock.json`, 'lock'],
    [`${FOLDER}/proof/2026-11-21T02-00-00Z_read.json`, 'proof'],
    [`${FOLDER}/proof/read.json`, 'not-ours'],
    [`${FOLDER}/a1/intent.json`, 'intent'],
    [`${FOLDER}/a0/intent.json`, 'not-ours'],
    [`${FOLDER}/a12/orders.db.zst.age`, 'artifact'],
    [`${FOLDER}/a1/deep/orders.db`, 'not-ours'],
    [`${FOLDER}/a1/name with space`, 'not-ours'],
    [`${FOLDER}/notes.txt`, 'not-ours'],
    ['holiday.jpg', 'not-ours'],
    ['', 'not-ours'],
    [`_reserved/default/orders/nightly/${RUN}/manifest.json`, 'not-ours'],
    [`${FOLDER.replace('-7000-', '-4000-')}/manifest.json`, 'not-ours'],
  ])('%s is %s', (key, kind) => {
    expect(classifyKey(key).kind).toBe(kind);
  });

  it('names the folder and the attempt', () => {
    expect(classifyKey(`${FOLDER}/a12/orders.db`)).toEqual({
      kind: 'artifact',
      folder: FOLDER,
      attempt: 12,
    });
    expect(classifyKey(`${FOLDER}/notes.txt`)).toMatchObject({
      folder: FOLDER,
      attempt: null,
    });
  });
});

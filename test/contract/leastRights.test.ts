/**
 * A user with exactly the least policy of a destination can do all that is
 * done with it; without any one action it loses the steps that need it, and
 * no others. On local-s3, and on Ceph as far as that enforces actions.
 *
 * Run: node --require <node transform> --test test/contract/leastRights.test.ts
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { Bucket, openBucket, Policy } from '@understudy/engine';
import type { PolicyDocument } from '@understudy/local-s3';
import {
  connectionTo,
  LocalS3Server,
  RgwServer,
  startLocalS3,
  startRgw,
  whyNoRgw,
} from '../support';
import { CASES, RightsCase } from './support/leastCases';
import { LeastRights, lostSteps } from './support/LeastRights';

/** Two parts for a small backup, and no waiting for what is refused for good. */
const transfer = { uploadPartSize: 5 * 1024 ** 2, retries: 0 };

const isRole = (text: string): text is 'writer' | 'pruner' | 'restorer' =>
  ['writer', 'pruner', 'restorer'].includes(text);

/** What a case promises of whoever has the whole policy, and of who lacks an action. */
function promises(
  { all: expected, lost }: RightsCase,
  rights: () => LeastRights,
) {
  const whole: { outcomes: Record<string, string> } = { outcomes: {} };

  test('all of it is enough for all that is done', async () => {
    const all = await rights().outcomes();
    whole.outcomes = all;
    const good = new Set(['pass', 'ok']);
    const others = Object.entries(all).filter(([, it]) => !good.has(it));
    assert.deepEqual(Object.fromEntries(others), {
      'failed backup': 'source-gone',
      ...expected,
    });
  });

  for (const [name, steps] of Object.entries(lost)) {
    test(`without ${name}: ${steps.join(', ') || 'nothing'}`, async () => {
      const [role, action] = name.split(' ');
      assert.ok(isRole(role));
      assert.ok(rights().actions(role).includes(action), 'not in the policy');
      const less = await rights().outcomes({ role, action });
      assert.deepEqual(
        lostSteps(whole.outcomes, less).sort(),
        [...steps].sort(),
      );
    });
  }

  test('each action of the policy has been left out once', () => {
    const left = rights().roles.flatMap(role =>
      rights()
        .actions(role)
        .map(action => `${role} ${action}`),
    );
    assert.deepEqual(left.sort(), Object.keys(lost).sort());
  });
}

describe('the least rights, on local-s3', () => {
  const ground = {} as { server: LocalS3Server };
  before(async () => {
    ground.server = await startLocalS3({
      buckets: Object.entries(CASES.localS3).map(([name, { made }]) => ({
        name: `least-${name}`,
        blockPublicAccess: true,
        ...made,
      })),
    });
  });
  after(() => ground.server?.stop());

  for (const [name, one] of Object.entries(CASES.localS3)) {
    describe(one.title, () => {
      let rights: LeastRights;
      before(async () => {
        rights = await LeastRights.create({
          connection: {
            ...connectionTo(ground.server, `least *?$/${randomUUID()}`),
            ...one.wishes,
            bucket: `least-${name}`,
            transfer,
          },
          apart: one.apart,
          grant: async (role, policy) => {
            const accessKeyId = `LEAST${role}${randomUUID().slice(0, 8)}`;
            const keys = { accessKeyId, secretAccessKey: randomUUID() };
            ground.server.s3.users.add({
              ...keys,
              policy: policy as PolicyDocument,
            });
            return keys;
          },
        });
      });
      after(() => rights?.close());
      promises(one, () => rights);
    });
  }
});

describe('the least rights, on Ceph', async () => {
  const skip = await whyNoRgw();
  /** Ceph 16 refuses a policy that names them. */
  const unknown = new Set(['s3:GetEncryptionConfiguration']);

  describe(CASES.ceph.title, { skip }, () => {
    let server: RgwServer;
    let admin: Bucket;
    let rights: LeastRights;

    /** One user, whose rights stand in the policy of the bucket. */
    async function grant(_role: string, { Version, Statement }: Policy) {
      const { arn, ...keys } = server.limited;
      const statements = Statement.map(each => ({
        ...each,
        Action: each.Action.filter(action => !unknown.has(action)),
        Principal: { AWS: [arn] },
      }));
      await admin.client.send(
        new PutBucketPolicyCommand({
          Bucket: server.bucket,
          Policy: JSON.stringify({ Version, Statement: statements }),
        }),
      );
      return keys;
    }

    before(async () => {
      server = await startRgw();
      const connection = connectionTo(server, `least/${randomUUID()}`);
      admin = openBucket(connection);
      rights = await LeastRights.create({
        connection: { ...connection, transfer },
        grant,
      });
    });
    after(async () => {
      await rights?.close();
      admin?.close();
      await server?.stop();
    });
    promises(CASES.ceph, () => rights);
  });
});

import { accessDenied, S3Error } from '../errors';
import { readSmall } from '../http/body';
import type { Call, Operation } from '../http/call';
import { checkedBody } from '../http/checkedBody';
import { type Policy, policySchema } from '../policy/document';
import { document, element } from '../xml';

const maxBytes = 20 * 1024;

function malformed(message: string): S3Error {
  return S3Error.create({ status: 400, code: 'MalformedPolicy', message });
}

/** What S3 checks of a policy before it takes it. */
function readPolicy(text: string, bucket: string): Policy {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw malformed(
      "Policies must be valid JSON and the first byte must be '{'",
    );
  }
  const parsed = policySchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw malformed(`Policy has invalid ${issue.path.join('.') || 'content'}`);
  }
  const arn = `arn:aws:s3:::${bucket}`;
  for (const statement of parsed.data) {
    const { Principal, NotPrincipal, Action, NotAction } = statement;
    if (!Principal && !NotPrincipal) {
      throw malformed('Missing required field Principal');
    }
    const resources = statement.Resource ?? statement.NotResource ?? [];
    if (!resources.every(r => r === arn || r.startsWith(`${arn}/`))) {
      throw malformed('Policy has invalid resource');
    }
    const actions = Action ?? NotAction ?? [];
    if (!actions.every(action => /^(\*|s3:[\w*?]+)$/i.test(action))) {
      throw malformed('Policy has invalid action');
    }
  }
  return parsed.data;
}

/** Whether it lets strangers in. A condition counts as a fence, as most do for S3. */
function isPublic(policy: Policy): boolean {
  return policy.some(
    ({ Effect, Principal, Condition }) =>
      Effect === 'Allow' &&
      Principal?.includes('*') &&
      Object.keys(Condition).length === 0,
  );
}

function stored(call: Call): string {
  const { policy } = call.store.bucket(call.request.bucket).record;
  if (policy !== undefined) return policy;
  throw S3Error.create({
    status: 404,
    code: 'NoSuchBucketPolicy',
    message: 'The bucket policy does not exist',
    details: { BucketName: call.request.bucket },
  });
}

export const getBucketPolicy: Operation = {
  name: 'GetBucketPolicy',
  writes: false,
  async run(call) {
    const json = Buffer.from(stored(call));
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      length: json.length,
      stream: (async function* stream() {
        yield json;
      })(),
    };
  },
};

export const putBucketPolicy: Operation = {
  name: 'PutBucketPolicy',
  writes: true,
  async run(call) {
    const bucket = call.store.bucket(call.request.bucket);
    const body = checkedBody(call, { required: false });
    const text = (await readSmall(body, maxBytes)).toString();
    const policy = readPolicy(text, call.request.bucket);
    if (
      isPublic(policy) &&
      bucket.record.publicAccessBlock?.BlockPublicPolicy
    ) {
      throw accessDenied(
        `User is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${call.request.bucket}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
      );
    }
    await bucket.configure({ policy: text });
    return { status: 204 };
  },
};

export const deleteBucketPolicy: Operation = {
  name: 'DeleteBucketPolicy',
  writes: true,
  async run({ request, store }) {
    await store.bucket(request.bucket).configure({ policy: undefined });
    return { status: 204 };
  },
};

export const getBucketPolicyStatus: Operation = {
  name: 'GetBucketPolicyStatus',
  writes: false,
  async run(call) {
    const policy = readPolicy(stored(call), call.request.bucket);
    const answer = element('IsPublic', isPublic(policy));
    return { status: 200, xml: document('PolicyStatus', answer) };
  },
};

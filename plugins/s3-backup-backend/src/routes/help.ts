import {
  adviceApplySchema,
  awsDocumentsSchema,
  bucketAdviceSchema,
} from '@understudy/backstage-plugin-s3-backup-common';
import { byName } from './parameters';
import { route } from './route';

const tag = 'destinations';

/** What of an advice the audit keeps: which one. */
const idOf = (body: unknown): Record<string, string> => {
  const parsed = adviceApplySchema.safeParse(body);
  return parsed.success ? { advice: parsed.data.id } : {};
};

/** @internal */
export const helpRoutes = [
  route({
    method: 'get',
    path: '/destinations/:name/policies',
    id: 'getPolicies',
    tag,
    summary:
      'Least rights, bucket policy, lifecycle rules and alarms of a destination, as JSON, AWS CLI and Terraform',
    params: byName,
    answer: awsDocumentsSchema,
    handle: async ({ help }, { credentials, params }) => ({
      body: await help.policies(params.name, { credentials }),
    }),
  }),
  route({
    method: 'get',
    path: '/destinations/:name/advice',
    id: 'getAdvice',
    tag,
    summary: 'What is wise to set up around the bucket, and what of it is done',
    params: byName,
    answer: bucketAdviceSchema,
    handle: async ({ help }, { credentials, params }) => ({
      body: await help.advice(params.name, { credentials }),
    }),
  }),
  route({
    method: 'post',
    path: '/destinations/:name/advice',
    id: 'applyAdvice',
    tag,
    summary:
      'Make the call that an advice showed; refused where it would be another one by now',
    params: byName,
    body: adviceApplySchema,
    answer: bucketAdviceSchema,
    audit: { event: 'bucket-setting', severity: 'high', meta: idOf },
    handle: async ({ help }, { credentials, params, body }) => ({
      body: await help.apply(params.name, body, { credentials }),
    }),
  }),
];

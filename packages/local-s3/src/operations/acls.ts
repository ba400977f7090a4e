import { aclNotSupported, readAcl } from '../acl';
import { notImplemented } from '../errors';
import type { Operation } from '../http/call';
import { document, element, wrap } from '../xml';
import { findObject, readVersionId } from './findObject';
import { ownerXml } from './owner';

const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance';
const groups = 'http://acs.amazonaws.com/groups/global';

function grant(grantee: string, type: string, permission: string): string {
  return wrap(
    'Grant',
    `<Grantee xmlns:xsi="${schemaInstance}" xsi:type="${type}">${grantee}</Grantee>`,
    element('Permission', permission),
  );
}

/** The grants that a canned ACL stands for. */
function aclXml(acl: string | undefined): string {
  const owner = element('ID', '0'.repeat(64));
  const group = (name: string, permission: string) =>
    grant(element('URI', `${groups}/${name}`), 'Group', permission);
  const more = [
    acl?.startsWith('public-read') ? group('AllUsers', 'READ') : '',
    acl === 'public-read-write' ? group('AllUsers', 'WRITE') : '',
    acl === 'authenticated-read' ? group('AuthenticatedUsers', 'READ') : '',
  ];
  return document(
    'AccessControlPolicy',
    ownerXml(),
    wrap(
      'AccessControlList',
      grant(owner, 'CanonicalUser', 'FULL_CONTROL'),
      ...more,
    ),
  );
}

export const getBucketAcl: Operation = {
  name: 'GetBucketAcl',
  writes: false,
  async run({ request, store }) {
    store.bucket(request.bucket);
    return { status: 200, xml: aclXml(undefined) };
  },
};

export const getObjectAcl: Operation = {
  name: 'GetObjectAcl',
  writes: false,
  async run(call) {
    const bucket = call.store.bucket(call.request.bucket);
    const { key } = call.request;
    const record = findObject(bucket, key, readVersionId(call));
    return { status: 200, xml: aclXml(record.acl) };
  },
};

export const putObjectAcl: Operation = {
  name: 'PutObjectAcl',
  writes: true,
  async run(call) {
    const { request, store } = call;
    const bucket = store.bucket(request.bucket);
    const record = findObject(bucket, request.key, readVersionId(call));
    const acl = readAcl(request, bucket.record);
    if (acl === undefined) {
      const { ownership = 'BucketOwnerEnforced' } = bucket.record;
      if (request.headers.has('x-amz-acl')) return { status: 200 };
      if (ownership === 'BucketOwnerEnforced') throw aclNotSupported();
      // Grants one by one, in a body of XML.
      throw notImplemented({ Header: 'AccessControlPolicy' });
    }
    await bucket.update(record.key, record.versionId, () => ({ acl }));
    return { status: 200 };
  },
};

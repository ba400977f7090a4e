import {
  bucketArn,
  HelpedDestination,
  literally,
  objectsArn,
  partitionOf,
} from './place';
import { rightsOf, RightsRole } from './rights';

/**
 * One rule of a policy.
 * @public
 */
export interface Statement {
  Sid: string;
  Effect: 'Allow' | 'Deny';
  Principal?: '*' | { AWS: string };
  Action: string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/**
 * A policy of IAM or of a bucket.
 * @public
 */
export interface Policy {
  Version: '2012-10-17';
  Statement: Statement[];
}

/** Listings say what they list; no other request does. */
function listed(destination: HelpedDestination): Pick<Statement, 'Condition'> {
  const { prefix } = destination;
  if (prefix === '') return {};
  const name = literally(prefix);
  return { Condition: { StringLike: { 's3:prefix': [name, `${name}/*`] } } };
}

/** Where a key is named otherwise than by ARN, it is found by what it is called. */
function keyStatement(
  destination: HelpedDestination,
  actions: string[],
): Statement[] {
  const { region, expectedBucketOwner, store } = destination;
  const { type, keyId } = store?.encryption ?? {};
  // The account's own key for S3 is open to all who may use the bucket.
  if (type !== 'aws:kms' || !keyId || actions.length === 0) return [];
  const at = region || '*';
  const keys = `arn:${partitionOf(destination)}:kms:${at}:${
    expectedBucketOwner || '*'
  }:key`;
  const host = `s3.${at}.amazonaws.com`;
  const via = { StringLike: { 'kms:ViaService': host } };
  const Sid = 'UseKey';
  if (keyId.startsWith('alias/')) {
    const named = {
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': keyId },
    };
    return [
      {
        Sid,
        Effect: 'Allow',
        Action: actions,
        Resource: `${keys}/*`,
        Condition: { ...via, ...named },
      },
    ];
  }
  const Resource = keyId.startsWith('arn:') ? keyId : `${keys}/${keyId}`;
  return [{ Sid, Effect: 'Allow', Action: actions, Resource, Condition: via }];
}

/**
 * What a role of a destination must be allowed, and no more: statements of the
 * bucket and of its objects apart, below the prefix only.
 * @public
 */
export function leastPolicy(
  destination: HelpedDestination,
  role: RightsRole,
): Policy {
  const rights = rightsOf(destination, role);
  const Effect = 'Allow' as const;
  const bucket = bucketArn(destination);
  const statements: Statement[] = [
    {
      Sid: 'ListBelowPrefix',
      Effect,
      Action: rights.lists,
      Resource: bucket,
      ...listed(destination),
    },
    {
      Sid: role === 'setup' ? 'SetUpBucket' : 'ListUploads',
      Effect,
      Action: rights.bucket,
      Resource: bucket,
    },
    {
      Sid: 'SeeSettings',
      Effect,
      Action: rights.settings,
      Resource: bucket,
    },
    {
      Sid: 'ObjectsBelowPrefix',
      Effect,
      Action: rights.objects,
      Resource: objectsArn(destination),
    },
  ];
  return {
    Version: '2012-10-17',
    Statement: [
      ...statements.filter(({ Action }) => Action.length > 0),
      ...keyStatement(destination, rights.key),
    ],
  };
}

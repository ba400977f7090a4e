import type { Messages } from './Messages';

/** What a store answers. */
export const STORE_MESSAGES = {
  's3-denied-put': [
    'These keys may not write here',
    'S3 refused {action} on {bucket}/{prefix} (403 AccessDenied).',
    'Allow s3:PutObject on arn:aws:s3:::{bucket}/{prefix}/*. If it is allowed, look for a Deny in the bucket policy.',
  ],
  's3-denied-list': [
    'These keys may not list the bucket',
    'Refused ListBucket on {bucket}.',
    'Allow s3:ListBucket on the bucket ARN (without /*), with s3:prefix = {prefix}/* (no condition where the prefix is empty).',
  ],
  's3-denied-get': [
    'These keys may not read here',
    'S3 refused {action} on {bucket}/{prefix} (403 AccessDenied).',
    'Allow s3:GetObject on arn:aws:s3:::{bucket}/{prefix}/*. Without s3:ListBucket a missing key is refused, too.',
  ],
  's3-denied-delete': [
    'These keys may not delete here',
    'S3 refused {action} on {bucket}/{prefix} (403 AccessDenied).',
    'Allow s3:DeleteObject on arn:aws:s3:::{bucket}/{prefix}/*, or look for an Object Lock that still holds.',
  ],
  's3-denied-abort': [
    'Parts of a failed upload stay behind',
    'AbortMultipartUpload was refused on {bucket}/{prefix}.',
    'Solve the first error. Allow s3:AbortMultipartUpload and s3:ListBucketMultipartUploads, and let a lifecycle rule abort uploads after 2 days: leftover parts cost money.',
  ],
  's3-denied-setup': [
    'These keys may not change the bucket',
    'S3 refused {action} on {bucket} (403 AccessDenied). Nothing was changed.',
    'Make the call with keys of somebody who may; the least policy for setting up names the actions.',
  ],
  's3-no-such-bucket': [
    'The bucket does not exist',
    '{endpoint} knows no bucket "{bucket}" (404).',
    'Check spelling (lower case), account and endpoint. Or create it.',
  ],
  's3-wrong-owner': [
    'The bucket belongs to another account',
    '{bucket} is not owned by account {owner}.',
    'Check bucket and expected owner. If the bucket was deleted, somebody else may have made one of the same name: store nothing there.',
  ],
  's3-wrong-region': [
    'The bucket is in another region',
    'You said {region}; the bucket is in {actual}.',
    'Use {actual}. For S3-compatible storage enter the region name the server is configured with, exactly.',
  ],
  's3-unknown-key': [
    'The store does not know this access key',
    'InvalidAccessKeyId for {key4}…',
    'Check that the key is active and belongs to this account and endpoint.',
  ],
  's3-swapped-keys': [
    'Key and secret look swapped',
    'The ID has 40 characters, the secret 20 and begins with {begin}.',
    'Swap them.',
  ],
  's3-bad-signature': [
    'The secret does not fit this key',
    'SignatureDoesNotMatch.',
    'Paste the secret again, without spaces. If it is right: a proxy may change requests, or the endpoint needs path style.',
  ],
  's3-clock-skew': [
    'The clocks disagree',
    'This machine is {delta} off the store ({local} / {remote}); S3 accepts 15 min.',
    "Set this machine's clock (NTP). The store is rarely the wrong one.",
  ],
  's3-expired-token': [
    'The temporary credentials have expired',
    'ExpiredToken at {time}.',
    'Role-based: renew the role or its maximum duration. Pasted keys: enter fresh ones, or better use a role.',
  ],
  's3-sse-c-blocked': [
    'This bucket refuses customer-provided keys',
    'Writing with SSE-C was refused, without it was accepted.',
    "New AWS buckets block SSE-C. Choose AES-256 or KMS and let Understudy encrypt (age), or unblock SSE-C in the bucket's encryption settings.",
  ],
  's3-kms-denied': [
    'The KMS key may not be used',
    'S3 could not use {kmsKey} for {action}: {seen}.',
    'Allow kms:GenerateDataKey and kms:Decrypt (multipart needs both), in the key policy too if the key is in another account. Check that it is enabled and in {region}.',
  ],
  's3-acl-refused': [
    'The bucket takes no ACLs',
    'AccessControlListNotSupported for {acl}.',
    "Leave the ACL empty: who owns the bucket owns what is written. Or allow ACLs in the bucket's ownership settings.",
  ],
  's3-no-versioning': [
    'The bucket keeps no versions',
    'Versioning of {bucket} is {state}.',
    'Turn versioning on for this bucket, or choose the layout "objects".',
  ],
  's3-no-object-lock': [
    'The bucket cannot lock objects',
    'Object Lock was refused on {bucket}: {seen}.',
    'Turn Object Lock on for this bucket (many stores allow it only when a bucket is created), or leave the lock of this destination empty.',
  ],
  's3-bad-storage-class': [
    'The store does not know this storage class',
    'InvalidStorageClass: {class}.',
    'Use STANDARD, or one that this store offers.',
  ],
  's3-too-large': [
    'The object is larger than this store takes',
    '{size} bytes at part {n} of {maxParts} (limit {limit} bytes).',
    'Set the part size to automatic. If it is: split the source, or exclude what need not be kept.',
  ],
  's3-slow-down': [
    'The store asks us to slow down',
    '{status} {store}, {n} tries of {action}.',
    'Nothing, if it passes. Else fewer parts at once, spread the start times, or another prefix.',
  ],
  's3-quota': [
    'The store is full',
    '{action} on {bucket} was refused: {store} ({seen}).',
    'Free space or raise the quota or spending cap at the store. Older backups are untouched.',
  ],
  's3-locked': [
    'Object Lock keeps this backup',
    'Retained until {date} ({mode}).',
    'Wait. Governance mode can be lifted with s3:BypassGovernanceRetention; compliance mode by nobody. Retention tries again after {date}.',
  ],
  's3-needs-thaw': [
    'This backup is archived',
    'Its class is {class}; it must be retrieved first.',
    'Retrieve it. The restore waits and goes on by itself.',
  ],
  's3-not-readable-yet': [
    'Written, but not found afterwards',
    '404 for {key} after the store said 200.',
    'If it lasts, the store loses data: do not trust it.',
  ],
  's3-corrupt': [
    'The store did not give back what was written',
    '{key}: {expected} expected, {actual} found ({what}).',
    'Do not trust this store before a check-up passes. A proxy in between may change bodies.',
  ],
  's3-conflict': [
    'Somebody else wrote this key',
    'The store refused {action} of {key}: it exists already (412).',
    'Another attempt of this run may have finished. Nothing was overwritten.',
  ],
  's3-unsupported': [
    'The store does not support this',
    '{action}: {seen} ({status} {store}).',
    'Run the check-up again; the store may have changed. Otherwise choose another store.',
  ],
  's3-not-s3': [
    'This does not answer like S3',
    '{endpoint} answered {status} with something that is not XML: {seen}.',
    'Enter the address of the S3 API, not of the console or a web page. A proxy in between may answer in its place.',
  ],
  's3-failed': [
    'The store answered with an error',
    '{action} on {bucket}: {status} {seen}.',
    "Look at the store's own log under request id {requestId}. It may pass by itself.",
  ],
} satisfies Messages;

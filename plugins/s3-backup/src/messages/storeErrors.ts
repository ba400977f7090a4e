/** What a store, the network or credentials refuse. The words of each code, as the model has them. */
export const storeErrors = {
  'error.s3-denied-put.title': 'These keys may not write here',
  'error.s3-denied-put.message':
    'S3 refused {{action}} on {{bucket}}/{{prefix}} (403 AccessDenied).',
  'error.s3-denied-put.hint':
    'Allow s3:PutObject on arn:aws:s3:::{{bucket}}/{{prefix}}/*. If it is allowed, look for a Deny in the bucket policy.',
  'error.s3-denied-list.title': 'These keys may not list the bucket',
  'error.s3-denied-list.message': 'Refused ListBucket on {{bucket}}.',
  'error.s3-denied-list.hint':
    'Allow s3:ListBucket on the bucket ARN (without /*), with s3:prefix = {{prefix}}/* (no condition where the prefix is empty).',
  'error.s3-denied-get.title': 'These keys may not read here',
  'error.s3-denied-get.message':
    'S3 refused {{action}} on {{bucket}}/{{prefix}} (403 AccessDenied).',
  'error.s3-denied-get.hint':
    'Allow s3:GetObject on arn:aws:s3:::{{bucket}}/{{prefix}}/*. Without s3:ListBucket a missing key is refused, too.',
  'error.s3-denied-delete.title': 'These keys may not delete here',
  'error.s3-denied-delete.message':
    'S3 refused {{action}} on {{bucket}}/{{prefix}} (403 AccessDenied).',
  'error.s3-denied-delete.hint':
    'Allow s3:DeleteObject on arn:aws:s3:::{{bucket}}/{{prefix}}/*, or look for an Object Lock that still holds.',
  'error.s3-denied-abort.title': 'Parts of a failed upload stay behind',
  'error.s3-denied-abort.message':
    'AbortMultipartUpload was refused on {{bucket}}/{{prefix}}.',
  'error.s3-denied-abort.hint':
    'Solve the first error. Allow s3:AbortMultipartUpload and s3:ListBucketMultipartUploads, and let a lifecycle rule abort uploads after 2 days: leftover parts cost money.',
  'error.s3-denied-setup.title': 'These keys may not change the bucket',
  'error.s3-denied-setup.message':
    'S3 refused {{action}} on {{bucket}} (403 AccessDenied). Nothing was changed.',
  'error.s3-denied-setup.hint':
    'Make the call with keys of somebody who may; the least policy for setting up names the actions.',
  'error.s3-wrong-owner.title': 'The bucket belongs to another account',
  'error.s3-wrong-owner.message':
    '{{bucket}} is not owned by account {{owner}}.',
  'error.s3-wrong-owner.hint':
    'Check bucket and expected owner. If the bucket was deleted, somebody else may have made one of the same name: store nothing there.',
  'error.s3-no-such-bucket.title': 'The bucket does not exist',
  'error.s3-no-such-bucket.message':
    '{{endpoint}} knows no bucket "{{bucket}}" (404).',
  'error.s3-no-such-bucket.hint':
    'Check spelling (lower case), account and endpoint. Or create it.',
  'error.s3-wrong-region.title': 'The bucket is in another region',
  'error.s3-wrong-region.message':
    'You said {{region}}; the bucket is in {{actual}}.',
  'error.s3-wrong-region.hint':
    'Use {{actual}}. For S3-compatible storage enter the region name the server is configured with, exactly.',
  'error.s3-unknown-key.title': 'The store does not know this access key',
  'error.s3-unknown-key.message': 'InvalidAccessKeyId for {{key4}}…',
  'error.s3-unknown-key.hint':
    'Check that the key is active and belongs to this account and endpoint.',
  'error.s3-swapped-keys.title': 'Key and secret look swapped',
  'error.s3-swapped-keys.message':
    'The ID has 40 characters, the secret 20 and begins with {{begin}}.',
  'error.s3-swapped-keys.hint': 'Swap them.',
  'error.s3-bad-signature.title': 'The secret does not fit this key',
  'error.s3-bad-signature.message': 'SignatureDoesNotMatch.',
  'error.s3-bad-signature.hint':
    'Paste the secret again, without spaces. If it is right: a proxy may change requests, or the endpoint needs path style.',
  'error.s3-clock-skew.title': 'The clocks disagree',
  'error.s3-clock-skew.message':
    'This machine is {{delta}} off the store ({{local}} / {{remote}}); S3 accepts 15 min.',
  'error.s3-clock-skew.hint':
    "Set this machine's clock (NTP). The store is rarely the wrong one.",
  'error.s3-expired-token.title': 'The temporary credentials have expired',
  'error.s3-expired-token.message': 'ExpiredToken at {{time}}.',
  'error.s3-expired-token.hint':
    'Role-based: renew the role or its maximum duration. Pasted keys: enter fresh ones, or better use a role.',
  'error.s3-sse-c-blocked.title': 'This bucket refuses customer-provided keys',
  'error.s3-sse-c-blocked.message':
    'Writing with SSE-C was refused, without it was accepted.',
  'error.s3-sse-c-blocked.hint':
    "New AWS buckets block SSE-C. Choose AES-256 or KMS and let Understudy encrypt (age), or unblock SSE-C in the bucket's encryption settings.",
  'error.s3-kms-denied.title': 'The KMS key may not be used',
  'error.s3-kms-denied.message':
    'S3 could not use {{kmsKey}} for {{action}}: {{seen}}.',
  'error.s3-kms-denied.hint':
    'Allow kms:GenerateDataKey and kms:Decrypt (multipart needs both), in the key policy too if the key is in another account. Check that it is enabled and in {{region}}.',
  'error.s3-acl-refused.title': 'The bucket takes no ACLs',
  'error.s3-acl-refused.message': 'AccessControlListNotSupported for {{acl}}.',
  'error.s3-acl-refused.hint':
    "Leave the ACL empty: who owns the bucket owns what is written. Or allow ACLs in the bucket's ownership settings.",
  'error.s3-no-versioning.title': 'The bucket keeps no versions',
  'error.s3-no-versioning.message': 'Versioning of {{bucket}} is {{state}}.',
  'error.s3-no-versioning.hint':
    'Turn versioning on for this bucket, or choose the layout "objects".',
  'error.s3-no-object-lock.title': 'The bucket cannot lock objects',
  'error.s3-no-object-lock.message':
    'Object Lock was refused on {{bucket}}: {{seen}}.',
  'error.s3-no-object-lock.hint':
    'Turn Object Lock on for this bucket (many stores allow it only when a bucket is created), or leave the lock of this destination empty.',
  'error.s3-bad-storage-class.title':
    'The store does not know this storage class',
  'error.s3-bad-storage-class.message': 'InvalidStorageClass: {{class}}.',
  'error.s3-bad-storage-class.hint':
    'Use STANDARD, or one that this store offers.',
  'error.s3-too-large.title': 'The object is larger than this store takes',
  'error.s3-too-large.message':
    '{{size}} bytes at part {{n}} of {{maxParts}} (limit {{limit}} bytes).',
  'error.s3-too-large.hint':
    'Set the part size to automatic. If it is: split the source, or exclude what need not be kept.',
  'error.s3-slow-down.title': 'The store asks us to slow down',
  'error.s3-slow-down.message':
    '{{status}} {{store}}, {{n}} tries of {{action}}.',
  'error.s3-slow-down.hint':
    'Nothing, if it passes. Else fewer parts at once, spread the start times, or another prefix.',
  'error.s3-quota.title': 'The store is full',
  'error.s3-quota.message':
    '{{action}} on {{bucket}} was refused: {{store}} ({{seen}}).',
  'error.s3-quota.hint':
    'Free space or raise the quota or spending cap at the store. Older backups are untouched.',
  'error.s3-locked.title': 'Object Lock keeps this backup',
  'error.s3-locked.message': 'Retained until {{date}} ({{mode}}).',
  'error.s3-locked.hint':
    'Wait. Governance mode can be lifted with s3:BypassGovernanceRetention; compliance mode by nobody. Retention tries again after {{date}}.',
  'error.s3-needs-thaw.title': 'This backup is archived',
  'error.s3-needs-thaw.message':
    'Its class is {{class}}; it must be retrieved first.',
  'error.s3-needs-thaw.hint':
    'Retrieve it. The restore waits and goes on by itself.',
  'error.s3-not-readable-yet.title': 'Written, but not found afterwards',
  'error.s3-not-readable-yet.message':
    '404 for {{key}} after the store said 200.',
  'error.s3-not-readable-yet.hint':
    'If it lasts, the store loses data: do not trust it.',
  'error.s3-corrupt.title': 'The store did not give back what was written',
  'error.s3-corrupt.message':
    '{{key}}: {{expected}} expected, {{actual}} found ({{what}}).',
  'error.s3-corrupt.hint':
    'Do not trust this store before a check-up passes. A proxy in between may change bodies.',
  'error.s3-conflict.title': 'Somebody else wrote this key',
  'error.s3-conflict.message':
    'The store refused {{action}} of {{key}}: it exists already (412).',
  'error.s3-conflict.hint':
    'Another attempt of this run may have finished. Nothing was overwritten.',
  'error.s3-unsupported.title': 'The store does not support this',
  'error.s3-unsupported.message':
    '{{action}}: {{seen}} ({{status}} {{store}}).',
  'error.s3-unsupported.hint':
    'Run the check-up again; the store may have changed. Otherwise choose another store.',
  'error.s3-not-s3.title': 'This does not answer like S3',
  'error.s3-not-s3.message':
    '{{endpoint}} answered {{status}} with something that is not XML: {{seen}}.',
  'error.s3-not-s3.hint':
    'Enter the address of the S3 API, not of the console or a web page. A proxy in between may answer in its place.',
  'error.s3-failed.title': 'The store answered with an error',
  'error.s3-failed.message': '{{action}} on {{bucket}}: {{status}} {{seen}}.',
  'error.s3-failed.hint':
    "Look at the store's own log under request id {{requestId}}. It may pass by itself.",
  'error.net-not-found.title': 'This name does not resolve',
  'error.net-not-found.message': '{{reason}} {{host}}.',
  'error.net-not-found.hint':
    "Check the endpoint's spelling; with path style off the name is {{bucket}}.{{host}}: try path style.",
  'error.net-not-allowed.title': 'This address is not allowed',
  'error.net-not-allowed.message': 'The endpoint {{host}} is refused: {{why}}.',
  'error.net-not-allowed.hint':
    'Choose another endpoint, or let the operator name it in s3Backup.network.allow.',
  'error.net-plain-http.title': 'Plain http needs a yes',
  'error.net-plain-http.message':
    '{{endpoint}} is plain http to another machine: everybody in between can read along.',
  'error.net-plain-http.hint':
    'Use https, or say yes to it (allowPlainHttp). Signed requests keep the secret key; all else can be read.',
  'error.region-not-allowed.title': 'Data may not be kept in this region',
  'error.region-not-allowed.message':
    'The region is {{region}}; this portal allows {{allowed}}.',
  'error.region-not-allowed.hint':
    'Choose a bucket in one of these regions, or let the operator name this one in s3Backup.allowedRegions.',
  'error.append-only.title': 'These keys may only append',
  'error.append-only.message':
    'Destination {{destination}} is append-only: {{what}}.',
  'error.append-only.hint':
    'Give it a second set of credentials for this (deleting, restoring), or do it with the command line and other keys.',
  'error.net-refused.title': 'Nobody listens there',
  'error.net-refused.message': 'ECONNREFUSED {{host}}:{{port}}.',
  'error.net-refused.hint':
    'Is the store running, the port right, http and https not mixed up? From a container, localhost is the container.',
  'error.net-reset.title': 'The connection broke',
  'error.net-reset.message': '{{action}}: {{reason}}, after {{n}} tries.',
  'error.net-reset.hint':
    'Look at the network and at proxies between this machine and the store. It may pass by itself.',
  'error.net-timeout.title': 'The store did not answer in time',
  'error.net-timeout.message':
    '{{action}}: no answer within {{limit}} seconds, {{n}} tries.',
  'error.net-timeout.hint':
    'Look at the network, and at a proxy or firewall that holds connections.',
  'error.net-slow.title': 'The upload is slow',
  'error.net-slow.message':
    '{{rate}}, usual {{usual}}; the {{limiting}} is the limit.',
  'error.net-slow.hint':
    'Network: same region, more parts at once, Transfer Acceleration. Packing: a lower level. Source: look there.',
  'error.tls-untrusted.title': 'The certificate is not trusted',
  'error.tls-untrusted.message': '{{reason}} for {{host}}.',
  'error.tls-untrusted.hint':
    "Give the store's CA to this machine (NODE_EXTRA_CA_CERTS). Skipping the check lets anybody in between read your keys.",
  'error.credentials-missing.title': 'No credentials were found',
  'error.credentials-missing.message': 'Tried {{tried}}: {{reason}}.',
  'error.credentials-missing.hint':
    'Give the worker a role, or enter an access key and its secret.',
  'error.credentials-malformed.title': 'The keys cannot be right',
  'error.credentials-malformed.message': '{{what}}.',
  'error.credentials-malformed.hint':
    'Paste them again, without spaces and line breaks inside.',
} as const;

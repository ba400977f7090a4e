import { ErrorCode } from './error';

/**
 * Title, what we saw, what to do. `{x}` are details of the error.
 */
export const MESSAGES: Record<
  ErrorCode,
  [title: string, message: string, hint: string]
> = {
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
  'net-not-found': [
    'This name does not resolve',
    '{reason} {host}.',
    "Check the endpoint's spelling; with path style off the name is {bucket}.{host}: try path style.",
  ],
  'net-not-allowed': [
    'This address is not allowed',
    'The endpoint {host} is refused: {why}.',
    'Choose another endpoint, or let the operator name it in s3Backup.network.allow.',
  ],
  'net-refused': [
    'Nobody listens there',
    'ECONNREFUSED {host}:{port}.',
    'Is the store running, the port right, http and https not mixed up? From a container, localhost is the container.',
  ],
  'net-reset': [
    'The connection broke',
    '{action}: {reason}, after {n} tries.',
    'Look at the network and at proxies between this machine and the store. It may pass by itself.',
  ],
  'net-timeout': [
    'The store did not answer in time',
    '{action}: no answer within {limit} seconds, {n} tries.',
    'Look at the network, and at a proxy or firewall that holds connections.',
  ],
  'net-slow': [
    'The upload is slow',
    '{rate}, usual {usual}; the {limiting} is the limit.',
    'Network: same region, more parts at once, Transfer Acceleration. Packing: a lower level. Source: look there.',
  ],
  'tls-untrusted': [
    'The certificate is not trusted',
    '{reason} for {host}.',
    "Give the store's CA to this machine (NODE_EXTRA_CA_CERTS). Skipping the check lets anybody in between read your keys.",
  ],
  'credentials-missing': [
    'No credentials were found',
    'Tried {tried}: {reason}.',
    'Give the worker a role, or enter an access key and its secret.',
  ],
  'credentials-malformed': [
    'The keys cannot be right',
    '{what}.',
    'Paste them again, without spaces and line breaks inside.',
  ],
  'disk-full': [
    'No space left on {path}',
    'Needed {need} bytes, free {free} bytes.',
    'Free some, or choose another place. What was half written has been removed.',
  ],
  'source-gone': [
    'The source is not there',
    '{path} does not exist.',
    'Mount or rename it back. If it is gone for good, delete the plan: its backups stay.',
  ],
  'source-denied': [
    'The source may not be read',
    '{path}: {reason}.',
    'Let the worker read it, and list its folder under s3Backup.roots.read.',
  ],
  'source-empty': [
    'The source gave nothing',
    '{bytes} bytes of {artifact}; at least {minimum} were expected.',
    'We do not store an empty backup. If it may be empty, set the minimum size of the plan to 0.',
  ],
  'source-failed': [
    'The source could not be read',
    '{seen}',
    'Look at the source with its own tools. Nothing was stored; older backups are untouched.',
  ],
  'source-invalid': [
    'The source is damaged',
    '{seen}',
    'Repair the source or restore an older backup of it. Nothing was stored; older backups are untouched.',
  ],
  'tool-missing': [
    '{tool} is not installed',
    'Not found in {searched}.',
    "Install it in the worker's image: {line}",
  ],
  'pg-missing': [
    '{tool} is not installed',
    'Not found in {searched}.',
    "Install the PostgreSQL client in the worker's image: {line}",
  ],
  'pg-version': [
    'pg_dump is older than the server',
    'Server {server}, pg_dump {client}.',
    "Install PostgreSQL client {serverMajor} in the worker's image: {line} A newer client than the server is fine.",
  ],
  'db-auth': [
    'The database refused the password',
    '{user}@{host}:{port}: {seen}.',
    'Enter the password of this user again, and try it with "Check source". If it is right: may this user connect from this machine?',
  ],
  suspicious: [
    'Much smaller than usual',
    '{size} bytes, usual {usual} bytes. Nothing was published; the bytes are held until {until}.',
    'Older backups are untouched and nothing is pruned. If it is right, accept this run; else look at the source.',
  ],
  stalled: [
    'No data for {limit}',
    'Stopped in phase {phase} after {bytes} bytes.',
    'Look for locks or a hanging mount at the source, or a silent network.',
  ],
  'time-limit': [
    'The run took longer than its limit',
    'Stopped after {limit} in phase {phase}.',
    "Raise the plan's time limit, or copy less at once.",
  ],
  'worker-lost': [
    'The worker went away',
    'Last heartbeat {time}; {signal}.',
    'It was likely killed or out of memory. What it uploaded is swept two leases after its end.',
  ],
  'lease-lost': [
    'This attempt lost its right to publish',
    'The lease ended before the manifest was written; nothing was published.',
    'Another attempt may be running. If this repeats, the database or this machine is too slow.',
  ],
  cancelled: [
    'Cancelled by {by}',
    'The run was cancelled in phase {phase}; its upload was aborted and nothing of it is kept.',
    'Earlier backups are untouched.',
  ],
  'foreign-prefix': [
    'This prefix belongs to somebody else',
    'understudy.json names instance {other}, since {date}.',
    'Choose another prefix. Never share one between two portals.',
  ],
  'nested-prefix': [
    'Prefixes of one bucket may not be nested',
    '{prefix} lies within, or holds, {other} of {bucket}.',
    'Choose a prefix beside it.',
  ],
  'stale-epoch': [
    'Another portal took this prefix over',
    'Epoch {epoch} is ours; {current} rules.',
    'This portal has stopped writing. If it is a copy, give it a destination of its own.',
  ],
  'identity-missing': [
    'This portal cannot decrypt',
    'Encrypted to {recipients}; no identity is configured.',
    'By design, perhaps: use the recovery kit (understudy restore). Or configure an identity for this portal.',
  ],
  'identity-mismatch': [
    'None of our keys fits this backup',
    'Encrypted to {recipients}; we hold {held}.',
    'Find the identity for these recipients. The file itself is sound.',
  ],
  'recipients-missing': [
    'Nobody to encrypt to',
    '{what}',
    'Choose a key, paste recipients, or store in clear explicitly.',
  ],
  'secret-key-missing': [
    'Secrets cannot be stored yet',
    'No s3Backup.secretKeys in the configuration.',
    'Set it to 32 random bytes in base64 (openssl rand -base64 32) and restart, or use role-based credentials.',
  ],
  'manifest-unreadable': [
    'A manifest cannot be read',
    '{key}: {reason}.',
    'Nothing is deleted while a manifest cannot be read. Look at the object in the bucket.',
  ],
  'manifest-newer': [
    'A manifest of a newer version',
    '{key} has version {version}; this version reads 1.x.',
    'Update Understudy to read it.',
  ],
  'backup-damaged': [
    'The backup is damaged',
    '{artifact}: {what}.',
    'Use another backup of this plan, and find out what changed this one. Nothing unproven was released.',
  ],
  'backup-gone': [
    'The backup is gone',
    '{key} was not found in the bucket.',
    'Somebody may have deleted it. Choose another backup.',
  ],
  'backup-deleting': [
    'The backup is being deleted',
    '{key} has a tombstone.',
    'Choose another backup.',
  ],
  'last-good-backup': [
    'The last good backup stays',
    '{plan} has no other good backup at {destination}.',
    'Make and prove a newer backup first.',
  ],
  'backup-locked': [
    'The backup is locked',
    '{key}: {reason} (by {by}, until {until}).',
    'Unlock it first, or wait until its lock has ended.',
  ],
  'prune-stopped': [
    'Retention stopped by itself',
    '{seen} Nothing was deleted.',
    'Look at what was seen. Retention goes on by itself once it is in order; until then every backup stays.',
  ],
  'artifact-missing': [
    'No such artifact',
    'The backup holds no artifact "{name}".',
    'It holds {names}.',
  ],
  'restore-target-exists': [
    'Something is there already',
    '{path} exists and was not touched.',
    'Choose a place that does not exist yet.',
  ],
  'restore-target-outside': [
    'This place is not allowed',
    '{path} lies outside the folders for restores.',
    'Choose a place under {roots} (s3Backup.roots.write).',
  ],
  'restore-unsafe': [
    'The archive wants to write outside its place',
    '{entry}: {reason}.',
    'The restore was stopped and what it wrote removed. Do not trust this archive.',
  ],
  'restore-failed': [
    'The restore did not end well',
    '{seen}',
    'What it had made is removed, and the backup is untouched. Restore into a folder to look at what was stored.',
  ],
  'options-invalid': [
    'The options are not valid',
    '{what}',
    'Correct the options of the plan.',
  ],
  'plan-gone': [
    'The plan is gone',
    'There is no plan "{plan}".',
    'It may have been deleted since.',
  ],
  'destination-gone': [
    'The destination is gone',
    'There is no destination "{destination}".',
    'Add it again, or change the plan.',
  ],
  defect: [
    'This is a defect in Understudy',
    '{seen}',
    'Copy the report and tell us. Nothing was published.',
  ],
};

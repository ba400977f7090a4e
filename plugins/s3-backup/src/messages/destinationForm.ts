/** Of the form of a destination, beyond where and who. */
export const destinationForm = {
  'backup.lock': 'Object Lock',
  'backup.lockedUntil': 'until {{until}} ({{mode}})',

  'destinationForm.owner': 'Expected bucket owner',
  'destinationForm.ownerHelp':
    'AWS account id. A bucket of another account is refused, even one of the same name.',
  'destinationForm.ownerWrong': 'An AWS account id has 12 digits.',
  'destinationForm.rare': 'Rarely needed',

  'destinationForm.role': 'A role that is assumed',
  'destinationForm.replacedInPlace':
    'The earlier keys stay in use until the new ones pass.',
  'destinationForm.temporary': 'These keys are temporary',
  'destinationForm.sessionToken': 'Session token',
  'destinationForm.sessionTokenHelp':
    'Temporary keys end, and backups with them: a role is better.',
  'destinationForm.source': 'Where the machine has them',
  'destinationForm.source.default': 'Anywhere: tried one by one',
  'destinationForm.source.environment': 'Environment variables',
  'destinationForm.source.profile': 'Shared profile (~/.aws)',
  'destinationForm.source.web-identity': 'Web identity (EKS, IRSA)',
  'destinationForm.source.container': 'Container (ECS, EKS Pod Identity)',
  'destinationForm.source.instance': 'EC2 instance',
  'destinationForm.profile': 'Profile',
  'destinationForm.roleArn': 'ARN of the role',
  'destinationForm.roleArnWrong':
    'Write it as arn:aws:iam::111122223333:role/name.',
  'destinationForm.externalId': 'External id',
  'destinationForm.externalIdHelp':
    'Let the role’s trust policy ask for it (StringEquals sts:ExternalId): then no other portal can be talked into using the role.',
  'destinationForm.assumedBy': 'Assumed by',
  'destinationForm.sessionName': 'Session name',
  'destinationForm.stsEndpoint': 'STS endpoint',
  'destinationForm.others': 'Other credentials for deleting or restoring',
  'destinationForm.othersHelp':
    'So that those who write cannot delete, or those who write cannot read.',
  'destinationForm.pruneWho': 'Others for deleting',
  'destinationForm.restoreWho': 'Others for restores and downloads',

  'destinationForm.stored': 'How stored',
  'destinationForm.class': 'Storage class',
  'destinationForm.classDefault': 'The bucket’s default',
  'destinationForm.classOther': 'Another one…',
  'destinationForm.classOwn': 'Name of the storage class',
  'destinationForm.classOwnWrong': 'Capital letters, digits, _ and -.',
  'destinationForm.class.STANDARD': 'Read at once; no minimum duration.',
  'destinationForm.class.INTELLIGENT_TIERING':
    'S3 moves what nobody reads; a small fee for each object.',
  'destinationForm.class.STANDARD_IA':
    'Read at once, for a fee by GB; billed for 30 days and 128 KiB at least.',
  'destinationForm.class.ONEZONE_IA':
    'As STANDARD_IA, in one availability zone: lost with it.',
  'destinationForm.class.GLACIER_IR':
    'Read at once, for a higher fee; billed for 90 days at least.',
  'destinationForm.class.GLACIER':
    'Must be retrieved first: 3–5 h, or minutes for more money. Billed for 90 days at least.',
  'destinationForm.class.DEEP_ARCHIVE':
    'Must be retrieved first: up to 12 h, in bulk 48 h. Billed for 180 days at least.',
  'destinationForm.class.EXPRESS_ONEZONE':
    'Only in directory buckets, in one availability zone.',
  'destinationForm.class.REDUCED_REDUNDANCY':
    'Of old: less durable than STANDARD, and not cheaper.',
  'destinationForm.classHelp':
    'Of artifacts. Manifests stay in the bucket’s default, so that they can be read at once.',
  'destinationForm.classUnreadable':
    'Backups in this class can be verified and restored only after they were retrieved.',
  'destinationForm.sse': 'Encryption by the store',
  'destinationForm.sseHelp':
    'Beside Understudy’s own, which the store cannot open.',
  'destinationForm.sseNone': 'The bucket’s default',
  'destinationForm.sseAes': 'AES-256: the store’s own keys',
  'destinationForm.sseKms': 'AWS KMS',
  'destinationForm.sseC': 'A key of yours (SSE-C)',
  'destinationForm.kmsKey': 'KMS key',
  'destinationForm.kmsKeyHelp':
    'ARN, id or alias. Empty: the account’s own key for S3.',
  'destinationForm.bucketKey': 'Bucket key: fewer calls of KMS',
  'destinationForm.kmsContext': 'Encryption context',
  'destinationForm.kmsContextHelp':
    'A name=value on each line. It stands in KMS’s audit trail.',
  'destinationForm.kmsContextWrong': 'Write name=value on each line.',
  'destinationForm.customerKey': 'Your key',
  'destinationForm.customerKeyHelp':
    '32 random bytes in base64 (openssl rand -base64 32). Keep a copy: without it nobody reads these backups, and what is stored stays under the key it was written with.',
  'destinationForm.customerKeyWrong': 'It is not 32 bytes in base64.',
  'destinationForm.lock': 'Object Lock',
  'destinationForm.lockNone': 'None',
  'destinationForm.lockGovernance':
    'Governance: some may lift it (s3:BypassGovernanceRetention)',
  'destinationForm.lockCompliance': 'Compliance: nobody may lift it',
  'destinationForm.lockDays': 'Locked for so many days',
  'destinationForm.lockDaysHelp':
    'From the start of a run. Retention deletes nothing before; neither can you.',
  'destinationForm.lockDaysWrong': '1 to 36,500 days.',
  'destinationForm.tags': 'Tag objects with plan and entity',
  'destinationForm.acl': 'Canned ACL',
  'destinationForm.aclNone': 'None (right for new AWS buckets)',
  'destinationForm.aclPublic':
    'Anybody on the internet may read what is written with this ACL.',
  'destinationForm.timeAfterStore': 'Record backup time after store',
  'destinationForm.transferred': 'How transferred',
  'destinationForm.transferredHelp':
    'Automatic: what is empty follows the size of the backup and what the store can do.',
  'destinationForm.automatic': 'empty: automatic',
  'destinationForm.uploadPartSize': 'Upload: size of a part (MiB)',
  'destinationForm.uploadConcurrency': 'Upload: parts at once',
  'destinationForm.downloadPartSize': 'Download: size of a request (MiB)',
  'destinationForm.downloadConcurrency': 'Download: requests at once',
  'destinationForm.partTimeout': 'Time limit of a part (seconds)',
  'destinationForm.uploadBandwidth': 'Upload limit (MiB a second)',
  'destinationForm.downloadBandwidth': 'Download limit (MiB a second)',
  'destinationForm.retries': 'Repetitions of a request',
  'destinationForm.memoryHelp':
    'A run holds one part more in memory than it sends at once.',
  'destinationForm.proxy': 'Proxy',
  'destinationForm.proxyHelp':
    'http://host:port, with user:password@ where it asks. Empty: HTTPS_PROXY, HTTP_PROXY and NO_PROXY of the environment.',
  'destinationForm.proxyWrong': 'Write it as http://host:port.',
  'destinationForm.safety': 'Safety',
  'destinationForm.caBundle': 'Own authorities (CA bundle)',
  'destinationForm.caBundleHelp':
    'PEM text. Trusted beside the authorities that this machine trusts.',
  'destinationForm.caBundleWrong': 'It holds no certificate (PEM).',
  'destinationForm.skipTls': 'Skip TLS verification',
  'destinationForm.skipTlsWarning':
    'Anybody in between can read, and pose as the store. Give the authority’s certificate instead.',
  'destinationForm.timeAfterStoreHelp':
    'For stores that show or stamp late what they took, and backups that are “not found” right after they were made.',
} as const;

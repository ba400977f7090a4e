export const destinations = {
  'destinations.title': 'Destinations',
  'destinations.tableName': 'Destinations',
  'destinations.new': 'Add destination',
  'destinations.empty': 'Add a bucket. We test it before the first backup.',
  'destinations.emptyReader': 'No destination is open to you.',
  'destinations.name': 'Name',
  'destinations.health': 'Health',
  'destinations.bucket': 'Bucket / prefix',
  'destinations.place': 'Region or endpoint',
  'destinations.stored': 'Stored',
  'destinations.usedBy': 'Used by',
  'destinations.plans_one': '1 plan',
  'destinations.plans_other': '{{count}} plans',
  'destinations.checked': 'checked {{when}}',
  'destinations.test': 'Test',
  'destinations.delete': 'Delete…',

  'destination.gone':
    'This destination is not there, or it is not open to you.',
  'destination.where': 'Where',
  'destination.bucket': 'Bucket',
  'destination.prefix': 'Prefix',
  'destination.noPrefix': 'none',
  'destination.region': 'Region',
  'destination.endpoint': 'Endpoint',
  'destination.aws': 'Amazon S3',
  'destination.pathStyle': 'Path style',
  'destination.who': 'Who',
  'destination.accessKey': 'Access key ID',
  'destination.secret': 'Secret access key',
  'destination.secretSet': '•••• set {{when}}',
  'destination.secretSetPlain': '•••• set',
  'destination.ambient': 'The machine’s own credentials: no keys here',
  'destination.kept': 'How stored and transferred',
  'destination.lockText_one': '1 day ({{mode}})',
  'destination.lockText_other': '{{count}} days ({{mode}})',
  'destination.uploadPartSize': 'Upload: size of a part',
  'destination.downloadPartSize': 'Download: size of a request',
  'destination.partTimeout': 'Time limit of a part',
  'destination.uploadBandwidth': 'Upload limit',
  'destination.downloadBandwidth': 'Download limit',
  'destination.set': 'set',
  'destination.skipsTls': 'The certificate of this store is not verified',
  'destination.stored': 'Stored',
  'destination.storedText_one': '1 backup, {{bytes}}',
  'destination.storedText_other': '{{count}} backups, {{bytes}}',
  'destination.usedBy': 'Used by',
  'destination.unused': 'no plan',
  'destination.deleteTitle': 'Delete the destination {{name}}?',
  'destination.deleteBody': 'Only the settings go. The bucket is not touched.',
  'destination.deleteBodyHolds_one':
    'Only the settings go; the backup stays in the bucket and is found again by Rebuild from bucket.',
  'destination.deleteBodyHolds_other':
    'Only the settings go; the {{count}} backups stay in the bucket and are found again by Rebuild from bucket.',
  'destination.deleteConfirm': 'Delete destination',
  'destination.deleteUsed':
    'It is used by {{plans}}: change these plans first.',

  'destinationForm.newTitle': 'Add destination',
  'destinationForm.editTitle': 'Edit {{name}}',
  'destinationForm.name': 'Name',
  'destinationForm.titleField': 'Title',
  'destinationForm.bucket': 'Bucket',
  'destinationForm.prefix': 'Prefix',
  'destinationForm.prefixHelp':
    'A folder inside the bucket that is Understudy’s alone.',
  'destinationForm.region': 'Region',
  'destination.appendOnly': 'Append-only: these keys may list and put',
  'destination.appendOnlyBody':
    'Nothing is verified, pruned or restored from here with them. What failed runs and check-ups leave stays, and costs money: set the lifecycle rule below.',
  'destination.appendOnlyOthers':
    'Nothing is verified here. Deleting and restoring use credentials of their own: {{uses}}. Set the lifecycle rule below for what the others leave.',
  'destination.appendOnlyRule': 'Lifecycle rule for the bucket',
  'destinationForm.appendOnly':
    'Append-only: the keys may list and put, no more',
  'destinationForm.appendOnlyHelp':
    'Nothing else is asked of the store with them: no reading back, verifying, deleting, restoring. The check of an upload is the checksum that the store answers, its size and its ETag.',
  'destinationForm.provider': 'Provider',
  'destinationForm.regionHelp':
    'Choose one, or type its name. Empty: the machine’s.',
  'destinationForm.regionUsual':
    'Empty: what the endpoint’s name tells, else {{region}}.',
  'destinationForm.regionWrong': 'Letters, digits and dashes.',
  'destinationForm.plainHttp': 'Plain http is meant',
  'destinationForm.plainHttpHelp':
    'Everybody in between can read along: names, sizes, and what is not encrypted by Understudy.',
  'destinationForm.plainHttpWrong':
    'Plain http to another machine needs this yes. Better: https.',
  'destinationForm.failover': 'Further addresses of the same store',
  'destinationForm.failoverHelp':
    'One on each line. The next one is used where nobody answers.',
  'destinationForm.dualStack': 'Dual stack (IPv6, too)',
  'destinationForm.fips': 'FIPS endpoints',
  'destinationForm.accelerate': 'Transfer Acceleration',
  'destinationForm.accelerateHelp':
    'Quicker from far away, for a fee by GB. The bucket must have it turned on.',
  'destinationForm.accelerateWrong':
    'Not with FIPS, nor with dots in the bucket’s name.',
  'destinationForm.endpoint': 'Endpoint (only for S3-compatible storage)',
  'destinationForm.pathStyle':
    'Path style (bucket in the path, not in the host)',
  'destinationForm.credentials': 'Credentials',
  'destinationForm.keys': 'Access key and secret',
  'destinationForm.ambient': 'The machine’s own: no keys here',
  'destinationForm.newSecret':
    'Endpoint or bucket changed: enter the secret again.',
  'destinationForm.replace': 'Replace',
  'destinationForm.trimmed': 'Removed a space at the end.',
  'destinationForm.required': 'This is needed.',
  'destinationForm.endpointWrong':
    'Write it as https://host or https://host:port.',
  'destinationForm.bucketWrong':
    '3–63 lower-case letters, digits, dots and dashes.',
  'destinationForm.prefixWrong':
    'No leading slash, no empty segment, no . or .. segment.',
  'destinationForm.nameWrong':
    'Use 1–63 lower-case letters, digits and dashes, beginning and ending with a letter or digit.',
  'destinationForm.create': 'Save',
  'destinationForm.saveAnyway': 'Save anyway',
  'destinationForm.saveAnywayHelp':
    'Backups will probably fail until a check-up passes.',
} as const;

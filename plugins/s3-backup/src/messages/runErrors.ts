/** What sources, runs, keys and backups refuse. The words of each code, as the model has them. */
export const runErrors = {
  'error.disk-full.title': 'No space left on {{path}}',
  'error.disk-full.message': 'Needed {{need}} bytes, free {{free}} bytes.',
  'error.disk-full.hint':
    'Free some, or choose another place. What was half written has been removed.',
  'error.source-gone.title': 'The source is not there',
  'error.source-gone.message': '{{path}} does not exist.',
  'error.source-gone.hint':
    'Mount or rename it back. If it is gone for good, delete the plan: its backups stay.',
  'error.source-denied.title': 'The source may not be read',
  'error.source-denied.message': '{{path}}: {{reason}}.',
  'error.source-denied.hint':
    'Let the worker read it, and list its folder under s3Backup.roots.read.',
  'error.source-empty.title': 'The source gave nothing',
  'error.source-empty.message':
    '{{bytes}} bytes of {{artifact}}; at least {{minimum}} were expected.',
  'error.source-empty.hint':
    'We do not store an empty backup. If it may be empty, set the minimum size of the plan to 0.',
  'error.source-failed.title': 'The source could not be read',
  'error.source-failed.message': '{{seen}}',
  'error.source-failed.hint':
    'Look at the source with its own tools. Nothing was stored; older backups are untouched.',
  'error.source-invalid.title': 'The source is damaged',
  'error.source-invalid.message': '{{seen}}',
  'error.source-invalid.hint':
    'Repair the source or restore an older backup of it. Nothing was stored; older backups are untouched.',
  'error.tool-missing.title': '{{tool}} is not installed',
  'error.tool-missing.message': 'Not found in {{searched}}.',
  'error.tool-missing.hint': "Install it in the worker's image: {{line}}",
  'error.pg-missing.title': '{{tool}} is not installed',
  'error.pg-missing.message': 'Not found in {{searched}}.',
  'error.pg-missing.hint':
    "Install the PostgreSQL client in the worker's image: {{line}}",
  'error.pg-version.title': 'pg_dump is older than the server',
  'error.pg-version.message': 'Server {{server}}, pg_dump {{client}}.',
  'error.pg-version.hint':
    "Install PostgreSQL client {{serverMajor}} in the worker's image: {{line}} A newer client than the server is fine.",
  'error.db-auth.title': 'The database refused the password',
  'error.db-auth.message': '{{user}}@{{host}}:{{port}}: {{seen}}.',
  'error.db-auth.hint':
    'Enter the password of this user again, and try it with "Check source". If it is right: may this user connect from this machine?',
  'error.suspicious.title': 'Much smaller than usual',
  'error.suspicious.message':
    '{{size}} bytes, usual {{usual}} bytes. Nothing was published; the bytes are held until {{until}}.',
  'error.suspicious.hint':
    'Older backups are untouched and nothing is pruned. If it is right, accept this run; else look at the source.',
  'error.stalled.title': 'No data for {{limit}}',
  'error.stalled.message': 'Stopped in phase {{phase}} after {{bytes}} bytes.',
  'error.stalled.hint':
    'Look for locks or a hanging mount at the source, or a silent network.',
  'error.time-limit.title': 'The run took longer than its limit',
  'error.time-limit.message': 'Stopped after {{limit}} in phase {{phase}}.',
  'error.time-limit.hint': "Raise the plan's time limit, or copy less at once.",
  'error.worker-lost.title': 'The worker went away',
  'error.worker-lost.message': 'Last heartbeat {{time}}; {{signal}}.',
  'error.worker-lost.hint':
    'It was likely killed or out of memory. What it uploaded is swept two leases after its end.',
  'error.lease-lost.title': 'This attempt lost its right to publish',
  'error.lease-lost.message':
    'The lease ended before the manifest was written; nothing was published.',
  'error.lease-lost.hint':
    'Another attempt may be running. If this repeats, the database or this machine is too slow.',
  'error.cancelled.title': 'Cancelled by {{by}}',
  'error.cancelled.message':
    'The run was cancelled in phase {{phase}}; its upload was aborted and nothing of it is kept.',
  'error.cancelled.hint': 'Earlier backups are untouched.',
  'error.foreign-prefix.title': 'This prefix belongs to somebody else',
  'error.foreign-prefix.message':
    'understudy.json names instance {{other}}, since {{date}}.',
  'error.foreign-prefix.hint':
    'Choose another prefix. Never share one between two portals.',
  'error.nested-prefix.title': 'Prefixes of one bucket may not be nested',
  'error.nested-prefix.message':
    '{{prefix}} lies within, or holds, {{other}} of {{bucket}}.',
  'error.nested-prefix.hint': 'Choose a prefix beside it.',
  'error.stale-epoch.title': 'Another portal took this prefix over',
  'error.stale-epoch.message': 'Epoch {{epoch}} is ours; {{current}} rules.',
  'error.stale-epoch.hint':
    'This portal has stopped writing. If it is a copy, give it a destination of its own.',
  'error.identity-missing.title': 'This portal cannot decrypt',
  'error.identity-missing.message':
    'Encrypted to {{recipients}}; no identity is configured.',
  'error.identity-missing.hint':
    'By design, perhaps: use the recovery kit (understudy restore). Or configure an identity for this portal.',
  'error.identity-mismatch.title': 'None of our keys fits this backup',
  'error.identity-mismatch.message':
    'Encrypted to {{recipients}}; we hold {{held}}.',
  'error.identity-mismatch.hint':
    'Find the identity for these recipients. The file itself is sound.',
  'error.recipients-missing.title': 'Nobody to encrypt to',
  'error.recipients-missing.message': '{{what}}',
  'error.recipients-missing.hint':
    'Choose a key, paste recipients, or store in clear explicitly.',
  'error.secret-key-missing.title': 'Secrets cannot be stored yet',
  'error.secret-key-missing.message':
    'No s3Backup.secretKeys in the configuration.',
  'error.secret-key-missing.hint':
    'Set it to 32 random bytes in base64 (openssl rand -base64 32) and restart, or use role-based credentials.',
  'error.manifest-unreadable.title': 'A manifest cannot be read',
  'error.manifest-unreadable.message': '{{key}}: {{reason}}.',
  'error.manifest-unreadable.hint':
    'Nothing is deleted while a manifest cannot be read. Look at the object in the bucket.',
  'error.manifest-newer.title': 'A manifest of a newer version',
  'error.manifest-newer.message':
    '{{key}} has version {{version}}; this version reads 1.x.',
  'error.manifest-newer.hint': 'Update Understudy to read it.',
  'error.backup-damaged.title': 'The backup is damaged',
  'error.backup-damaged.message': '{{artifact}}: {{what}}.',
  'error.backup-damaged.hint':
    'Use another backup of this plan, and find out what changed this one. Nothing unproven was released.',
  'error.backup-gone.title': 'The backup is gone',
  'error.backup-gone.message': '{{key}} was not found in the bucket.',
  'error.backup-gone.hint':
    'Somebody may have deleted it. Choose another backup.',
  'error.backup-deleting.title': 'The backup is being deleted',
  'error.backup-deleting.message': '{{key}} has a tombstone.',
  'error.backup-deleting.hint': 'Choose another backup.',
  'error.last-good-backup.title': 'The last good backup stays',
  'error.last-good-backup.message':
    '{{plan}} has no other good backup at {{destination}}.',
  'error.last-good-backup.hint': 'Make and prove a newer backup first.',
  'error.backup-locked.title': 'The backup is locked',
  'error.backup-locked.message':
    '{{key}}: {{reason}} (by {{by}}, until {{until}}).',
  'error.backup-locked.hint':
    'Unlock it first, or wait until its lock has ended.',
  'error.prune-stopped.title': 'Retention stopped by itself',
  'error.prune-stopped.message': '{{seen}} Nothing was deleted.',
  'error.prune-stopped.hint':
    'Look at what was seen. Retention goes on by itself once it is in order; until then every backup stays.',
  'error.artifact-missing.title': 'No such artifact',
  'error.artifact-missing.message': 'The backup holds no artifact "{{name}}".',
  'error.artifact-missing.hint': 'It holds {{names}}.',
  'error.restore-target-exists.title': 'Something is there already',
  'error.restore-target-exists.message': '{{path}} exists and was not touched.',
  'error.restore-target-exists.hint': 'Choose a place that does not exist yet.',
  'error.restore-target-outside.title': 'This place is not allowed',
  'error.restore-target-outside.message':
    '{{path}} lies outside the folders for restores.',
  'error.restore-target-outside.hint':
    'Choose a place under {{roots}} (s3Backup.roots.write).',
  'error.restore-unsafe.title': 'The archive wants to write outside its place',
  'error.restore-unsafe.message': '{{entry}}: {{reason}}.',
  'error.restore-unsafe.hint':
    'The restore was stopped and what it wrote removed. Do not trust this archive.',
  'error.restore-failed.title': 'The restore did not end well',
  'error.restore-failed.message': '{{seen}}',
  'error.restore-failed.hint':
    'What it had made is removed, and the backup is untouched. Restore into a folder to look at what was stored.',
  'error.assertion-failed.title': 'What was restored is not what was expected',
  'error.assertion-failed.message': '{{seen}}',
  'error.assertion-failed.hint':
    'Look at the evidence of the drill. Either the backup lacks something, or the plan expects too much: then correct its questions.',
  'error.drill-refused.title': 'The drill cannot be done there',
  'error.drill-refused.message': '{{seen}}',
  'error.drill-refused.hint':
    'Correct the drill place under s3Backup.drills. Nothing was restored, and the backup is untouched.',
  'error.options-invalid.title': 'The options are not valid',
  'error.options-invalid.message': '{{what}}',
  'error.options-invalid.hint': 'Correct the options of the plan.',
  'error.plan-gone.title': 'The plan is gone',
  'error.plan-gone.message': 'There is no plan "{{plan}}".',
  'error.plan-gone.hint': 'It may have been deleted since.',
  'error.destination-gone.title': 'The destination is gone',
  'error.destination-gone.message':
    'There is no destination "{{destination}}".',
  'error.destination-gone.hint': 'Add it again, or change the plan.',
  'error.defect.title': 'This is a defect in Understudy',
  'error.defect.message': '{{seen}}',
  'error.defect.hint': 'Copy the report and tell us. Nothing was published.',
  'error.unknown': 'unknown',
} as const;

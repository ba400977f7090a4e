import type { Messages } from './Messages';

/** Backups: to read, keep and take back. */
export const BACKUP_MESSAGES = {
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
  'assertion-failed': [
    'What was restored is not what was expected',
    '{seen}',
    'Look at the evidence of the drill. Either the backup lacks something, or the plan expects too much: then correct its questions.',
  ],
  'drill-refused': [
    'The drill cannot be done there',
    '{seen}',
    'Correct the drill place under s3Backup.drills. Nothing was restored, and the backup is untouched.',
  ],
  'restore-failed': [
    'The restore did not end well',
    '{seen}',
    'What it had made is removed, and the backup is untouched. Restore into a folder to look at what was stored.',
  ],
} satisfies Messages;

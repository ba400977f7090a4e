import type { Messages } from './Messages';

/** Prefixes, keys, plans: what the portal is told. */
export const PORTAL_MESSAGES = {
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
} satisfies Messages;

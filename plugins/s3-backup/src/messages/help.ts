/** Least rights and advice on the bucket. */
export const help = {
  'help.title': 'Rights and bucket',
  'help.about':
    'What keys of this destination must be allowed, and what is wise to set up around its bucket. Nothing is changed by looking.',
  'help.showPolicy': 'Show least policy',
  'help.showAdvice': 'Show bucket advice',
  'help.showCall': 'Show the call',
  'help.policyTitle': 'Least policy',
  'help.document': 'What for',
  'help.document.writer': 'Rights to back up',
  'help.document.pruner': 'Rights to delete',
  'help.document.restorer': 'Rights to restore',
  'help.document.setup': 'Rights to set the bucket up',
  'help.document.bucket-policy': 'Policy of the bucket',
  'help.document.lifecycle': 'Lifecycle rules',
  'help.document.lifecycle-colder':
    'Lifecycle rules, with a cheaper class after 30 days',
  'help.document.alarms': 'Alarms',
  'help.say.writer':
    'For the keys of this destination, as it is configured now. What starts with Get and ends in the bucket’s settings is for the check-up only; without it a row says “not tested”.',
  'help.say.pruner': 'For the keys that delete: retention and sweepers.',
  'help.say.restorer': 'For the keys that restore, verify and download.',
  'help.say.setup':
    'For whoever makes the bucket or follows the advice; backups do not need it.',
  'help.say.bucket-policy':
    'Replaces the policy there is. Needed where the keys are of another account, and to refuse whoever comes without TLS. Write your own names in place of those in angle brackets.',
  'help.say.lifecycle':
    'Replaces the rules there are. Ends unfinished uploads and removes old versions of what was deleted; never a backup.',
  'help.say.lifecycle-colder':
    'The same, and objects larger than 1 MiB move to GLACIER_IR, which reads at once. Manifests are smaller and stay.',
  'help.say.alarms':
    'Told by AWS when nothing was written for a day or requests are refused, even if this portal is gone. Write your topic in place of the words in angle brackets.',
  'help.form': 'Form',
  'help.form.json': 'JSON',
  'help.form.cli': 'AWS CLI',
  'help.form.terraform': 'Terraform',
  'help.adviceTitle': 'Bucket advice',
  'help.state.done': 'Done',
  'help.state.to-do': 'To do',
  'help.state.unknown': 'Not known',
  'help.advice.versioning': 'Versioning',
  'help.why.versioning':
    'Brings back what was deleted or overwritten; old versions cost until a lifecycle rule removes them.',
  'help.advice.default-encryption': 'Default encryption',
  'help.why.default-encryption':
    'Encrypts at rest whatever is written, also by others than Understudy.',
  'help.advice.public-access': 'Block public access',
  'help.why.public-access':
    'No later policy or ACL can open backups to the world by mistake.',
  'help.advice.lifecycle': 'Lifecycle rules',
  'help.why.lifecycle':
    'Ends uploads that nobody finished and removes old versions: both cost money unseen.',
  'help.advice.object-lock': 'Object Lock',
  'help.why.object-lock':
    'Nobody can delete a locked backup, not even with stolen keys. Choose it in the destination’s settings; it can’t be turned off.',
  'help.advice.replication': 'Replication',
  'help.why.replication':
    'A copy in a second region outlives the first one. A second destination in the plan does the same, and is verified.',
  'help.advice.mfa-delete': 'MFA delete',
  'help.why.mfa-delete':
    'Only the root user with a device removes versions; retention then only hides backups. Object Lock suits most better.',
  'help.advice.cloudtrail': 'CloudTrail data events',
  'help.why.cloudtrail':
    'Says afterwards who read or deleted which object. Turn it on for this bucket in your account’s trail.',
  'help.advice.private-connectivity': 'Private connectivity',
  'help.why.private-connectivity':
    'A gateway endpoint for S3 in your VPC keeps traffic off the internet, and costs nothing.',
  'help.applyTitle': 'Make this call?',
  'help.applyBody':
    'Made with the keys of this destination, just as it stands here. Backups are not touched.',
  'help.apply': 'Make the call',
} as const;

/**
 * What rows of a check-up say that have no code, word for word as the server
 * says it; `{{…}}` is what varies. Found by its text, so that it can be said
 * in another language.
 */
export const checkUpSeen = {
  'seen.any.untold': 'Not tested: {{why}}.',
  'seen.any.mayNotAsk': 'these keys may not ask ({{action}})',
  'seen.any.doesNotTell': 'this store does not tell ({{store}})',
  'seen.any.notTold': 'the store did not tell',
  'seen.any.notRead': 'these keys may only append, so nothing is read back',
  'seen.any.notDeleted': 'these keys may only append, so nothing is deleted',
  'seen.any.listing': 'a listing is needed to measure it',
  'seen.any.space': 'Removed a space at the {{where}} of the {{what}}.',
  'seen.any.beginning': 'beginning',
  'seen.any.end': 'end',
  'seen.any.both': 'beginning and the end',
  'seen.any.keyId': 'access key ID',
  'seen.any.secret': 'secret access key',
  'seen.any.theDefault': 'The default',
  'seen.input.well': 'Complete and well formed.',
  'seen.input.noticed': 'Complete and well formed. {{notice}}',
  'seen.input.http':
    'The endpoint is plain http: everybody in between can read along.',
  'seen.input.httpDo': 'Use https, or encrypt the backups.',
  'seen.resolve.address': '{{host}} is an address.',
  'seen.resolve.proxy': 'The proxy resolves it.',
  'seen.resolve.found': '{{host}} is {{addresses}}',
  'seen.allowed.none': 'No rule speaks against it.',
  'seen.allowed.rules': 'The network rules of this portal allow it.',
  'seen.connect.tls': 'TLS valid, certificate until {{until}}',
  'seen.connect.answers': '{{host}} answers',
  'seen.connect.unverified':
    'The certificate is not verified: anybody in between can read along, and pose as the store.',
  'seen.connect.unverifiedDo':
    'Give the certificate of your own authority instead (CA bundle).',
  'seen.clock.apart': '{{seconds}} s apart',
  'seen.clock.far': '{{seconds}} s apart; S3 accepts 15 min.',
  'seen.clock.none': 'The store does not tell its time.',
  'seen.clock.do':
    "Set this machine's clock (NTP). The store is rarely the wrong one.",
  'seen.credentials.keys': 'The store knows the key, and the secret fits.',
  'seen.credentials.machine':
    'Credentials of this machine were found and accepted.',
  'seen.credentials.role': 'The role was assumed, and the store accepts it.',
  'seen.credentials.region': 'The store looks at the region first.',
  'seen.region.right': '{{region}} is right.',
  'seen.bucket.exists': '{{bucket}} exists.',
  'seen.list.empty': 'The prefix is empty.',
  'seen.list.holds': 'The prefix holds objects.',
  'seen.owner.nobody': 'The prefix belongs to nobody yet.',
  'seen.owner.held': 'The prefix is held by {{other}}.',
  'seen.put.echo': 'Written; checksums are checked and given back.',
  'seen.put.noEcho':
    'Written; the store gives no checksums back, so ETags are compared.',
  'seen.conditional-put.refused': 'A second write of a key is refused.',
  'seen.conditional-put.taken':
    'A second write of a key was not refused (If-None-Match).',
  'seen.conditional-put.weaker':
    'Publishing looks before and after instead, which is weaker when two writers meet.',
  'seen.stream.yes': 'Bodies of unknown length are taken and unwrapped.',
  'seen.stream.no':
    'Bodies in chunks are not taken as they should; all are sent whole, with their length ({{why}})',
  'seen.multipart.grow': 'Parts may grow, up to {{n}} of them.',
  'seen.multipart.uniform': 'Parts of one size only, up to {{n}} of them.',
  'seen.conditional-complete.yes':
    'Completing onto a key that exists is refused.',
  'seen.conditional-complete.no':
    'Conditions on completing are ignored; the manifest is fenced by its PUT ({{why}})',
  'seen.abort.listed': 'Unfinished uploads are listed, and can be ended.',
  'seen.abort.byId':
    'Uploads can be ended; a listing by prefix does not show them, so their ids are remembered.',
  'seen.get.read': '{{n}} objects were read.',
  'seen.compare.same': 'All bytes came back as they went.',
  'seen.range.yes': 'A range is just that range.',
  'seen.copy.yes': 'Objects can be copied within the bucket.',
  'seen.copy.no':
    'The store does not copy; moving goes through this machine ({{why}})',
  'seen.delete.gone': 'A key that was deleted is gone.',
  'seen.multi-delete.one': 'Many keys are deleted in one request.',
  'seen.multi-delete.md5': 'Many keys are deleted in one request, with an MD5.',
  'seen.multi-delete.each': 'Keys are deleted one by one ({{why}}).',
  'seen.tags.yes': 'Objects take tags.',
  'seen.tags.no': 'The store takes no tags; none are asked for ({{why}})',
  'seen.tags.refused': 'Tags were not taken: {{why}}.',
  'seen.tags.do':
    'Backups are stored without tags. Allow s3:PutObjectTagging, or turn tags off.',
  'seen.storage-class.taken': '{{class}} is taken.',
  'seen.encryption.by': 'Encrypted by the store: {{how}}.',
  'seen.acl.taken': '{{acl}} is taken.',
  'seen.versioning.none': 'The bucket keeps no versions ({{state}}).',
  'seen.versioning.keeps':
    'The bucket keeps versions of what is deleted or replaced.',
  'seen.versioning.forever':
    'The bucket keeps versions, and no lifecycle rule ever removes old ones: deleted backups go on costing money.',
  'seen.versioning.do':
    'Add a lifecycle rule that removes noncurrent versions after some days.',
  'seen.versioning.unknown':
    'Whether the bucket keeps versions is not known: {{why}}.',
  'seen.versioning.allow':
    'Allow s3:GetBucketVersioning: the layout "versioned" needs versions.',
  'seen.lock.none': 'No lock is set.',
  'seen.lock.possible': 'Locks are possible; none is set.',
  'seen.lock.written':
    'Written with a lock ({{mode}}) until {{until}}, the shortest one; it cannot be deleted before.',
  'seen.lock.default':
    'The bucket locks whatever is written for {{time}} ({{mode}}): nothing can be deleted before.',
  'seen.lock.do':
    'Set the same lock in this destination, so that retention waits for it.',
  'seen.clean-up.gone': 'All that was written is gone again.',
  'seen.clean-up.locked':
    'All is gone again but one small object whose lock ends in a minute; it is swept later.',
  'seen.clean-up.stays': 'What was written stays below {{folder}}.',
  'seen.clean-up.do':
    'Let a lifecycle rule of the bucket expire _checkup/ after a day: it costs money.',
  'seen.public-access.all': 'Blocked, all four kinds.',
  'seen.public-access.part': 'Blocked in part only.',
  'seen.public-access.not': 'Not blocked.',
  'seen.public-access.do':
    'Turn on all four settings of Block Public Access for the bucket.',
  'seen.public-access.public':
    'The policy of the bucket is public: anybody may read, or worse.',
  'seen.public-access.publicDo':
    'Remove the public statement, and block public access for the bucket.',
  'seen.default-encryption.by': 'By default {{how}}.',
  'seen.default-encryption.none': 'The store encrypts nothing by itself.',
  'seen.lifecycle.ended': 'Unfinished uploads are ended; nothing eats backups.',
  'seen.lifecycle.byUs':
    'Nothing eats backups; unfinished uploads are ended by Understudy.',
  'seen.lifecycle.eats':
    'Rule "{{rule}}" deletes what lies here, {{when}} it was written: backups, the last one too.',
  'seen.lifecycle.eatsDo':
    'Let the rule spare this prefix. Retention of plans keeps what must be kept.',
  'seen.lifecycle.freezes':
    'Rule "{{rule}}" moves what lies here to an archive, manifests too: they could not be read any more.',
  'seen.lifecycle.freezesDo':
    'Let the rule spare small objects (ObjectSizeGreaterThan), or choose a storage class for the destination instead.',
  'seen.lifecycle.parts':
    'No rule ends unfinished uploads, and these keys were not seen to: parts that stay cost money.',
  'seen.lifecycle.partsDo':
    'Add a lifecycle rule that aborts incomplete uploads after 2 days.',
  'seen.replication.none': 'Not replicated.',
  'seen.replication.to':
    'Replicated to {{to}}; what is deleted here may stay there.',
  'seen.mfa-delete.off': 'Off.',
  'seen.mfa-delete.on':
    'MFA delete is on: no key can remove old versions for good.',
  'seen.mfa-delete.do':
    'Retention hides backups only. Remove their versions by hand, or by a lifecycle rule.',
  'seen.distance.near': 'A small request takes {{n}} ms.',
  'seen.distance.far':
    'A small request takes {{n}} ms: the bucket is far away.',
  'seen.distance.do':
    'Choose a region nearby, or expect slow listings; large uploads go in several parts at once.',
} as const;

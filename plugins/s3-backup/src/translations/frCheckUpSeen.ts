/** French for the rows of a check-up that have no code. */
export const frenchCheckUpSeen = {
  'seen.any.untold': 'Non essayé\u202f: {{why}}.',
  'seen.any.mayNotAsk': 'ces clés ne peuvent pas le demander ({{action}})',
  'seen.any.doesNotTell': 'ce stockage ne le dit pas ({{store}})',
  'seen.any.notTold': 'le stockage ne l’a pas dit',
  'seen.any.notRead': 'ces clés ne font qu’ajouter, rien n’est relu',
  'seen.any.notDeleted': 'ces clés ne font qu’ajouter, rien n’est supprimé',
  'seen.any.listing': 'il faut une liste pour la mesurer',
  'seen.any.space': 'Espace supprimée\u202f: {{what}} ({{where}}).',
  'seen.any.beginning': 'début',
  'seen.any.end': 'fin',
  'seen.any.both': 'début et fin',
  'seen.any.keyId': 'ID de clé d’accès',
  'seen.any.secret': 'clé d’accès secrète',
  'seen.any.theDefault': 'Celle par défaut',
  'seen.input.well': 'Complet et bien formé.',
  'seen.input.noticed': 'Complet et bien formé. {{notice}}',
  'seen.input.http':
    'Le point de terminaison est en http simple\u202f: n’importe qui sur le chemin peut lire.',
  'seen.input.httpDo': 'Utilisez https, ou chiffrez les sauvegardes.',
  'seen.resolve.address': '{{host}} est une adresse.',
  'seen.resolve.proxy': 'Le proxy le résout.',
  'seen.resolve.found': '{{host}} est {{addresses}}',
  'seen.allowed.none': 'Aucune règle ne s’y oppose.',
  'seen.allowed.rules': 'Les règles réseau de ce portail l’autorisent.',
  'seen.connect.tls': 'TLS valide, certificat jusqu’au {{until}}',
  'seen.connect.answers': '{{host}} répond',
  'seen.connect.unverified':
    'Le certificat n’est pas vérifié\u202f: n’importe qui sur le chemin peut lire et se faire passer pour le stockage.',
  'seen.connect.unverifiedDo':
    'Donnez plutôt le certificat de votre propre autorité (CA bundle).',
  'seen.clock.apart': '{{seconds}} s d’écart',
  'seen.clock.far': '{{seconds}} s d’écart\u202f; S3 accepte 15 min.',
  'seen.clock.none': 'Le stockage ne dit pas son heure.',
  'seen.clock.do':
    'Mettez cette machine à l’heure (NTP). Le stockage a rarement tort.',
  'seen.credentials.keys':
    'Le stockage connaît la clé, et le secret correspond.',
  'seen.credentials.machine':
    'Les identifiants de cette machine ont été trouvés et acceptés.',
  'seen.credentials.role': 'Le rôle a été pris, et le stockage l’accepte.',
  'seen.credentials.region': 'Le stockage regarde d’abord la région.',
  'seen.region.right': '{{region}} convient.',
  'seen.bucket.exists': '{{bucket}} existe.',
  'seen.list.empty': 'Le préfixe est vide.',
  'seen.list.holds': 'Le préfixe contient des objets.',
  'seen.owner.nobody': 'Le préfixe n’est encore à personne.',
  'seen.owner.held': 'Le préfixe est tenu par {{other}}.',
  'seen.put.echo':
    'Écrit\u202f; les sommes de contrôle sont vérifiées et rendues.',
  'seen.put.noEcho':
    'Écrit\u202f; le stockage ne rend pas de sommes de contrôle, les ETags sont comparés.',
  'seen.conditional-put.refused': 'Une seconde écriture d’une clé est refusée.',
  'seen.conditional-put.taken':
    'Une seconde écriture d’une clé n’a pas été refusée (If-None-Match).',
  'seen.conditional-put.weaker':
    'La publication regarde avant et après à la place, ce qui est plus faible quand deux se rencontrent.',
  'seen.stream.yes': 'Les corps de longueur inconnue sont pris et déballés.',
  'seen.stream.no':
    'Les corps en morceaux ne sont pas pris comme il faut\u202f; tous sont envoyés entiers, avec leur longueur ({{why}})',
  'seen.multipart.grow': 'Les parties peuvent grandir, jusqu’à {{n}}.',
  'seen.multipart.uniform': 'Parties d’une seule taille, jusqu’à {{n}}.',
  'seen.conditional-complete.yes': 'Terminer sur une clé existante est refusé.',
  'seen.conditional-complete.no':
    'Les conditions à la fin sont ignorées\u202f; le manifeste est protégé par son PUT ({{why}})',
  'seen.abort.listed':
    'Les envois inachevés sont listés et peuvent être interrompus.',
  'seen.abort.byId':
    'Les envois peuvent être interrompus\u202f; une liste par préfixe ne les montre pas, leurs numéros sont donc retenus.',
  'seen.get.read': '{{n}} objets ont été lus.',
  'seen.compare.same': 'Tous les octets sont revenus tels quels.',
  'seen.range.yes': 'Un intervalle est exactement cet intervalle.',
  'seen.copy.yes': 'Les objets peuvent être copiés dans le compartiment.',
  'seen.copy.no':
    'Le stockage ne copie pas\u202f; un déplacement passe par cette machine ({{why}})',
  'seen.delete.gone': 'Une clé supprimée a disparu.',
  'seen.multi-delete.one': 'Plusieurs clés sont supprimées en une requête.',
  'seen.multi-delete.md5':
    'Plusieurs clés sont supprimées en une requête, avec un MD5.',
  'seen.multi-delete.each': 'Les clés sont supprimées une à une ({{why}}).',
  'seen.tags.yes': 'Les objets prennent des étiquettes.',
  'seen.tags.no':
    'Le stockage ne prend pas d’étiquettes\u202f; aucune n’est demandée ({{why}})',
  'seen.tags.refused': 'Les étiquettes n’ont pas été prises\u202f: {{why}}.',
  'seen.tags.do':
    'Les sauvegardes sont stockées sans étiquettes. Autorisez s3:PutObjectTagging, ou désactivez-les.',
  'seen.storage-class.taken': '{{class}} est prise.',
  'seen.encryption.by': 'Chiffré par le stockage\u202f: {{how}}.',
  'seen.acl.taken': '{{acl}} est prise.',
  'seen.versioning.none':
    'Le compartiment ne garde pas de versions ({{state}}).',
  'seen.versioning.keeps':
    'Le compartiment garde des versions de ce qui est supprimé ou remplacé.',
  'seen.versioning.forever':
    'Le compartiment garde des versions, et aucune règle ne retire les anciennes\u202f: les sauvegardes supprimées continuent de coûter.',
  'seen.versioning.do':
    'Ajoutez une règle de cycle de vie qui retire les versions anciennes après quelques jours.',
  'seen.versioning.unknown':
    'On ne sait pas si le compartiment garde des versions\u202f: {{why}}.',
  'seen.versioning.allow':
    'Autorisez s3:GetBucketVersioning\u202f: la disposition «\u202fversioned\u202f» a besoin de versions.',
  'seen.lock.none': 'Aucun verrou n’est posé.',
  'seen.lock.possible': 'Les verrous sont possibles\u202f; aucun n’est posé.',
  'seen.lock.written':
    'Écrit avec un verrou ({{mode}}) jusqu’au {{until}}, le plus court\u202f; il ne peut pas être supprimé avant.',
  'seen.lock.default':
    'Le compartiment verrouille tout ce qui est écrit pour {{time}} ({{mode}})\u202f: rien ne peut être supprimé avant.',
  'seen.lock.do':
    'Posez le même verrou dans cette destination, pour que la rétention l’attende.',
  'seen.clean-up.gone': 'Tout ce qui a été écrit a disparu.',
  'seen.clean-up.locked':
    'Tout a disparu sauf un petit objet dont le verrou finit dans une minute\u202f; il est balayé plus tard.',
  'seen.clean-up.stays': 'Ce qui a été écrit reste sous {{folder}}.',
  'seen.clean-up.do':
    'Laissez une règle du compartiment faire expirer _checkup/ après un jour\u202f: cela coûte.',
  'seen.public-access.all': 'Bloqué, les quatre sortes.',
  'seen.public-access.part': 'Bloqué en partie seulement.',
  'seen.public-access.not': 'Pas bloqué.',
  'seen.public-access.do':
    'Activez les quatre réglages de Block Public Access du compartiment.',
  'seen.public-access.public':
    'La politique du compartiment est publique\u202f: n’importe qui peut lire, ou pire.',
  'seen.public-access.publicDo':
    'Retirez la déclaration publique, et bloquez l’accès public du compartiment.',
  'seen.default-encryption.by': 'Par défaut {{how}}.',
  'seen.default-encryption.none': 'Le stockage ne chiffre rien de lui-même.',
  'seen.lifecycle.ended':
    'Les envois inachevés sont interrompus\u202f; rien ne mange de sauvegardes.',
  'seen.lifecycle.byUs':
    'Rien ne mange de sauvegardes\u202f; Understudy interrompt les envois inachevés.',
  'seen.lifecycle.eats':
    'La règle «\u202f{{rule}}\u202f» supprime ce qui est ici ({{when}} it was written)\u202f: les sauvegardes, la dernière aussi.',
  'seen.lifecycle.eatsDo':
    'Que la règle épargne ce préfixe. La rétention des plans garde ce qui doit l’être.',
  'seen.lifecycle.freezes':
    'La règle «\u202f{{rule}}\u202f» met ce qui est ici en archive, les manifestes aussi\u202f: ils ne pourraient plus être lus.',
  'seen.lifecycle.freezesDo':
    'Que la règle épargne les petits objets (ObjectSizeGreaterThan), ou choisissez plutôt une classe de stockage pour la destination.',
  'seen.lifecycle.parts':
    'Aucune règle n’interrompt les envois inachevés, et on n’a pas vu ces clés le faire\u202f: les parties qui restent coûtent.',
  'seen.lifecycle.partsDo':
    'Ajoutez une règle de cycle de vie qui interrompt les envois inachevés après 2 jours.',
  'seen.replication.none': 'Pas répliqué.',
  'seen.replication.to':
    'Répliqué vers {{to}}\u202f; ce qui est supprimé ici peut y rester.',
  'seen.mfa-delete.off': 'Désactivée.',
  'seen.mfa-delete.on':
    'La suppression avec MFA est active\u202f: aucune clé ne peut retirer les anciennes versions.',
  'seen.mfa-delete.do':
    'La rétention ne fait que cacher. Retirez les versions à la main, ou par une règle de cycle de vie.',
  'seen.distance.near': 'Une petite requête prend {{n}} ms.',
  'seen.distance.far':
    'Une petite requête prend {{n}} ms\u202f: le compartiment est loin.',
  'seen.distance.do':
    'Choisissez une région proche, ou attendez-vous à des listes lentes\u202f; les gros envois vont en plusieurs parties à la fois.',
} as const;

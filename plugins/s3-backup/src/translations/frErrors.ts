/** French for what the test and save of the Settings form may be refused for. */
export const frenchErrors = {
  'error.unknown': 'inconnu',
  'error.s3-denied-put.title': 'Ces clés ne peuvent pas écrire ici',
  'error.s3-denied-put.message':
    'S3 a refusé {{action}} sur {{bucket}}/{{prefix}} (403 AccessDenied).',
  'error.s3-denied-put.hint':
    'Autorisez s3:PutObject sur arn:aws:s3:::{{bucket}}/{{prefix}}/*. Si c’est déjà le cas, cherchez un Deny dans la politique du compartiment.',
  'error.s3-denied-list.title':
    'Ces clés ne peuvent pas lister le compartiment',
  'error.s3-denied-list.message': 'ListBucket refusé sur {{bucket}}.',
  'error.s3-denied-list.hint':
    'Autorisez s3:ListBucket sur l’ARN du compartiment (sans /*), avec s3:prefix = {{prefix}}/* (sans condition si le préfixe est vide).',
  'error.s3-denied-get.title': 'Ces clés ne peuvent pas lire ici',
  'error.s3-denied-get.message':
    'S3 a refusé {{action}} sur {{bucket}}/{{prefix}} (403 AccessDenied).',
  'error.s3-denied-get.hint':
    'Autorisez s3:GetObject sur arn:aws:s3:::{{bucket}}/{{prefix}}/*. Sans s3:ListBucket, une clé absente est refusée elle aussi.',
  'error.s3-no-such-bucket.title': 'Le compartiment n’existe pas',
  'error.s3-no-such-bucket.message':
    '{{endpoint}} ne connaît aucun compartiment « {{bucket}} » (404).',
  'error.s3-no-such-bucket.hint':
    'Vérifiez l’orthographe (minuscules), le compte et le point de terminaison. Ou créez-le.',
  'error.s3-wrong-region.title': 'Le compartiment est dans une autre région',
  'error.s3-wrong-region.message':
    'Vous avez indiqué {{region}}\u202f; le compartiment est dans {{actual}}.',
  'error.s3-wrong-region.hint':
    'Utilisez {{actual}}. Pour un stockage compatible S3, saisissez exactement le nom de région configuré sur le serveur.',
  'error.s3-unknown-key.title': 'Le stockage ne connaît pas cette clé d’accès',
  'error.s3-unknown-key.message': 'InvalidAccessKeyId pour {{key4}}…',
  'error.s3-unknown-key.hint':
    'Vérifiez que la clé est active et appartient à ce compte et à ce point de terminaison.',
  'error.s3-swapped-keys.title': 'La clé et le secret semblent intervertis',
  'error.s3-swapped-keys.message':
    'L’ID a 40 caractères, le secret 20 et commence par {{begin}}.',
  'error.s3-swapped-keys.hint': 'Intervertissez-les.',
  'error.s3-bad-signature.title': 'Le secret ne correspond pas à cette clé',
  'error.s3-bad-signature.message': 'SignatureDoesNotMatch.',
  'error.s3-bad-signature.hint':
    'Collez de nouveau le secret, sans espaces. S’il est juste\u202f: un proxy modifie peut-être les requêtes, ou le point de terminaison demande le style « path ».',
  'error.s3-clock-skew.title': 'Les horloges ne concordent pas',
  'error.s3-clock-skew.message':
    'Cette machine a {{delta}} d’écart avec le stockage ({{local}} / {{remote}})\u202f; S3 accepte 15 min.',
  'error.s3-clock-skew.hint':
    'Réglez l’horloge de cette machine (NTP). Celle du stockage est rarement fausse.',
  'error.net-not-found.title': 'Ce nom ne se résout pas',
  'error.net-not-found.message': '{{reason}} {{host}}.',
  'error.net-not-found.hint':
    'Vérifiez l’orthographe du point de terminaison\u202f; sans style « path », le nom est {{bucket}}.{{host}}\u202f: essayez le style « path ».',
  'error.net-refused.title': 'Personne n’écoute là',
  'error.net-refused.message': 'ECONNREFUSED {{host}}:{{port}}.',
  'error.net-refused.hint':
    'Le stockage fonctionne-t-il, le port est-il juste, http et https ne sont-ils pas confondus\u202f? Dans un conteneur, localhost est le conteneur.',
  'error.net-timeout.title': 'Le stockage n’a pas répondu à temps',
  'error.net-timeout.message':
    '{{action}}\u202f: pas de réponse en {{limit}} secondes, {{n}} essais.',
  'error.net-timeout.hint':
    'Examinez le réseau, ainsi qu’un proxy ou un pare-feu qui retiendrait les connexions.',
  'error.tls-untrusted.title': 'Le certificat n’est pas reconnu',
  'error.tls-untrusted.message': '{{reason}} pour {{host}}.',
  'error.tls-untrusted.hint':
    'Donnez l’autorité de certification du stockage à cette machine (NODE_EXTRA_CA_CERTS). Sans vérification, quiconque se trouve entre les deux lit vos clés.',
  'error.credentials-malformed.title': 'Ces clés ne peuvent pas être justes',
  'error.credentials-malformed.hint':
    'Collez-les de nouveau, sans espaces ni retours à la ligne.',
  'error.foreign-prefix.title': 'Ce préfixe appartient à quelqu’un d’autre',
  'error.foreign-prefix.message':
    'understudy.json nomme l’instance {{other}}, depuis {{date}}.',
  'error.foreign-prefix.hint':
    'Choisissez un autre préfixe. N’en partagez jamais un entre deux portails.',
  'error.secret-key-missing.title':
    'Les secrets ne peuvent pas encore être stockés',
  'error.secret-key-missing.message':
    's3Backup.secretKeys manque dans la configuration.',
  'error.secret-key-missing.hint':
    'Donnez-lui 32 octets aléatoires en base64 (openssl rand -base64 32) et redémarrez, ou utilisez des identifiants liés à un rôle.',
  'error.s3-denied-delete.title': 'Ces clés ne peuvent pas supprimer ici',
  'error.s3-denied-delete.message':
    'S3 a refusé {{action}} sur {{bucket}}/{{prefix}} (403 AccessDenied).',
  'error.s3-denied-delete.hint':
    'Autorisez s3:DeleteObject sur arn:aws:s3:::{{bucket}}/{{prefix}}/*, ou cherchez un Object Lock encore actif.',
  'error.s3-denied-abort.title': 'Les parties d’un envoi échoué restent',
  'error.s3-denied-abort.message':
    'AbortMultipartUpload refusé sur {{bucket}}/{{prefix}}.',
  'error.s3-denied-abort.hint':
    'Résolvez d’abord la première erreur. Autorisez s3:AbortMultipartUpload et s3:ListBucketMultipartUploads, et laissez une règle de cycle de vie interrompre les envois après 2 jours\u202f: les parties qui restent coûtent de l’argent.',
  'error.s3-denied-setup.title': 'Ces clés ne peuvent pas modifier le bucket',
  'error.s3-denied-setup.message':
    'S3 a refusé {{action}} sur {{bucket}} (403 AccessDenied). Rien n’a été modifié.',
  'error.s3-denied-setup.hint':
    'Faites l’appel avec les clés de quelqu’un qui en a le droit\u202f; la politique minimale de mise en place nomme les actions.',
  'error.s3-expired-token.title': 'Les identifiants temporaires ont expiré',
  'error.s3-expired-token.message': 'ExpiredToken à {{time}}.',
  'error.s3-expired-token.hint':
    'Liés à un rôle\u202f: renouvelez le rôle ou sa durée maximale. Clés collées\u202f: saisissez-en de nouvelles, ou mieux, utilisez un rôle.',
  'error.s3-slow-down.title': 'Le stockage demande de ralentir',
  'error.s3-slow-down.message':
    '{{status}} {{store}}, {{n}} essais de {{action}}.',
  'error.s3-slow-down.hint':
    'Rien, si cela passe. Sinon moins de parties à la fois, des départs étalés, ou un autre préfixe.',
  'error.s3-quota.title': 'Le stockage est plein',
  'error.s3-quota.message':
    '{{action}} sur {{bucket}} a été refusé\u202f: {{store}} ({{seen}}).',
  'error.s3-quota.hint':
    'Libérez de la place ou relevez le quota ou le plafond de dépenses chez le fournisseur. Les sauvegardes antérieures sont intactes.',
  'error.s3-no-versioning.title': 'Le compartiment ne garde pas de versions',
  'error.s3-no-versioning.message':
    'Le versionnage de {{bucket}} est {{state}}.',
  'error.s3-no-versioning.hint':
    'Activez le versionnage de ce compartiment, ou choisissez la disposition « objects ».',
  'error.s3-no-object-lock.title':
    'Le compartiment ne peut pas verrouiller d’objets',
  'error.s3-no-object-lock.message':
    'Object Lock a été refusé sur {{bucket}}\u202f: {{seen}}.',
  'error.s3-no-object-lock.hint':
    'Activez Object Lock pour ce compartiment (souvent possible à sa création seulement), ou laissez vide le verrou de cette destination.',
  'error.s3-not-readable-yet.title': 'Écrit, mais introuvable ensuite',
  'error.s3-not-readable-yet.message':
    '404 pour {{key}} après que le stockage a dit 200.',
  'error.s3-not-readable-yet.hint':
    'Si cela dure, le stockage perd des données\u202f: ne lui faites pas confiance.',
  'error.s3-corrupt.title': 'Le stockage n’a pas rendu ce qui a été écrit',
  'error.s3-corrupt.message':
    '{{key}}\u202f: {{expected}} attendu, {{actual}} trouvé ({{what}}).',
  'error.s3-corrupt.hint':
    'Ne faites pas confiance à ce stockage avant qu’un contrôle ne passe. Un proxy intermédiaire modifie peut-être les contenus.',
  'error.s3-conflict.title': 'Quelqu’un d’autre a écrit cette clé',
  'error.s3-conflict.message':
    'Le stockage a refusé {{action}} de {{key}}\u202f: elle existe déjà (412).',
  'error.s3-conflict.hint':
    'Une autre tentative de cette exécution a peut-être abouti. Rien n’a été écrasé.',
  'error.s3-unsupported.title': 'Le stockage ne sait pas faire cela',
  'error.s3-unsupported.message':
    '{{action}}\u202f: {{seen}} ({{status}} {{store}}).',
  'error.s3-unsupported.hint':
    'Relancez le contrôle\u202f; le stockage a peut-être changé. Sinon choisissez un autre stockage.',
  'error.s3-not-s3.title': 'Cela ne répond pas comme S3',
  'error.s3-not-s3.message':
    '{{endpoint}} a répondu {{status}} avec autre chose que du XML\u202f: {{seen}}.',
  'error.s3-not-s3.hint':
    'Saisissez l’adresse de l’API S3, pas celle de la console ni d’une page web. Un proxy intermédiaire répond peut-être à sa place.',
  'error.s3-failed.title': 'Le stockage a répondu par une erreur',
  'error.s3-failed.message':
    '{{action}} sur {{bucket}}\u202f: {{status}} {{seen}}.',
  'error.s3-failed.hint':
    'Regardez le journal du stockage sous l’identifiant de requête {{requestId}}. Cela peut passer tout seul.',
  'error.net-not-allowed.title': 'Cette adresse n’est pas autorisée',
  'error.net-not-allowed.message':
    'Le point de terminaison {{host}} est refusé\u202f: {{why}}.',
  'error.net-not-allowed.hint':
    'Choisissez un autre point de terminaison, ou faites-le nommer par l’exploitant dans s3Backup.network.allow.',
  'error.net-plain-http.title': 'Le http simple demande un oui',
  'error.net-plain-http.message':
    '{{endpoint}} est en http simple vers une autre machine\u202f: chacun entre les deux peut lire.',
  'error.net-plain-http.hint':
    'Utilisez https, ou dites oui (allowPlainHttp). La signature protège la clé secrète\u202f; tout le reste peut être lu.',
  'error.region-not-allowed.title':
    'Les données ne peuvent pas être gardées dans cette région',
  'error.region-not-allowed.message':
    'La région est {{region}}\u202f; ce portail permet {{allowed}}.',
  'error.region-not-allowed.hint':
    'Choisissez un bucket dans une de ces régions, ou faites nommer celle-ci par l’exploitant dans s3Backup.allowedRegions.',
  'error.append-only.title': 'Ces clés ne peuvent qu’ajouter',
  'error.append-only.message':
    'La destination {{destination}} est en ajout seul\u202f: {{what}}.',
  'error.append-only.hint':
    'Donnez-lui d’autres identifiants pour cela (supprimer, restaurer), ou faites-le en ligne de commande avec d’autres clés.',
  'error.net-reset.title': 'La connexion s’est rompue',
  'error.net-reset.message':
    '{{action}}\u202f: {{reason}}, après {{n}} essais.',
  'error.net-reset.hint':
    'Examinez le réseau et les proxys entre cette machine et le stockage. Cela peut passer tout seul.',
  'error.net-slow.title': 'L’envoi est lent',
  'error.net-slow.message':
    '{{rate}}, d’ordinaire {{usual}}\u202f; la limite\u202f: {{limiting}}.',
  'error.net-slow.hint':
    'Réseau\u202f: même région, plus de parties à la fois, Transfer Acceleration. Compression\u202f: un niveau plus bas. Source\u202f: regardez là.',
  'error.credentials-missing.title': 'Aucun identifiant trouvé',
  'error.credentials-missing.message': 'Essayé {{tried}}\u202f: {{reason}}.',
  'error.credentials-missing.hint':
    'Donnez un rôle à cette machine, ou saisissez une clé d’accès et son secret.',
  'error.nested-prefix.title':
    'Les préfixes d’un compartiment ne s’emboîtent pas',
  'error.nested-prefix.message':
    '{{prefix}} est dans {{other}} de {{bucket}}, ou le contient.',
  'error.nested-prefix.hint': 'Choisissez un préfixe à côté.',
} as const;

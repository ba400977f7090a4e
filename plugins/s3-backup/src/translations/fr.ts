import { messages } from '../messages';

type Key = keyof typeof messages;

/** What has no French yet falls back to English; every key must be there. */
const fallBack = Object.fromEntries(
  Object.keys(messages).map(key => [key, null]),
) as Record<Key, null>;

/** French for the Settings form. No translation ref here: it would be a circle. */
const french = {
  ...fallBack,
  'settings.tab': 'Paramètres',
  'settings.title': 'Paramètres de sauvegarde S3',
  'settings.automatic': 'Activer la sauvegarde automatique',
  'settings.accessKeyId': "ID de clé d'accès",
  'settings.secretAccessKey': "Clé d'accès secrète",
  'settings.secretSet': 'Définie le {{date}} par {{who}}',
  'settings.secretSetPlain': 'Définie le {{date}}',
  'settings.secretSetNoDate': 'Définie',
  'settings.replace': 'Remplacer',
  'settings.bucket': 'Compartiment (bucket)',
  'settings.region': 'Région',
  'settings.endpoint':
    'Point de terminaison (stockage compatible S3 uniquement)',
  'settings.addEndpoint': 'Stockage compatible S3…',
  'settings.encryption': 'Chiffrement',
  'settings.encryptionMake': 'Créer une clé',
  'settings.encryptionMakeHelp':
    'Le kit de récupération se télécharge à l’enregistrement ; ses six derniers caractères le confirment, et les sauvegardes commencent alors.',
  'settings.encryptionKeep': 'Garder la clé {{name}}',
  'settings.encryptionRecipients': 'Coller des destinataires',
  'settings.encryptionClear': 'Stocker en clair',
  'settings.clearWarning':
    'Quiconque peut lire le compartiment peut lire les sauvegardes, et avec elles ce que ce portail contient.',
  'settings.recipients': 'Destinataires',
  'settings.recipientsHelp': 'Un destinataire age (age1…) par ligne.',
  'settings.recipientsWrong': 'Un destinataire commence par age1.',
  'settings.notificationsTo': 'Envoyer les notifications à',
  'settings.notificationsHelp': 'Par défaut, seuls les échecs sont signalés.',
  'settings.notificationsWrong':
    'Saisissez des adresses e-mail, séparées par des virgules.',
  'settings.onSuccess': 'Envoyer aussi un e-mail pour les sauvegardes réussies',
  'settings.noMail':
    'L’e-mail n’est pas configuré (SMTP dans app-config). Les échecs sont affichés ici et comme notifications.',
  'settings.testMail': 'Envoyer un e-mail d’essai',
  'settings.testMailSent': 'Un e-mail d’essai a été envoyé à {{to}}.',
  'settings.testMailFailed': 'L’e-mail d’essai n’est pas parti.',
  'settings.frequency': 'Fréquence',
  'settings.daily': 'Quotidienne',
  'settings.weekly': 'Hebdomadaire',
  'settings.monthly': 'Mensuelle',
  'settings.none': 'Aucune',
  'settings.custom': 'Comme dans le plan',
  'settings.noneHelp':
    'Aucune\u202f: uniquement sur demande, avec Sauvegarder maintenant.',
  'settings.kept': 'conservées jusqu’à leur suppression manuelle',
  'settings.next': '{{schedule}} · prochaine {{when}}',
  'settings.test': 'Tester',
  'settings.save': 'Enregistrer',
  'settings.backUpNow': 'Sauvegarder maintenant',
  'settings.edit': 'Modifier',
  'settings.saved': 'Enregistré. Prochaine sauvegarde\u202f: {{when}}.',
  'settings.savedNoNext': 'Enregistré.',
  'settings.trimmed': 'Une espace en fin de saisie a été supprimée.',
  'settings.saveFirst': 'Enregistrez d’abord le formulaire.',
  'settings.required': 'Ce champ est nécessaire.',
  'settings.bucketWrong':
    '3 à 63 lettres minuscules, chiffres, points et tirets.',
  'settings.endpointWrong': 'Écrivez https://hôte ou https://hôte:port.',
  'settings.summary': 'Portail → {{bucket}} ({{place}}), {{frequency}}',
  'settings.nextBackup': 'Prochaine sauvegarde\u202f: {{when}}',
  'settings.lastGood': 'Dernière bonne sauvegarde',
  'settings.noGood': 'Pas encore de bonne sauvegarde',
  'settings.destinations': 'Destinations',
  'settings.plans': 'Plans',
  'settings.history': 'Historique',
  'settings.ready': 'Prêt',
  'settings.readyWithWarnings': 'Prêt, avec avertissements',
  'settings.notReady': 'Pas prêt',
  'checkup.ready': 'Prêt',
  'checkup.ready-with-warnings': 'Prêt, avec avertissements',
  'checkup.not-ready': 'Pas prêt',
  'settings.keyMissing': 'Les secrets ne peuvent pas encore être stockés',
  'settings.keyMissingSeen':
    's3Backup.secretKeys manque dans la configuration.',
  'settings.keyMissingHint':
    'Donnez-lui 32 octets aléatoires en base64 (openssl rand -base64 32) et redémarrez.',
  'settings.clearStanding':
    'Les sauvegardes de ce portail sont stockées en clair.',
  // What the form's test and save may be refused for.
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
  'error.s3-swapped-keys.message': 'L’ID a 40 caractères, le secret 20.',
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
} satisfies Record<Key, string | null>;

export default french;

import { messages } from '../messages';
import { frenchCheckUp } from './frCheckUp';
import { frenchCheckUpSeen } from './frCheckUpSeen';
import { frenchErrors } from './frErrors';

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
  'settings.keyMissing': 'Les secrets ne peuvent pas encore être stockés',
  'settings.keyMissingSeen':
    's3Backup.secretKeys manque dans la configuration.',
  'settings.keyMissingHint':
    'Donnez-lui 32 octets aléatoires en base64 (openssl rand -base64 32) et redémarrez.',
  'settings.clearStanding':
    'Les sauvegardes de ce portail sont stockées en clair.',
  ...frenchCheckUp,
  ...frenchCheckUpSeen,
  ...frenchErrors,
} satisfies Record<Key, string | null>;

export default french;

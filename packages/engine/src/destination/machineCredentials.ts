import {
  fromEnv,
  fromHttp,
  fromIni,
  fromInstanceMetadata,
  fromTokenFile,
} from '@aws-sdk/credential-providers';
import { AmbientSource, UnderstudyError } from '@understudy/model';

/** Keys as the SDK takes them; it asks again before they expire. */
export interface FoundCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}

export type CredentialsProvider = () => Promise<FoundCredentials>;

type OneSource = Exclude<AmbientSource, 'default'>;

/** How they are called in errors. */
const TITLES: Record<OneSource, string> = {
  environment: 'environment',
  profile: 'shared profile',
  'web-identity': 'web identity',
  container: 'container',
  instance: 'EC2 instance',
};

function providerOf(
  source: OneSource,
  { profile, region }: { profile?: string; region: string },
): CredentialsProvider {
  switch (source) {
    case 'environment':
      return fromEnv();
    case 'profile':
      return fromIni({
        ...(profile ? { profile } : {}),
        clientConfig: { region },
      });
    case 'web-identity':
      return fromTokenFile({ clientConfig: { region } });
    case 'container':
      return fromHttp({ timeout: 2000, maxRetries: 1 });
    default:
      return fromInstanceMetadata({ timeout: 2000, maxRetries: 1 });
  }
}

function wordsOf(error: unknown): string {
  const { message } = error as Error;
  return message.split('\n')[0].replace(/\.$/, '').slice(0, 200);
}

/**
 * What this machine has of credentials. Sources are tried one by one, so that
 * the error says of each why it had none: the SDK's own chain tells of its
 * last one alone.
 */
export function machineCredentials(options: {
  source?: AmbientSource;
  profile?: string;
  region: string;
}): CredentialsProvider {
  const { source = 'default' } = options;
  const sources =
    source === 'default' ? (Object.keys(TITLES) as OneSource[]) : [source];
  return async () => {
    const reasons: string[] = [];
    for (const each of sources) {
      try {
        return await providerOf(each, options)();
      } catch (error) {
        reasons.push(`${TITLES[each]}: ${wordsOf(error)}`);
      }
    }
    throw new UnderstudyError('credentials-missing', {
      tried: sources.map(each => TITLES[each]).join(', '),
      reason: reasons.join('; '),
    });
  };
}

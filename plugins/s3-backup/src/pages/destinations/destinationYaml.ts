import { Destination } from '@understudy/backstage-plugin-s3-backup-common';
import { toYaml } from '../../format/yaml';

/** Secrets are answered as whether they are set. */
const isSecret = (value: object) => 'set' in value && 'updatedAt' in value;

/** In the place of each secret a name of its own below `s3Backup.secrets`. */
function withReferences(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(it => withReferences(it, name));
  if (isSecret(value)) return { $config: `s3Backup.secrets.${name}` };
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      withReferences(item, `${name}-${key}`),
    ]),
  );
}

/** What configuration would say of a destination; secrets by reference. */
export function configOf(destination: Destination) {
  const { name, title, bucket, prefix, region, endpoint } = destination;
  const referred = (key: keyof Destination) =>
    withReferences(destination[key], `${name}-${key}`);
  return {
    name,
    ...(title === null ? {} : { title }),
    bucket,
    prefix,
    ...(region === null ? {} : { region }),
    ...(endpoint === null ? {} : { endpoint }),
    forcePathStyle: destination.forcePathStyle,
    provider: destination.provider,
    failoverEndpoints: destination.failoverEndpoints,
    allowPlainHttp: destination.allowPlainHttp,
    dualStack: destination.dualStack,
    fips: destination.fips,
    accelerate: destination.accelerate,
    appendOnly: destination.appendOnly,
    expectedBucketOwner: destination.expectedBucketOwner,
    credentials: referred('credentials'),
    pruneCredentials: referred('pruneCredentials'),
    restoreCredentials: referred('restoreCredentials'),
    store: referred('store'),
    transfer: referred('transfer'),
  };
}

/** The same as YAML, for `s3Backup.destinations`. */
export function yamlOf(destination: Destination): string {
  return toYaml([configOf(destination)]);
}

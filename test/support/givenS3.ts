import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { S3Server } from './s3Server';

const NAMES = [
  'endpoint',
  'region',
  'bucket',
  'access-key',
  'secret-key',
  'secret-key-file',
] as const;

type Given = Partial<Record<(typeof NAMES)[number], string>>;

function fromArguments(): Given {
  const { values } = parseArgs({
    args: process.argv.slice(2),
    options: Object.fromEntries(
      NAMES.map(name => [name, { type: 'string' as const }]),
    ),
    strict: false,
  });
  return values as Given;
}

/** `--access-key` is `UNDERSTUDY_S3_ACCESS_KEY`, and so on. */
function fromEnvironment(): Given {
  const given: Given = {};
  for (const name of NAMES) {
    const variable = `UNDERSTUDY_S3_${name.toUpperCase().replace(/-/g, '_')}`;
    const value = process.env[variable];
    if (value) given[name] = value;
  }
  return given;
}

/**
 * The store that was named by `--endpoint --access-key --secret-key [--region
 * --bucket]`, or by the variables `UNDERSTUDY_S3_ENDPOINT` and so on; none if
 * there is no endpoint. `--secret-key-file` keeps the secret out of lists of
 * processes: prefer it to `--secret-key`.
 */
export function givenS3(): S3Server | undefined {
  const given = { ...fromEnvironment(), ...fromArguments() };
  const { endpoint } = given;
  if (!endpoint) return undefined;
  const file = given['secret-key-file'];
  const secretAccessKey = file
    ? readFileSync(file, 'utf8').trim()
    : given['secret-key'];
  const accessKeyId = given['access-key'];
  if (!accessKeyId || !secretAccessKey) {
    throw new Error('--endpoint needs --access-key and --secret-key(-file)');
  }
  return {
    name: new URL(endpoint).host,
    endpoint,
    region: given.region ?? 'us-east-1',
    bucket: given.bucket ?? 'understudy-contract',
    accessKeyId,
    secretAccessKey,
    stop: async () => {},
  };
}

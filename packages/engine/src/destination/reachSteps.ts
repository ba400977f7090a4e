import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { DestinationConnection } from '@understudy/model';
import { translateError } from '../storage';
import { Address, addressOf } from './address';
import type { Bucket } from './bucket';
import { CheckUpReport, failed, Outcome } from './checkUpReport';
import { trimCredentials } from './credentials';
import { ServerFacts, serverFacts } from './serverFacts';

/** S3 refuses requests that are further apart. */
const LARGEST_SKEW = 15 * 60_000;

/** What the form alone tells, before anything is sent. */
function checkInput(
  connection: DestinationConnection,
  address: Address,
): Outcome {
  const { credentials, bucket, endpoint } = connection;
  if (credentials.type === 'keys') {
    try {
      const { notices } = trimCredentials(credentials);
      if (notices.length > 0) {
        return {
          result: 'fail',
          seen: `The keys have spaces around them.`,
          remedy: 'Paste them again, without spaces.',
          code: 'credentials-malformed',
        };
      }
    } catch (error) {
      return failed(error);
    }
  }
  if (endpoint && new URL(endpoint).hostname.startsWith(`${bucket}.`)) {
    return {
      result: 'fail',
      seen: 'The endpoint begins with the name of the bucket.',
      remedy: 'Enter the endpoint without the bucket: it is added to it.',
      fix: { field: 'endpoint', value: endpoint.replace(`${bucket}.`, '') },
      code: 'options-invalid',
    };
  }
  if (address.protocol === 'http:' && !address.loopback) {
    return {
      result: 'warn',
      seen: 'The endpoint is plain http: everybody in between can read along.',
      remedy: 'Use https, or encrypt the backups.',
    };
  }
  return { result: 'pass', seen: 'Complete and well formed.' };
}

async function resolve(address: Address, bucket: Bucket): Promise<Outcome> {
  const { host } = address;
  if (isIP(host)) return { result: 'pass', seen: `${host} is an address.` };
  try {
    const found = await lookup(host, { all: true });
    return {
      result: 'pass',
      seen: `${host} is ${found.map(it => it.address).join(', ')}`,
    };
  } catch (error) {
    const problem = failed(translateError(error, { bucket, action: 'lookup' }));
    return address.forcePathStyle || !address.endpoint
      ? problem
      : { ...problem, fix: { field: 'forcePathStyle', value: 'true' } };
  }
}

function checkClock(facts: ServerFacts): Outcome {
  if (facts.skew === null) {
    return { result: 'warn', seen: 'The store does not tell its time.' };
  }
  const apart = Math.abs(facts.skew);
  const seen = `${(apart / 1000).toFixed(1)} s apart`;
  // The header has whole seconds, and the answer took its time.
  if (apart <= 60_000) return { result: 'pass', seen };
  return {
    result: apart < LARGEST_SKEW ? 'warn' : 'fail',
    seen: `${seen}; S3 accepts 15 min.`,
    remedy:
      "Set this machine's clock (NTP). The store is rarely the wrong one.",
    code: 's3-clock-skew',
  };
}

/** Input, name, connection and clock; answers what the server told. */
export async function reachSteps(
  bucket: Bucket,
  report: CheckUpReport,
  signal?: AbortSignal,
): Promise<ServerFacts | undefined> {
  const address = addressOf(bucket.connection);
  let facts: ServerFacts | undefined;
  await report.step('input', async () =>
    checkInput(bucket.connection, address),
  );
  await report.step('resolve', () => resolve(address, bucket));
  await report.step('connect', async () => {
    try {
      facts = await serverFacts(address, signal);
    } catch (error) {
      return failed(translateError(error, { bucket, action: 'connect' }));
    }
    const until = facts.certificateUntil;
    return {
      result: 'pass',
      seen: until
        ? `TLS valid, certificate until ${until}`
        : `${address.host}:${address.port} answers`,
    };
  });
  await report.step('clock', async () => checkClock(facts!));
  return facts;
}

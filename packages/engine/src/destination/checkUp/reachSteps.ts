import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { UnderstudyError } from '@understudy/model';
import { translateError } from '../../storage';
import { failureOf, isUntrusted } from '../../storage/failure';
import { Address, addressesOf } from '../address';
import type { Bucket } from '../bucket';
import { issuerOf } from './certificate';
import type { CheckUpOptions } from './checkUp';
import { CheckUpReport } from './CheckUpReport';
import { checkInput } from './inputStep';
import { failed, Outcome, passed, warned } from './outcome';
import { factsAt, ServerFacts } from './serverFacts';

/** S3 refuses requests that are further apart. */
const LARGEST_SKEW = 15 * 60_000;

async function resolve(address: Address, bucket: Bucket): Promise<Outcome> {
  const { host } = address;
  if (isIP(host)) return passed(`${host} is an address.`);
  if (bucket.connection.transfer?.proxy) {
    return passed('The proxy resolves it.');
  }
  try {
    const found = await lookup(host, { all: true });
    return passed(`${host} is ${found.map(it => it.address).join(', ')}`);
  } catch (error) {
    const problem = failed(translateError(error, { bucket, action: 'lookup' }));
    return address.forcePathStyle || !address.endpoint
      ? problem
      : { ...problem, fix: { field: 'forcePathStyle', value: 'true' } };
  }
}

async function checkAllowed(
  addresses: Address[],
  allowed: CheckUpOptions['allowed'],
): Promise<Outcome> {
  const endpoints = addresses.flatMap(({ endpoint }) => endpoint ?? []);
  if (!allowed || endpoints.length === 0) {
    return passed('No rule speaks against it.');
  }
  for (const endpoint of endpoints) await allowed(endpoint);
  return passed('The network rules of this portal allow it.');
}

function isWebPage({ status, contentType }: ServerFacts): boolean {
  return status === 200 && contentType?.startsWith('text/html') === true;
}

async function connect(
  bucket: Bucket,
  address: Address,
  signal?: AbortSignal,
): Promise<{ outcome: Outcome; facts?: ServerFacts }> {
  try {
    const facts = await factsAt(bucket.connection, address, signal);
    if (address.endpoint && isWebPage(facts)) {
      const problem = new UnderstudyError('s3-not-s3', {
        endpoint: address.endpoint,
        status: 200,
        seen: facts.contentType,
      });
      return { outcome: failed(problem) };
    }
    if (
      address.protocol === 'https:' &&
      bucket.connection.transfer?.skipTlsVerification
    ) {
      const outcome = warned(
        'The certificate is not verified: anybody in between can read along, and pose as the store.',
        'Give the certificate of your own authority instead (CA bundle).',
      );
      return { outcome, facts };
    }
    const until = facts.certificateUntil;
    const seen = until
      ? `TLS valid, certificate until ${until}`
      : `${address.host}:${address.port} answers`;
    return { outcome: passed(seen), facts };
  } catch (error) {
    const outcome = failed(
      translateError(error, { bucket, action: 'connect' }),
    );
    if (isUntrusted(failureOf(error).network)) {
      const issuer = await issuerOf(address, signal);
      if (issuer) {
        const seen = outcome.seen.replace(/\.$/, '');
        return {
          outcome: { ...outcome, seen: `${seen}, issued by ${issuer}.` },
        };
      }
    }
    return { outcome };
  }
}

/** One that works is enough; those that do not are named. */
function ofSeveral<T extends { outcome: Outcome }>(
  addresses: Address[],
  found: T[],
): T {
  const works = found.find(({ outcome }) => outcome.result !== 'fail');
  const down = addresses.filter((_, at) => found[at].outcome.result === 'fail');
  if (!works || down.length === 0) return works ?? found[0];
  const names = down.map(({ host, port }) => `${host}:${port}`).join(', ');
  const outcome = warned(
    `${works.outcome.seen}. Not so: ${names}.`,
    'Backups go on over the other addresses. Mend this one, or take it out.',
  );
  return { ...works, outcome };
}

function checkClock(facts: ServerFacts): Outcome {
  if (facts.skew === null) {
    return { result: 'warn', seen: 'The store does not tell its time.' };
  }
  const apart = Math.abs(facts.skew);
  const seen = `${(apart / 1000).toFixed(1)} s apart`;
  // The header has whole seconds, and the answer took its time.
  if (apart <= 60_000) return passed(seen);
  return {
    result: apart < LARGEST_SKEW ? 'warn' : 'fail',
    seen: `${seen}; S3 accepts 15 min.`,
    remedy:
      "Set this machine's clock (NTP). The store is rarely the wrong one.",
    code: 's3-clock-skew',
  };
}

/** Input, name, rules, connection and clock; answers what the server told. */
export async function reachSteps(
  bucket: Bucket,
  report: CheckUpReport,
  options: CheckUpOptions,
): Promise<ServerFacts | undefined> {
  const { allowed, notices = [], signal } = options;
  const { connection } = bucket;
  const addresses = addressesOf(connection);
  let facts: ServerFacts | undefined;
  await report.step('input', async () =>
    checkInput(connection, addresses, notices),
  );
  await report.step('resolve', async () => {
    const found = await Promise.all(
      addresses.map(async each => ({ outcome: await resolve(each, bucket) })),
    );
    return ofSeveral(addresses, found).outcome;
  });
  await report.step('allowed', () => checkAllowed(addresses, allowed));
  await report.step('connect', async () => {
    const all = await Promise.all(
      addresses.map(each => connect(bucket, each, signal)),
    );
    const found = ofSeveral(addresses, all);
    facts = found.facts;
    return found.outcome;
  });
  await report.step('clock', async () => checkClock(facts!));
  return facts;
}

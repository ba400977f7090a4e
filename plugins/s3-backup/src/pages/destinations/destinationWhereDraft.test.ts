import { destinationDraftOf, destinationInputOf } from './destinationDraft';
import {
  chosenProvider,
  isPlainHttp,
  providerOf,
  WhereDraft,
  whereDraftOf,
  whereInputOf,
} from './destinationWhereDraft';

const of = (change: Partial<WhereDraft>) =>
  whereInputOf({ ...whereDraftOf(undefined), ...change }, 'backups');

it('preselects what is usual at a provider, and leaves the rest alone', () => {
  expect(chosenProvider('r2')).toEqual({
    provider: 'r2',
    forcePathStyle: true,
  });
  expect(chosenProvider('aws')).toEqual({
    provider: 'aws',
    forcePathStyle: false,
  });
  expect(providerOf(whereDraftOf(undefined))).toBe('aws');
  expect(
    providerOf({ ...whereDraftOf(undefined), endpoint: 'https://s3.acme.org' }),
  ).toBe('other');
});

it('takes further addresses, one on each line', () => {
  const { where, faults } = of({
    endpoint: 'https://a.example.org',
    failover: ' https://b.example.org\nhttps://c.example.org \n',
  });
  expect(faults).toEqual([]);
  expect(where.failoverEndpoints).toEqual([
    'https://b.example.org',
    'https://c.example.org',
  ]);
  expect(
    of({ endpoint: 'https://a.example.org', failover: 'b.example.org' }).faults,
  ).toEqual(['failoverEndpoints']);
});

it('asks for a yes to plain http, but not to this machine itself', () => {
  const http = { endpoint: 'http://s3.example.org:9000' };
  expect(of(http).faults).toEqual(['allowPlainHttp']);
  expect(of({ ...http, allowPlainHttp: true })).toMatchObject({
    faults: [],
    where: { allowPlainHttp: true },
  });
  expect(of({ endpoint: 'http://127.0.0.1:9000' }).faults).toEqual([]);
  const behind = {
    ...whereDraftOf(undefined),
    endpoint: 'https://a.example.org',
    failover: 'http://b.example.org',
  };
  expect(isPlainHttp(behind)).toBe(true);
});

it('keeps what only AWS has away from other stores, and from each other', () => {
  expect(of({ accelerate: true }).where.accelerate).toBe(true);
  expect(of({ accelerate: true, fips: true }).faults).toEqual(['accelerate']);
  const elsewhere = of({
    endpoint: 'https://a.example.org',
    accelerate: true,
    dualStack: true,
  });
  expect(elsewhere.faults).toEqual([]);
  expect(elsewhere.where).toMatchObject({
    accelerate: undefined,
    dualStack: undefined,
  });
});

it('asks for the secret anew where an address is added', () => {
  const stored = {
    name: 'main',
    bucket: 'backups',
    prefix: '',
    endpoint: 'https://a.example.org',
    region: null,
    title: null,
    forcePathStyle: true,
    credentials: {
      type: 'keys' as const,
      accessKeyId: 'AKIAEXAMPLE',
      secretAccessKey: { set: true as const, updatedAt: null },
    },
    fromConfig: null,
    shadowed: false,
    health: 'healthy' as const,
    checkedAt: null,
    profile: null,
    usedBy: [],
    stored: { backups: 0, bytes: 0 },
    updatedAt: null,
    updatedBy: null,
  };
  const draft = destinationDraftOf(stored);
  expect(destinationInputOf(draft, stored).faults).toEqual([]);
  const more = { ...draft, failover: 'https://b.example.org' };
  expect(destinationInputOf(more, stored).faults).toEqual(['secret']);
});

import type { Messages } from './Messages';

/** The way to the store, and who we are there. */
export const CONNECTION_MESSAGES = {
  'net-not-found': [
    'This name does not resolve',
    '{reason} {host}.',
    "Check the endpoint's spelling; with path style off the name is {bucket}.{host}: try path style.",
  ],
  'net-not-allowed': [
    'This address is not allowed',
    'The endpoint {host} is refused: {why}.',
    'Choose another endpoint, or let the operator name it in s3Backup.network.allow.',
  ],
  'net-plain-http': [
    'Plain http needs a yes',
    '{endpoint} is plain http to another machine: everybody in between can read along.',
    'Use https, or say yes to it (allowPlainHttp). Signed requests keep the secret key; all else can be read.',
  ],
  'region-not-allowed': [
    'Data may not be kept in this region',
    'The region is {region}; this portal allows {allowed}.',
    'Choose a bucket in one of these regions, or let the operator name this one in s3Backup.allowedRegions.',
  ],
  'append-only': [
    'These keys may only append',
    'Destination {destination} is append-only: {what}.',
    'Give it a second set of credentials for this (deleting, restoring), or do it with the command line and other keys.',
  ],
  'net-refused': [
    'Nobody listens there',
    'ECONNREFUSED {host}:{port}.',
    'Is the store running, the port right, http and https not mixed up? From a container, localhost is the container.',
  ],
  'net-reset': [
    'The connection broke',
    '{action}: {reason}, after {n} tries.',
    'Look at the network and at proxies between this machine and the store. It may pass by itself.',
  ],
  'net-timeout': [
    'The store did not answer in time',
    '{action}: no answer within {limit} seconds, {n} tries.',
    'Look at the network, and at a proxy or firewall that holds connections.',
  ],
  'net-slow': [
    'The upload is slow',
    '{rate}, usual {usual}; the {limiting} is the limit.',
    'Network: same region, more parts at once, Transfer Acceleration. Packing: a lower level. Source: look there.',
  ],
  'tls-untrusted': [
    'The certificate is not trusted',
    '{reason} for {host}.',
    "Give the store's CA to this machine (NODE_EXTRA_CA_CERTS). Skipping the check lets anybody in between read your keys.",
  ],
  'credentials-missing': [
    'No credentials were found',
    'Tried {tried}: {reason}.',
    'Give the worker a role, or enter an access key and its secret.',
  ],
  'credentials-malformed': [
    'The keys cannot be right',
    '{what}.',
    'Paste them again, without spaces and line breaks inside.',
  ],
} satisfies Messages;

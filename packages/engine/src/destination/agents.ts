import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { getCACertificates } from 'node:tls';
import { DestinationConnection } from '@understudy/model';
import { addressesOf } from './address';
import { AddressRules } from './addressRules';
import { guardedLookup } from './guardedLookup';

/** Connections that are held at once. */
const SOCKETS = 16;

/** Node tunnels by itself; nothing on this machine is reached through a proxy. */
function proxyEnvOf(connection: DestinationConnection) {
  if (addressesOf(connection).every(({ loopback }) => loopback)) {
    return undefined;
  }
  const { proxy } = connection.transfer ?? {};
  return proxy ? { HTTP_PROXY: proxy, HTTPS_PROXY: proxy } : process.env;
}

/**
 * The connections of one destination: through its proxy, to addresses that the
 * rules allow, and to whom its certificates vouch for.
 */
export function agentsOf(connection: DestinationConnection): {
  httpAgent: HttpAgent;
  httpsAgent: HttpsAgent;
} {
  const { transfer = {}, network } = connection;
  const { uploadConcurrency = 0, downloadConcurrency = 0 } = transfer;
  const proxyEnv = proxyEnvOf(connection);
  const options = {
    keepAlive: true,
    maxSockets: Math.max(SOCKETS, uploadConcurrency + downloadConcurrency + 2),
    scheduling: 'lifo',
    ...(network ? { lookup: guardedLookup(AddressRules.create(network)) } : {}),
    ...(proxyEnv ? { proxyEnv } : {}),
  } as const;
  return {
    httpAgent: new HttpAgent(options),
    httpsAgent: new HttpsAgent({
      ...options,
      ...(transfer.caBundle
        ? { ca: [...getCACertificates('default'), transfer.caBundle] }
        : {}),
      ...(transfer.skipTlsVerification ? { rejectUnauthorized: false } : {}),
    }),
  };
}

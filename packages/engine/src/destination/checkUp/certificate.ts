import { connect } from 'node:tls';
import { isIP } from 'node:net';
import { Address } from '../address';

/**
 * Who issued the certificate that was not trusted: the CA to ask for. Nothing
 * is sent over this connection. Undefined where it can't be told.
 */
export function issuerOf(
  address: Address,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { host, port } = address;
  return new Promise(resolve => {
    const socket = connect({
      host,
      port,
      rejectUnauthorized: false,
      ...(isIP(host) ? {} : { servername: host }),
    });
    const end = (issuer?: string) => {
      socket.destroy();
      resolve(issuer);
    };
    socket.setTimeout(5000, () => end());
    socket.once('error', () => end());
    signal?.addEventListener('abort', () => end(), { once: true });
    socket.once('secureConnect', () => {
      const { issuer } = socket.getPeerCertificate();
      const { O, CN } = (issuer ?? {}) as { O?: string; CN?: string };
      end([O, CN].filter(Boolean).join(', ') || undefined);
    });
  });
}

import { S3Client } from '@aws-sdk/client-s3';
import { failureOf } from '../storage/failure';
import { Address } from './address';

/** A request as the SDK hands it on, before it is signed. */
interface Request {
  protocol: string;
  hostname: string;
  port?: number;
  headers: Record<string, string>;
  body?: unknown;
}

/** Nobody was reached, so nothing was sent. */
const UNREACHED =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|EADDRNOTAVAIL)/;

/** The connection broke, or never stood: the next try goes elsewhere. */
const BROKEN = /^(?:ECONN|EPIPE|ETIMEDOUT)/;

/** The same request to another address of the store; it is signed for that. */
function sentTo(request: Request, { host, port, protocol }: Address): Request {
  const usual = port === { 'http:': 80, 'https:': 443 }[protocol];
  const hostname = host.includes(':') ? `[${host}]` : host;
  // Cloned by the prototype: the SDK looks at what kind of request it is.
  return Object.assign(
    Object.create(Object.getPrototypeOf(request)) as Request,
    request,
    {
      protocol,
      hostname,
      port: usual ? undefined : port,
      headers: {
        ...request.headers,
        host: usual ? hostname : `${hostname}:${port}`,
      },
    },
  );
}

/** Bytes that can be sent once more. */
function isRepeatable({ body }: Request): boolean {
  return (
    body === undefined || typeof body === 'string' || ArrayBuffer.isView(body)
  );
}

/**
 * Stands in the place of the SDK's retries: they are ours, and theirs would
 * wrap errors of the network beyond recognition. Where a store has several
 * addresses, a request that reached nobody goes to the next one at once; one
 * whose connection broke is repeated by our retries, and goes there then. The
 * address that answered last is tried first.
 */
export function failOver(client: S3Client, addresses: Address[]): void {
  let current = 0;
  client.middlewareStack.add(
    next => async args => {
      if (addresses.length === 1) return next(args);
      for (let tried = 1; ; tried++) {
        const request = args.request as Request;
        const at = current;
        try {
          return await next({
            ...args,
            request: sentTo(request, addresses[at]),
          });
        } catch (error) {
          const { network = '' } = failureOf(error);
          if (!UNREACHED.test(network) && !BROKEN.test(network)) throw error;
          // Others may have moved on meanwhile.
          if (current === at) current = (at + 1) % addresses.length;
          const again = UNREACHED.test(network) && isRepeatable(request);
          if (!again || tried >= addresses.length) throw error;
        }
      }
    },
    {
      name: 'retryMiddleware',
      step: 'finalizeRequest',
      priority: 'high',
      override: true,
    },
  );
}

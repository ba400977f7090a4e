import type { IncomingMessage, ServerResponse } from 'node:http';
import { handleAdmin } from './admin/handleAdmin';
import { Exchange } from './http/Exchange';
import type { Parts } from './parts';

/** The listener of the HTTP server. */
export function createListener(parts: Parts, expectsContinue: boolean) {
  return (message: IncomingMessage, response: ServerResponse): void => {
    // A connection may break at any moment; each use of the streams sees to it itself.
    message.on('error', () => {});
    response.on('error', () => {});
    if (message.url?.startsWith('/_local-s3/')) {
      if (expectsContinue) response.writeContinue();
      void handleAdmin({ message, response, parts });
    } else {
      void Exchange.create({ message, response, expectsContinue, parts }).run();
    }
  };
}

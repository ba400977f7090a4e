import { ConnectionReset } from './answer';
import type { Body } from './body';

/** Kills the connection after so many bytes of the request, or at its end. */
export function resetting(body: Body, after: number): Body {
  return {
    ...body,
    async *read() {
      let left = after;
      if (left <= 0) throw ConnectionReset.create();
      for await (const chunk of body.read()) {
        yield chunk.subarray(0, left);
        left -= chunk.length;
        if (left <= 0) break;
      }
      throw ConnectionReset.create();
    },
  };
}

/**
 * A reporter for Node's test runner that writes the counts as JSON, at the
 * end: a runner that dies on its way leaves an empty file, not a good one.
 */
import { NodeCounts } from './counts.mjs';

export default async function* reporter(source) {
  const counts = NodeCounts.create();
  for await (const event of source) counts.take(event);
  yield `${JSON.stringify(counts)}\n`;
}

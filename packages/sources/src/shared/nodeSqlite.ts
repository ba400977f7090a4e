type NodeSqlite = typeof import('node:sqlite');

let loaded: NodeSqlite | undefined;

/**
 * `node:sqlite`, loaded when first needed and not before: whoever only lists
 * the source types does not pay for it. Node 22 warns on stderr that it is
 * experimental; that one warning is held back, during this load alone.
 */
export function nodeSqlite(): NodeSqlite {
  if (loaded) return loaded;
  const emitWarning = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    if (/SQLite is an experimental/i.test(String(warning))) return;
    (emitWarning as (...all: unknown[]) => void).call(
      process,
      warning,
      ...rest,
    );
  }) as typeof process.emitWarning;
  try {
    loaded = require('node:sqlite') as NodeSqlite;
  } finally {
    process.emitWarning = emitWarning;
  }
  return loaded;
}

import { delimiter, dirname } from 'node:path';

/**
 * The environment for our children: the right Node first on PATH, and nothing
 * that `npm run` or `yarn run` left there. npm's variables would make every
 * further npm warn about options it does not know.
 */
export function childEnvironment(extra = {}) {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    // The last one would make a test runner of ours report to the one above.
    if (/^(npm_|BERRY_BIN_FOLDER$|INIT_CWD$|NODE_TEST_CONTEXT$)/i.test(name)) {
      delete env[name];
    }
  }
  const bin = dirname(process.execPath);
  const path = (env.PATH ?? '').split(delimiter).filter(part => part !== bin);
  return {
    ...env,
    PATH: [bin, ...path].join(delimiter),
    ...extra,
  };
}

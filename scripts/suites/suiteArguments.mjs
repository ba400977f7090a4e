import { parseArgs } from 'node:util';
import { Stop } from '../lib/say.mjs';

/**
 * Options of suites, beside `--long`, and the variables by which the tests see
 * them. The same variables may be set instead.
 */
const OPTIONS = {
  'test:contract': {
    endpoint: 'UNDERSTUDY_S3_ENDPOINT',
    'access-key': 'UNDERSTUDY_S3_ACCESS_KEY',
    'secret-key': 'UNDERSTUDY_S3_SECRET_KEY',
    'secret-key-file': 'UNDERSTUDY_S3_SECRET_KEY_FILE',
    region: 'UNDERSTUDY_S3_REGION',
    bucket: 'UNDERSTUDY_S3_BUCKET',
  },
};

/**
 * Splits a suite's arguments: its own options become variables, `--only TEXT`
 * picks tests by name, and what is left picks files by a part of their path.
 */
export function suiteArguments(suite, args) {
  const variables = { long: 'UNDERSTUDY_LONG', ...OPTIONS[suite] };
  const options = Object.fromEntries(
    Object.keys(variables).map(name => [
      name,
      { type: name === 'long' ? 'boolean' : 'string' },
    ]),
  );
  let parsed;
  try {
    parsed = parseArgs({
      args,
      allowPositionals: true,
      options: { ...options, only: { type: 'string' } },
    });
  } catch (error) {
    const known = Object.keys({ ...options, only: true }).map(n => `--${n}`);
    throw new Stop(
      `${error.message}\nOptions of ${suite}: ${known.join(', ')}`,
      2,
    );
  }
  const { only, ...own } = parsed.values;
  return {
    env: Object.fromEntries(
      Object.entries(own).map(([name, value]) => [
        variables[name],
        value === true ? '1' : value,
      ]),
    ),
    nodeArgs: only ? [`--test-name-pattern=${only}`] : [],
    files: parsed.positionals,
  };
}

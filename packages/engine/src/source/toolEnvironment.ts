const PASSED = ['PATH', 'TZ', 'LD_LIBRARY_PATH', 'NODE_EXTRA_CA_CERTS'];

/**
 * What a tool sees of our environment: next to nothing. Its home is the
 * attempt's private directory, so that no file of the worker's user (.pgpass,
 * .my.cnf, .gitconfig) changes what it does; its language is one that we can
 * read.
 */
export function toolEnvironment(
  tempDirectory: string,
  more: Record<string, string> = {},
): Record<string, string> {
  const environment: Record<string, string> = {
    HOME: tempDirectory,
    TMPDIR: tempDirectory,
    LC_ALL: 'C',
  };
  for (const name of PASSED) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return { ...environment, ...more };
}

const ALWAYS = [
  'PATH',
  'HOME',
  'TZ',
  'LANG',
  'LC_ALL',
  'NODE_ENV',
  'NODE_EXTRA_CA_CERTS',
  'SYSTEMROOT',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
];

/** What the SDK's own chain looks at. */
function isAmbient(name: string): boolean {
  return name.startsWith('AWS_');
}

/**
 * Environment of a child, by allow-list. The portal's own holds passwords;
 * AWS variables pass only where the destination uses the machine's
 * credentials.
 * @internal
 */
export function childEnvironment(
  own: NodeJS.ProcessEnv,
  options: { ambient: boolean; tempDirectory: string },
): NodeJS.ProcessEnv {
  const passed: NodeJS.ProcessEnv = { TMPDIR: options.tempDirectory };
  for (const [name, value] of Object.entries(own)) {
    if (ALWAYS.includes(name) || (options.ambient && isAmbient(name))) {
      passed[name] = value;
    }
  }
  return passed;
}

/** Node's own options for the child: everything but a debugger's. @internal */
export function childExecArgv(own: readonly string[]): string[] {
  return own.filter(
    argument => !/^--(?:inspect|debug)(?:-|=|$)/.test(argument),
  );
}

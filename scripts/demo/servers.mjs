import { join } from 'node:path';
import { childEnvironment } from '../lib/environment.mjs';
import { BACKSTAGE_CLI, fromRoot, NODE_TRANSFORM } from '../lib/paths.mjs';

/**
 * How the three servers of the demo are started. The backend is started
 * without the development command around it, which would end it at once on a
 * signal: this way it drains.
 */
export function serverOptions(folder, ports) {
  const env = childEnvironment({
    NODE_ENV: 'development',
    // The launcher opens the browser, when all is ready.
    BROWSER: 'none',
    BACKSTAGE_CLI_DISABLE_TELEMETRY: '1',
    UNDERSTUDY_APP_PORT: String(ports.app),
    UNDERSTUDY_BACKEND_PORT: String(ports.backend),
    UNDERSTUDY_S3_PORT: String(ports.s3),
  });
  const configs = [
    '--config',
    fromRoot('app-config.yaml'),
    '--config',
    join(folder, 'app-config.yaml'),
  ];
  const transformed = ['--require', NODE_TRANSFORM];
  const server = (name, cwd, args) => ({
    name,
    command: process.execPath,
    args,
    cwd: fromRoot(cwd),
    env,
    log: join(folder, 'logs', `${name}.log`),
    echo: process.env.UNDERSTUDY_LOG === '1',
  });
  return {
    s3: server('s3', 'packages/local-s3', [
      ...transformed,
      'src/main.ts',
      join(folder, 'local-s3.json'),
    ]),
    backend: server('backend', 'packages/backend', [
      '--disable-warning=ExperimentalWarning',
      ...transformed,
      'src/index',
      ...configs,
    ]),
    app: server('app', 'packages/app', [
      BACKSTAGE_CLI,
      'package',
      'start',
      ...configs,
    ]),
  };
}

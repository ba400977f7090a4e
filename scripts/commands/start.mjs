import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  checkDataDirectory,
  dataDirectory,
  prepareDataDirectory,
  removeDataDirectory,
  writePrivate,
} from '../demo/dataDirectory.mjs';
import { machineZone } from '../demo/config.mjs';
import { whenReady } from '../demo/readiness.mjs';
import { seedDemo } from '../demo/seed.mjs';
import { serverOptions } from '../demo/servers.mjs';
import { childEnvironment } from '../lib/environment.mjs';
import { fromRoot } from '../lib/paths.mjs';
import { portFrom, requireFreePorts } from '../lib/ports.mjs';
import { Server } from '../lib/processes.mjs';
import { patiently, say, Stop, warn } from '../lib/say.mjs';

const READY_WITHIN_MS = 300_000;
/** The backend drains its runs before it ends; the others have nothing to. */
const GRACE_MS = { app: 5_000, backend: 20_000, s3: 5_000 };

function options(args) {
  try {
    return parseArgs({
      args,
      options: {
        reset: { type: 'boolean', default: false },
        'no-browser': { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new Stop(
      `${error.message}\nUsage: npm start -- [--reset] [--no-browser]`,
      2,
    );
  }
}

/** Two launchers on one data directory would share its databases. */
function requireAlone(folder) {
  const file = join(folder, 'launcher.json');
  if (!existsSync(file)) return;
  const { pid } = JSON.parse(readFileSync(file, 'utf8'));
  try {
    process.kill(pid, 0);
  } catch {
    return;
  }
  throw new Stop(
    `${folder} is in use by another \`npm start\` (process ${pid}). End that one first, or delete ${file} if it is none.`,
  );
}

function openBrowser(url) {
  const headless =
    process.platform === 'linux' &&
    !process.env.DISPLAY &&
    !process.env.WAYLAND_DISPLAY;
  if (headless || process.env.CI || !process.stdout.isTTY) return;
  const [command, ...args] = {
    darwin: ['open'],
    win32: ['cmd', '/c', 'start', ''],
  }[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, url], {
    detached: true,
    stdio: 'ignore',
  });
  child.on('error', () => {});
  child.unref();
}

export async function run(args) {
  const { reset, 'no-browser': noBrowser } = options(args);
  const ports = {
    app: portFrom('UNDERSTUDY_APP_PORT', 3000),
    backend: portFrom('UNDERSTUDY_BACKEND_PORT', 7007),
    s3: portFrom('UNDERSTUDY_S3_PORT', 9900),
  };
  const folder = dataDirectory();
  checkDataDirectory(folder);
  requireAlone(folder);
  await requireFreePorts([
    { port: ports.app, variable: 'UNDERSTUDY_APP_PORT', what: 'app' },
    {
      port: ports.backend,
      variable: 'UNDERSTUDY_BACKEND_PORT',
      what: 'backend',
    },
    { port: ports.s3, variable: 'UNDERSTUDY_S3_PORT', what: 'S3 endpoint' },
  ]);

  if (reset) removeDataDirectory(folder);
  const first = !existsSync(join(folder, 'app-config.yaml'));
  say(
    first ? `Making the demo in ${folder} …` : `Using the demo in ${folder} …`,
  );
  await prepareDataDirectory(folder, ports);
  return serve({ folder, ports, noBrowser });
}

async function serve({ folder, ports, noBrowser }) {
  const launcher = join(folder, 'launcher.json');
  const guard = spawn(process.execPath, [fromRoot('scripts/lib/guard.mjs')], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: childEnvironment(),
  });
  const servers = {};
  const stopped = new AbortController();

  // Whatever comes first ends all: a signal, a server that died, a deadline.
  const end = new Promise(resolve => {
    let askedAt;
    const onSignal = () => {
      // One Ctrl-C arrives several times: from the terminal, and passed on by
      // npm and by the process that found us the right Node.
      if (askedAt && Date.now() - askedAt > 1000) {
        // Asked again: no grace any more.
        for (const server of Object.values(servers)) server.stop(0);
      }
      askedAt ??= Date.now();
      resolve({ code: 0 });
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, onSignal);
    }
    for (const [name, option] of Object.entries(serverOptions(folder, ports))) {
      const server = Server.start(option);
      servers[name] = server;
      guard.stdin.write(`${server.pid}\n`);
      server.ended.then(({ code, signal }) =>
        resolve({
          code: 1,
          server,
          why: `The ${name} server ended by itself (${
            signal ?? `exit code ${code}`
          }).`,
        }),
      );
    }
    const pids = Object.entries(servers).map(([name, { pid }]) => [name, pid]);
    writePrivate(
      launcher,
      `${JSON.stringify({ pid: process.pid, ...Object.fromEntries(pids) })}\n`,
    );
    patiently('Starting the S3 endpoint, the backend and the app …', () =>
      whenReady(ports, READY_WITHIN_MS, stopped.signal).then(
        () =>
          stopped.signal.aborted ||
          seedDemo(folder, ports, { timeZone: machineZone() }),
      ),
    ).then(
      () => {
        if (stopped.signal.aborted) return;
        const url = `http://localhost:${ports.app}`;
        say(`Understudy is ready: ${url}`);
        if (!noBrowser) openBrowser(url);
      },
      error => resolve({ code: 1, why: `Not ready: ${error.message}.` }),
    );
  });

  const { code, server, why } = await end;
  stopped.abort();
  if (why) {
    const about = server ? [server] : Object.values(servers);
    for (const one of about) {
      warn(`--- ${one.name}: last lines of ${one.log}`);
      for (const line of one.lastLines()) warn(line);
    }
    warn(why);
  } else {
    say('Stopping …');
  }
  // The endpoint goes last: a backend that drains still has uploads to abort.
  await Promise.all([
    servers.app.stop(GRACE_MS.app),
    servers.backend.stop(GRACE_MS.backend),
  ]);
  await servers.s3.stop(GRACE_MS.s3);
  rmSync(launcher, { force: true });
  guard.kill('SIGKILL');
  return code;
}

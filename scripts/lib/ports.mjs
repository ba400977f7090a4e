import { connect, createServer } from 'node:net';
import { Stop } from './say.mjs';

/** Reads a port from the environment. */
export function portFrom(variable, usual) {
  const text = process.env[variable];
  if (text === undefined || text === '') return usual;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    throw new Stop(`${variable}=${text} is not a port (1–65535).`);
  }
  return port;
}

/** True when somebody answers: a browser asking `localhost` could meet them. */
function answers(host, port) {
  return new Promise(resolve => {
    const socket = connect({ host, port, timeout: 500 });
    const done = result => {
      socket.destroy();
      resolve(result);
    };
    socket.on('connect', () => done(true));
    socket.on('timeout', () => done(false));
    socket.on('error', () => done(false));
  });
}

function canListen(port) {
  return new Promise(resolve => {
    const server = createServer();
    server.on('error', error => resolve(error.code));
    server.listen({ host: '127.0.0.1', port }, () =>
      server.close(() => resolve(undefined)),
    );
  });
}

/**
 * Stops with one line unless all ports are free and differ.
 * @param wanted - list of `{ port, variable, what }`
 */
export async function requireFreePorts(wanted) {
  for (const { port, variable, what } of wanted) {
    const twin = wanted.find(w => w.port === port && w.variable !== variable);
    if (twin) {
      throw new Stop(
        `Port ${port} is wanted for the ${what} and for the ${twin.what}: set ${variable} to another one.`,
      );
    }
    const taken =
      (await answers('127.0.0.1', port)) || (await answers('::1', port));
    const refusal = taken ? 'EADDRINUSE' : await canListen(port);
    if (refusal === 'EACCES') {
      throw new Stop(
        `Port ${port} for the ${what} may not be used by this account: set ${variable} to a port above 1023.`,
      );
    }
    if (refusal) {
      throw new Stop(
        `Port ${port} for the ${what} is taken: end what uses it, or set ${variable} to a free port.`,
      );
    }
  }
}

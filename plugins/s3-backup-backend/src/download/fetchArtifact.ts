import { UnderstudyError, usesMachine } from '@understudy/model';
import { fork } from 'node:child_process';
import { PassThrough, Readable } from 'node:stream';
import { childEnvironment, childExecArgv } from '../runner/environment';
import { DownloadEnd, downloadEndSchema, DownloadOrder } from './messages';

/** @internal */
export interface FetchOptions {
  tempDirectory: string;
  signal: AbortSignal;
  /** Node's options, for tests. */
  execArgv?: string[];
}

/** The pipe for the bytes, see the child. */
const OUTPUT = 3;

function reasonOf(end: DownloadEnd | undefined, signal: string | null): Error {
  return end?.type === 'failed'
    ? UnderstudyError.fromProblem(end.problem)
    : new UnderstudyError('worker-lost', {
        time: new Date().toISOString(),
        signal: signal ?? 'it ended without a word',
      });
}

/**
 * An artifact as it is stored or as its source gave it, by a process of its
 * own. The stream ends only after that process said that every byte was the manifest's;
 * in all other cases it breaks.
 * @internal
 */
export function fetchArtifact(
  order: Omit<DownloadOrder, 'type'>,
  { tempDirectory, signal, execArgv }: FetchOptions,
): Readable {
  const child = fork(
    require.resolve('@understudy/backstage-plugin-s3-backup-backend/download'),
    [],
    {
      env: childEnvironment(process.env, {
        ambient: usesMachine(order.connection),
        tempDirectory,
      }),
      execArgv: execArgv ?? childExecArgv(process.execArgv),
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'ipc'],
    },
  );
  const output = new PassThrough();
  const stop = () => child.kill('SIGKILL');
  let end: DownloadEnd | undefined;

  child.on('message', message => {
    const parsed = downloadEndSchema.safeParse(message);
    if (parsed.success) end = parsed.data;
  });
  (child.stdio[OUTPUT] as Readable).pipe(output, { end: false });
  child.on('error', error => output.destroy(error));
  // After the process and all of its pipes: every byte has been passed on.
  child.on('close', (code, killedBy) => {
    signal.removeEventListener('abort', stop);
    if (code === 0 && end?.type === 'done') output.end();
    else output.destroy(reasonOf(end, killedBy));
  });
  signal.addEventListener('abort', stop, { once: true });
  output.on('close', stop);
  if (signal.aborted) stop();
  else child.send({ type: 'download', ...order }, () => {});
  return output;
}

/**
 * Ends the groups it was told of when the launcher is gone without having
 * ended them itself (SIGKILL, a closed terminal). Its standard input is a pipe
 * from the launcher: one process group id a line; the end of it is the alarm.
 */
import { groupLives, signalGroup } from './processes.mjs';

const groups = new Set();
let rest = '';

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {});

process.stdin.setEncoding('utf8');
process.stdin.on('data', text => {
  const lines = (rest + text).split('\n');
  rest = lines.pop();
  for (const line of lines) groups.add(Number(line));
});
process.stdin.on('end', () => {
  const until = Date.now() + 10_000;
  const signalAll = signal => {
    for (const pid of groups) signalGroup(pid, signal);
  };
  signalAll('SIGTERM');
  const timer = setInterval(() => {
    const late = Date.now() >= until;
    if (late) signalAll('SIGKILL');
    if (late || ![...groups].some(groupLives)) clearInterval(timer);
  }, 100);
});

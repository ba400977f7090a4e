/**
 * The command `understudy`: what is in a bucket, and how to get it back, with
 * the portal gone.
 *
 * @packageDocumentation
 */
import { main } from './main';

main(process.argv.slice(2), {
  out: text => process.stdout.write(text),
  err: text => process.stderr.write(text),
  terminal: process.stderr.isTTY === true,
}).then(
  code => {
    process.exitCode = code;
  },
  error => {
    process.stderr.write(`${error?.stack ?? error}\n`);
    process.exitCode = 1;
  },
);

// `understudy list | head` is no failure of ours.
process.stdout.on('error', error => {
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(0);
  throw error;
});

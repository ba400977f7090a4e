/**
 * An error that is the reader's to mend: shown as its message only, without a
 * stack.
 */
export class Stop extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

export const say = text => process.stdout.write(`${text}\n`);
export const warn = text => process.stderr.write(`${text}\n`);

/**
 * Says what is being waited for, and again every `seconds` while it lasts, so
 * that a quiet minute is not taken for a hang.
 */
export async function patiently(what, work, seconds = 20) {
  const since = Date.now();
  say(what);
  const timer = setInterval(
    () => say(`  … ${Math.round((Date.now() - since) / 1000)} s`),
    seconds * 1000,
  );
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

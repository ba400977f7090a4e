const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

async function status(url, options) {
  const response = await fetch(url, {
    ...options,
    signal: AbortSignal.timeout(5000),
  });
  await response.arrayBuffer();
  return response.status;
}

/**
 * The questions that a ready portal answers. The sign-in of the owner comes
 * with them, for it fails until the catalog has read the people of the demo;
 * guest would be let in before, as somebody without a group.
 */
function questions(ports) {
  const backend = `http://127.0.0.1:${ports.backend}`;
  return [
    [
      'the S3 endpoint',
      async () => (await status(`http://127.0.0.1:${ports.s3}/`)) < 500,
    ],
    [
      'the backend',
      async () =>
        (await status(`${backend}/.backstage/health/v1/readiness`)) === 200,
    ],
    [
      'the catalog',
      async () =>
        (await status(`${backend}/api/auth/demo-owner/refresh`, {
          method: 'POST',
        })) === 200,
    ],
    [
      'the app',
      async () =>
        (await status(`http://127.0.0.1:${ports.app}/`, {
          headers: { accept: 'text/html', host: `localhost:${ports.app}` },
        })) === 200,
    ],
  ];
}

/** Resolves when all answer; rejects with what does not at the deadline. */
export async function whenReady(ports, deadlineMs, signal) {
  const until = Date.now() + deadlineMs;
  const waiting = questions(ports).map(async ([what, answered]) => {
    while (!signal.aborted) {
      try {
        if (await answered()) return;
      } catch {
        // Not listening yet.
      }
      if (Date.now() > until) {
        throw new Error(`${what} did not answer within ${deadlineMs / 1000} s`);
      }
      await sleep(250);
    }
  });
  await Promise.all(waiting);
}

import assert from 'node:assert/strict';

/** Asks again until there is an answer; fails with what it waited for. */
export async function until<T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    assert.ok(Date.now() < deadline, `${what}: not within ${seconds} s`);
    await new Promise(done => setTimeout(done, 500));
  }
}

import { useSyncExternalStore } from 'react';
import { serverClock } from '../api/serverClock';

/** One ticker for all that show a time: they change together, and cheaply. */
function createTicker(interval: number) {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  let now = serverClock.now();
  return {
    subscribe(listener: () => void) {
      listeners.add(listener);
      now = serverClock.now();
      timer ??= setInterval(() => {
        now = serverClock.now();
        listeners.forEach(each => each());
      }, interval);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    get() {
      // Between two ticks the value must not move, or React renders for ever.
      if (!timer) now = Math.floor(serverClock.now() / interval) * interval;
      return now;
    },
  };
}

const slow = createTicker(30_000);
const fast = createTicker(1000);

/** The server's time, renewed every 30 seconds; every second where `live`. */
export function useNow(live = false): number {
  const ticker = live ? fast : slow;
  return useSyncExternalStore(ticker.subscribe, ticker.get);
}

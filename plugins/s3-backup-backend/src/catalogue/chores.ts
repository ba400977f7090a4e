import type { CheckUps } from '../checkUps/CheckUps';
import type { Chores } from '../schedule/registerTasks';
import type { Watches } from '../silence/Watches';
import type { FirstContact } from './FirstContact';
import type { Upkeep } from './Upkeep';

/** A store that does not answer must not keep slots of others from running. */
const FIRST_LOOK = 30_000;

/** Ticks after a start within which a catalog that is still reading is asked again. */
const EARLY_TICKS = 60;

/**
 * The chores of the runner, with ours before them: no slot runs before each
 * bucket was looked at once, and before owners are known.
 * @internal
 */
export function withUpkeep(options: {
  chores: Chores;
  contact: FirstContact;
  upkeep: Upkeep;
  checkUps: CheckUps;
  watches: Watches;
}): Chores {
  const { chores, contact, upkeep, checkUps, watches } = options;
  let looking: Promise<unknown> | undefined;
  let early = EARLY_TICKS;
  return {
    tick: async () => {
      looking ??= Promise.race([
        contact.all(),
        new Promise(resolve => setTimeout(resolve, FIRST_LOOK).unref()),
      ]);
      await looking;
      if (early > 0) {
        early -= 1;
        await upkeep.learnNewOwners();
      }
      await chores.tick();
      await watches.afterTick();
    },
    reclaim: () => chores.reclaim(),
    maintain: async () => {
      await upkeep.run();
      await chores.maintain();
      await checkUps.round();
    },
  };
}

export { checkUp } from './checkUp';
export type { CheckUpOptions } from './checkUp';
export { clientVersion } from './profileFrom';
export { probeDestination } from './probeDestination';

export { checkUp } from './checkUp';
export type { CheckUpOptions } from './checkUp';
export { probeDestination } from './probeDestination';

export * from './bucket';
export { AddressRules } from './addressRules';
export { Pace } from './Pace';
export * from './retryPolicy';
export { trimCredentials } from './credentials';
export type { TrimmedCredentials } from './credentials';
export type { Timeouts } from './transport';
export * from './checkUp';

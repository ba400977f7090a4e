export * from './explore';
export * from './help';
export * from './status';
export * from './settings';
export * from './requests';
export * from './retention';
export * from './workers';

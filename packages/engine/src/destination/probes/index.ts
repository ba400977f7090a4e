export * from './findings';
export * from './parts';
export * from './reading';
export * from './removing';
export * from './whole';
export * from './wishes';
export { Workbench } from './Workbench';

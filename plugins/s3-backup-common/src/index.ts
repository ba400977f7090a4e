/**
 * What both sides of the S3 backup plugin share.
 *
 * @packageDocumentation
 */
export * from '@understudy/model';
export * from './annotations';
export * from './permissions';
export * from './signal';
export * from './api';

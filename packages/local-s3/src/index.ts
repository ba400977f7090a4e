/**
 * A small S3 endpoint over a folder, for development, demos and tests.
 *
 * @packageDocumentation
 */

export { LocalS3 } from './LocalS3';
export type { LocalS3Bucket, LocalS3Options } from './options';
export { Users } from './users';
export type { LocalS3User } from './users';
export type { PolicyDocument, PolicyStatement } from './policy/document';
export { Faults } from './faults';
export type { AddedFault, Fault, FaultEffect } from './faults';
export { RequestLog } from './requestLog';
export type { LoggedRequest } from './requestLog';

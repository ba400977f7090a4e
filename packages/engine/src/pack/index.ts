export { makeIdentity, recipientOf } from './age';
export type { Compression } from './compress';
export type { Digest } from './digest';
export { packStream, type PackOptions, type PackStream } from './packStream';
export {
  unpackStream,
  type UnpackOptions,
  type UnpackStream,
} from './unpackStream';

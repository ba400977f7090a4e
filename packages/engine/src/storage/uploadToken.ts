import { randomBytes } from 'node:crypto';

/**
 * Metadata that names the upload an object came from, so that a writer whose
 * answer got lost can tell its own object from somebody else's.
 */
export const UPLOAD_TOKEN = 'understudy-upload';

/** A token no other upload has. */
export const newUploadToken = () => randomBytes(16).toString('hex');

import { z } from 'zod';
import { durationSchema } from './duration';
import { sizeSchema } from './size';

const MIB = 1024 ** 2;

const size = (min: number, max: number) =>
  sizeSchema.pipe(z.number().min(min).max(max));

/** What goes over the wire at most: less would never end. */
const bandwidth = size(64 * 1024, 1024 ** 4);

/**
 * PEM text of one or more certificates.
 * @public
 */
export const caBundleSchema = z
  .string()
  .max(256 * 1024)
  .refine(
    text =>
      /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.test(text),
    'holds no certificate (PEM)',
  );

/**
 * How bytes travel to a destination and back; what is not there is automatic.
 * `secretText` is what stands in the place of secrets.
 * @internal
 */
export function transferOptionsOf<S extends z.ZodType>(secretText: S) {
  return z.strictObject({
    /** Bytes; 5 to 64 MiB. Automatic: 8 MiB, growing with the upload. */
    uploadPartSize: size(5 * MIB, 64 * MIB).optional(),
    /** Parts at once. Automatic: 3, and 2 from 64 MiB on. */
    uploadConcurrency: z.number().int().min(1).max(16).optional(),
    /** Bytes of one request; 1 to 64 MiB. Automatic: 4 MiB. */
    downloadPartSize: size(MIB, 64 * MIB).optional(),
    /** Requests at once. Automatic: 4. */
    downloadConcurrency: z.number().int().min(1).max(16).optional(),
    /** Milliseconds for one part, then it is sent again. None: while it moves. */
    partTimeout: z
      .union([z.number().int(), durationSchema])
      .pipe(
        z
          .number()
          .min(1000)
          .max(24 * 3_600_000),
      )
      .optional(),
    /** Bytes a second, of a run; at least 64 KiB. */
    uploadBandwidth: bandwidth.optional(),
    downloadBandwidth: bandwidth.optional(),
    /** How often a request is repeated. Default: 7. */
    retries: z.number().int().min(0).max(20).optional(),
    /** `http://[user:password@]host:port`. None: HTTPS_PROXY, HTTP_PROXY, NO_PROXY. */
    proxy: secretText.optional(),
    /** Trusted beside the authorities that this machine trusts. */
    caBundle: caBundleSchema.optional(),
    /** Anybody in between can read, and pose as the store. */
    skipTlsVerification: z.boolean().optional(),
  });
}

/**
 * A proxy as requests use it.
 * @public
 */
export const proxySchema = z.string().refine(text => {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}, 'write it as http://host:port');

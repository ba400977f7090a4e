/** Facts that AWS adds to an error as elements of their own. */
export type ErrorDetails = Record<string, string | number>;

/** A refusal as S3 words it; everything thrown on purpose is one of these. */
export class S3Error extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: ErrorDetails;
  readonly headers: Record<string, string>;

  static create(options: {
    status: number;
    code: string;
    message: string;
    details?: ErrorDetails;
    headers?: Record<string, string>;
  }): S3Error {
    return new S3Error(options);
  }

  private constructor(options: {
    status: number;
    code: string;
    message: string;
    details?: ErrorDetails;
    headers?: Record<string, string>;
  }) {
    super(options.message);
    this.name = 'S3Error';
    this.status = options.status;
    this.code = options.code;
    this.details = options.details ?? {};
    this.headers = options.headers ?? {};
  }
}

const make =
  (status: number, code: string, message: string) => (details?: ErrorDetails) =>
    S3Error.create({ status, code, message, details });

const say =
  (status: number, code: string) => (message: string, details?: ErrorDetails) =>
    S3Error.create({ status, code, message, details });

export const invalidRequest = say(400, 'InvalidRequest');
export const invalidArgument = say(400, 'InvalidArgument');
export const accessDenied = say(403, 'AccessDenied');
export const badDigest = say(400, 'BadDigest');

export const noSuchBucket = make(
  404,
  'NoSuchBucket',
  'The specified bucket does not exist',
);
export const noSuchKey = make(
  404,
  'NoSuchKey',
  'The specified key does not exist.',
);
export const noSuchUpload = make(
  404,
  'NoSuchUpload',
  'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
);
export const malformedXml = make(
  400,
  'MalformedXML',
  'The XML you provided was not well-formed or did not validate against our published schema',
);
export const preconditionFailed = make(
  412,
  'PreconditionFailed',
  'At least one of the pre-conditions you specified did not hold',
);
export const conditionalConflict = make(
  409,
  'ConditionalRequestConflict',
  'The conditional request cannot succeed due to a conflicting operation against this resource.',
);
export const invalidPart = make(
  400,
  'InvalidPart',
  "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
);
export const invalidPartOrder = make(
  400,
  'InvalidPartOrder',
  'The list of parts was not in ascending order. Parts must be ordered by part number.',
);
export const entityTooSmall = make(
  400,
  'EntityTooSmall',
  'Your proposed upload is smaller than the minimum allowed size',
);
export const entityTooLarge = make(
  400,
  'EntityTooLarge',
  'Your proposed upload exceeds the maximum allowed size',
);
export const incompleteBody = make(
  400,
  'IncompleteBody',
  'You did not provide the number of bytes specified by the Content-Length HTTP header',
);
export const missingContentLength = make(
  411,
  'MissingContentLength',
  'You must provide the Content-Length HTTP header.',
);
export const notImplemented = make(
  501,
  'NotImplemented',
  'A header you provided implies functionality that is not implemented',
);
export const malformedTrailer = make(
  400,
  'MalformedTrailerError',
  'The request contained trailing data that was not well-formed or did not conform to our published schema.',
);

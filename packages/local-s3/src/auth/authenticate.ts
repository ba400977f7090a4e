import { timingSafeEqual } from 'node:crypto';
import { accessDenied, S3Error } from '../errors';
import type { S3Request } from '../http/request';
import type { User, Users } from '../users';
import { type Claim, readClaim } from './claim';
import {
  canonicalRequest,
  hmac,
  type Scope,
  signingKey,
  stringToSign,
} from './sigv4';

/** Who asks, and what the signature of a chunked body goes on from. */
export interface Identity {
  user: User;
  payloadHash: string;
  seed: { key: Buffer; signature: string; scope: Scope; amzDate: string };
}

const maxSkewMs = 15 * 60 * 1000;

function checkScope(claim: Claim, regions: string[]): void {
  const [region] = regions;
  const known = regions.includes(claim.scope.region);
  const reason = !known
    ? `the region '${claim.scope.region}' is wrong; expecting '${region}'`
    : `incorrect service "${claim.scope.service}". This endpoint belongs to "s3".`;
  if (known && claim.scope.service === 's3') return;
  throw S3Error.create({
    status: 400,
    code: claim.presigned
      ? 'AuthorizationQueryParametersError'
      : 'AuthorizationHeaderMalformed',
    message: claim.presigned
      ? `Error parsing the X-Amz-Credential parameter; ${reason}`
      : `The authorization header is malformed; ${reason}`,
    details: known ? {} : { Region: region },
    headers: { 'x-amz-bucket-region': region },
  });
}

function checkTime(claim: Claim, now: number): void {
  const times = { ServerTime: new Date(now).toISOString() };
  if (claim.expires !== undefined) {
    const end = claim.signedAt + claim.expires * 1000;
    if (now > end) {
      throw accessDenied('Request has expired', {
        'X-Amz-Expires': claim.expires,
        Expires: new Date(end).toISOString(),
        ...times,
      });
    }
    if (claim.signedAt - now > maxSkewMs) {
      throw accessDenied('Request is not valid yet', times);
    }
  } else if (Math.abs(now - claim.signedAt) > maxSkewMs) {
    throw S3Error.create({
      status: 403,
      code: 'RequestTimeTooSkewed',
      message:
        'The difference between the request time and the current time is too large.',
      details: {
        RequestTime: claim.amzDate,
        ...times,
        MaxAllowedSkewMilliseconds: maxSkewMs,
      },
    });
  }
  if (claim.amzDate.slice(0, 8) !== claim.scope.date) {
    throw accessDenied('The date of the credential is not that of the request');
  }
}

/** Everything that says what to do must be signed, or somebody on the way could add to it. */
function checkSignedHeaders(request: S3Request, claim: Claim): void {
  const signed = new Set(claim.signedHeaders);
  const missing = [...request.headers.keys()].filter(
    name =>
      (name === 'host' || name.startsWith('x-amz-')) &&
      !signed.has(name) &&
      !(claim.presigned && name === 'x-amz-content-sha256'),
  );
  if (missing.length > 0) {
    throw accessDenied(
      'There were headers present in the request which were not signed',
      { HeadersNotSigned: missing.join(', ') },
    );
  }
}

/** Temporary credentials come with a token and end; others have none. */
function checkToken(
  request: S3Request,
  options: { user: User; now: number },
): void {
  const { user, now } = options;
  const token =
    request.headers.get('x-amz-security-token') ??
    request.query.get('X-Amz-Security-Token');
  if (token !== user.sessionToken) {
    // Without its token, half of a temporary credential is unknown to AWS.
    if (token === undefined) throw unknownKey(user.accessKeyId);
    throw S3Error.create({
      status: 400,
      code: 'InvalidToken',
      message: 'The provided token is malformed or otherwise invalid.',
    });
  }
  if (user.expires !== undefined && user.expires <= now) {
    throw S3Error.create({
      status: 400,
      code: 'ExpiredToken',
      message: 'The provided token has expired.',
    });
  }
}

function unknownKey(accessKeyId: string): S3Error {
  return S3Error.create({
    status: 403,
    code: 'InvalidAccessKeyId',
    message:
      'The AWS Access Key Id you provided does not exist in our records.',
    details: { AWSAccessKeyId: accessKeyId },
  });
}

/** Checks the signature of header or query; the payload is checked while it is read. */
export function authenticate(options: {
  request: S3Request;
  users: Users;
  /** Those that are served; the first is the one that is named where another was signed for. */
  regions: string[];
  now: number;
}): Identity {
  const { request, users, regions, now } = options;
  const claim = readClaim(request);
  const user = users.find(claim.accessKeyId);
  if (!user) throw unknownKey(claim.accessKeyId);
  checkScope(claim, regions);
  checkTime(claim, now);
  checkSignedHeaders(request, claim);
  const canonical = canonicalRequest(
    request,
    claim.signedHeaders,
    claim.payloadHash,
  );
  const toSign = stringToSign(claim.amzDate, claim.scope, canonical);
  const key = signingKey(user.secretAccessKey, claim.scope);
  const expected = hmac(key, toSign);
  const given = Buffer.from(claim.signature, 'hex');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw S3Error.create({
      status: 403,
      code: 'SignatureDoesNotMatch',
      message:
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      details: {
        AWSAccessKeyId: claim.accessKeyId,
        StringToSign: toSign,
        SignatureProvided: claim.signature,
        CanonicalRequest: canonical,
      },
    });
  }
  checkToken(request, { user, now });
  const { signature, scope, amzDate } = claim;
  return {
    user,
    payloadHash: claim.payloadHash,
    seed: { key, signature, scope, amzDate },
  };
}

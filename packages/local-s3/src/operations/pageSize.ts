import { invalidArgument } from '../errors';
import type { S3Request } from '../http/request';

/** `max-keys` and its like: at most 1,000 are given, whatever is asked. */
export function readPageSize(request: S3Request, name: string): number {
  const text = request.query.get(name);
  if (text === undefined || text === '') return 1000;
  if (!/^\d{1,10}$/.test(text) || Number(text) > 2_147_483_647) {
    throw invalidArgument(
      `Provided ${name} not an integer or within integer range`,
      {
        ArgumentName: name,
        ArgumentValue: text,
      },
    );
  }
  return Math.min(Number(text), 1000);
}

export function readEncodingType(request: S3Request): string | undefined {
  const type = request.query.get('encoding-type');
  if (type !== undefined && type !== 'url') {
    throw invalidArgument('Invalid Encoding Method specified in Request', {
      ArgumentName: 'encoding-type',
      ArgumentValue: type,
    });
  }
  return type;
}

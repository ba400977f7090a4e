import { UnderstudyError } from '@understudy/model';
import { trimCredentials } from './credentials';

const id = 'AKIAIOSFODNN7EXAMPLE';
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

function refused(accessKeyId: string, secretAccessKey: string) {
  try {
    trimCredentials({ accessKeyId, secretAccessKey });
  } catch (error) {
    const problem = (error as UnderstudyError).toProblem();
    const told = JSON.stringify(problem) + (error as Error).stack;
    expect(told).not.toContain(secret.slice(0, 12));
    expect(told).not.toContain(id.slice(4, 12));
    return problem.code;
  }
  return undefined;
}

describe('trimCredentials', () => {
  it('leaves right ones alone', () => {
    expect(
      trimCredentials({ accessKeyId: id, secretAccessKey: secret }),
    ).toEqual({ accessKeyId: id, secretAccessKey: secret, notices: [] });
  });

  it('trims the ends, and says so', () => {
    const trimmed = trimCredentials({
      accessKeyId: `${id} `,
      secretAccessKey: `\t${secret}\n`,
    });
    expect(trimmed).toEqual({
      accessKeyId: id,
      secretAccessKey: secret,
      notices: [
        'Removed a space at the end of the access key ID.',
        'Removed a space at the beginning and the end of the secret access key.',
      ],
    });
  });

  it('refuses spaces and line breaks inside, and nothing', () => {
    const inside = secret.replace('/', ' ');
    expect(refused(id, inside)).toBe('credentials-malformed');
    expect(refused(`${id}\n${id}`, secret)).toBe('credentials-malformed');
    expect(refused('', secret)).toBe('credentials-malformed');
    expect(refused(id, ' ')).toBe('credentials-malformed');
  });

  it('sees that both are in the field of the other', () => {
    expect(refused(secret, id)).toBe('s3-swapped-keys');
    expect(refused(` ${secret}`, `${id.replace('AKIA', 'ASIA')} `)).toBe(
      's3-swapped-keys',
    );
  });

  it('knows no shapes of other stores', () => {
    const minio = {
      accessKeyId: 'a'.repeat(40),
      secretAccessKey: 'b'.repeat(20),
    };
    expect(trimCredentials(minio).notices).toEqual([]);
  });
});

import { ERROR_CODES, UnderstudyError } from '@understudy/model';
import { maskRun, plainTitle } from './maskRun';

const secretly = {
  host: 'db-7.internal',
  path: '/srv/secret-place',
  key: 'understudy/secret-key',
};

describe('maskRun', () => {
  it('leaves no host, path, key, destination or log', () => {
    const error = new UnderstudyError('disk-full', {
      ...secretly,
      need: 1,
      free: 0,
    }).toProblem();
    const masked = maskRun({
      id: 'x',
      status: 'failed',
      destination: 'main-eu',
      waiting: { reason: 'destination main-eu is down', since: 'x' },
      progress: {
        phase: 'transfer',
        destinations: [{ name: 'main-eu', error }],
      },
      attempts: [{ n: 1, worker: 'host-9:1', error, phases: [] }],
      error,
      also: [error],
      details: secretly,
      backups: ['0'.repeat(32)],
      result: secretly,
    } as never);
    const text = JSON.stringify(masked);
    for (const word of [
      ...Object.values(secretly),
      'main-eu',
      'host-9',
      '000',
    ]) {
      expect(text).not.toContain(word);
    }
    expect(masked.error).toEqual({
      code: 'disk-full',
      title: 'No space left',
      message: '',
      hint: '',
      details: {},
    });
  });

  it.each(ERROR_CODES)('has a whole title for %s', code => {
    expect(plainTitle(code)).not.toMatch(/unknown|[{}]|undefined/);
  });
});

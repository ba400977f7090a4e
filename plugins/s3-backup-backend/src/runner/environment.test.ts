import { childEnvironment, childExecArgv } from './environment';

describe('what a child inherits', () => {
  const own = {
    PATH: '/bin',
    HTTPS_PROXY: 'http://proxy',
    NODE_OPTIONS: '--inspect',
    POSTGRES_PASSWORD: 'secret',
    AWS_ROLE_ARN: 'role',
    AWS_SECRET_ACCESS_KEY: 'secret',
  };
  it('is an allow-list', () => {
    expect(
      childEnvironment(own, { ambient: false, tempDirectory: '/t' }),
    ).toEqual({ PATH: '/bin', HTTPS_PROXY: 'http://proxy', TMPDIR: '/t' });
  });
  it('has AWS variables for the machine’s own credentials only', () => {
    expect(
      childEnvironment(own, { ambient: true, tempDirectory: '/t' }),
    ).toMatchObject({ AWS_ROLE_ARN: 'role', AWS_SECRET_ACCESS_KEY: 'secret' });
  });
  it('has no debugger', () => {
    expect(
      childExecArgv([
        '--inspect',
        '--inspect-brk=9229',
        '--require',
        'x',
        '--inspector-like',
      ]),
    ).toEqual(['--require', 'x', '--inspector-like']);
  });
});

import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { TestBackend } from '../__testUtils__/TestBackend';

jest.setTimeout(180_000);

const PASSWORD = 'mail-password-of-the-test';

describe('telling the end of a run', () => {
  const mails: string[] = [];
  let smtp: SMTPServer;
  let backend: TestBackend;

  beforeAll(async () => {
    smtp = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: ({ username, password }, _session, done) =>
        done(
          password === PASSWORD ? null : new Error(`no, ${password} is wrong`),
          { user: username },
        ),
      onData: (stream, _session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', chunk => chunks.push(chunk));
        stream.on('end', () => {
          // Soft line ends of quoted-printable
          mails.push(Buffer.concat(chunks).toString().replace(/=\r\n/g, ''));
          done();
        });
      },
    });
    await new Promise<void>(resolve => {
      smtp.listen(0, '127.0.0.1', resolve);
    });
    const { port } = smtp.server.address() as AddressInfo;
    backend = await TestBackend.start({
      s3Backup: {
        mail: {
          from: 'backups@example.net',
          host: '127.0.0.1',
          port,
          secure: 'none',
          user: 'backups',
          password: PASSWORD,
        },
      },
    });
  });

  afterAll(async () => {
    await backend.stop();
    await new Promise<void>(resolve => {
      smtp.close(() => resolve());
    });
  });

  const setTo = async (to: string[], onSuccess: boolean) => {
    const { headers } = await backend.call('admin', 'get', '/settings');
    const { status } = await backend.call(
      'admin',
      'put',
      '/settings',
      {
        automaticBackup: true,
        defaults: { destination: null, encryption: null },
        notifications: { to, onSuccess },
      },
      { 'If-Match': headers.etag },
    );
    expect(status).toBe(200);
  };
  /** Mails are sent after the run's row is written. */
  const told = async (count: number) => {
    for (let tries = 0; tries < 100 && mails.length < count; tries += 1) {
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    return mails.splice(0);
  };

  it('sends a test mail', async () => {
    const { body } = await backend.call(
      'admin',
      'post',
      '/settings/mail/test',
      {
        to: 'me@example.net',
      },
    );
    expect(body.sent).toBe(true);
    const [mail] = await told(1);
    expect(mail).toContain('To: me@example.net');
    expect(mail).toContain('From: backups@example.net');
  });

  it('says failures and recoveries always, successes by switch', async () => {
    await setTo(['ops@example.net'], false);
    expect((await backend.backUp('orders')).status).toBe('succeeded');

    const broken = backend.s3.faults.add({
      operation: 'PutObject',
      count: Infinity,
      effect: { status: 403, code: 'AccessDenied' },
    });
    const failed = await backend.backUp('orders');
    broken.remove();
    expect(failed.status).toBe('failed');
    const [failure, ...more] = await told(1);
    expect(more).toEqual([]);
    expect(failure).toContain('Subject: Backup of orders failed');
    expect(failure).toContain('What to do:');
    expect(failure).toContain(
      `http://portal.example.net/s3-backup/history/${failed.id}`,
    );

    expect((await backend.backUp('orders')).status).toBe('succeeded');
    const [recovery] = await told(1);
    expect(recovery).toContain('Subject: Backup of orders works again');

    await setTo(['ops@example.net'], true);
    await backend.backUp('orders');
    const [success] = await told(1);
    expect(success).toContain('Subject: Backup of orders succeeded');
  });

  it('notifies the owner, one notification a plan', () => {
    const sent = backend.told.notifications as Array<{
      recipients: { entityRef: string[] };
      payload: { title: string; scope: string; link: string };
    }>;
    expect(sent.map(({ payload }) => payload.title)).toEqual([
      'Backup of orders failed',
      'Backup of orders works again',
    ]);
    expect(new Set(sent.map(({ payload }) => payload.scope)).size).toBe(1);
    expect(sent[0].recipients.entityRef).toEqual(['group:default/orders-team']);
  });

  it('signals without names', () => {
    const signals = backend.told.signals as Array<{ message: object }>;
    expect(signals.length).toBeGreaterThan(0);
    for (const { message } of signals) {
      expect(Object.keys(message)).toEqual(['changed']);
    }
    expect(JSON.stringify(signals)).not.toContain('orders');
  });

  it('leaves a trail of who did what, and no password in it', async () => {
    expect(backend.logs.some(l => l.startsWith('audit settings-update'))).toBe(
      true,
    );
    const everything = [...backend.answers, ...backend.logs].join('\n');
    expect(everything.includes(PASSWORD)).toBe(false);
  });

  it('does not fail a run over a mail server that is gone', async () => {
    await new Promise<void>(resolve => {
      smtp.close(() => resolve());
    });
    expect((await backend.backUp('orders')).status).toBe('succeeded');
    const { body } = await backend.call(
      'admin',
      'post',
      '/settings/mail/test',
      {
        to: 'me@example.net',
      },
    );
    expect(body).toMatchObject({ sent: false });
    expect(body.seen).toMatch(/ECONNREFUSED/);
  });
});

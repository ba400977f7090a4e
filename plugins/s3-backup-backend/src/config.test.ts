import { ConfigReader } from '@backstage/config';
import { readConfig } from './config';

const read = (s3Backup: object, more: object = {}) =>
  readConfig(new ConfigReader({ s3Backup, ...more } as never));

const destination = {
  name: 'main',
  bucket: 'backups',
  credentials: { type: 'keys', accessKeyId: 'x', secretAccessKey: 'hush-hush' },
};

describe('readConfig', () => {
  it('has defaults for everything', () => {
    expect(readConfig(new ConfigReader({}))).toMatchObject({
      admins: [],
      automaticBackup: true,
      secretKeys: [],
      roots: { read: [], write: [] },
      worker: { role: 'all', concurrency: 2, lease: 60_000, drain: 20_000 },
      queue: { type: 'pg-boss', schema: 's3_backup_queue' },
      destinations: [],
      plans: [],
      permissionEnabled: false,
    });
  });

  it('reads durations and sizes as people write them', () => {
    const { worker, plans } = read({
      worker: { lease: { minutes: 2 } },
      plans: [
        {
          name: 'orders',
          source: { type: 'sqlite' },
          schedule: { every: 'day', at: '02:00' },
          timeLimit: 'PT2H',
          minimumBytes: '64MiB',
        },
      ],
    });
    expect(worker.lease).toBe(120_000);
    expect(plans[0]).toMatchObject({
      timeLimit: 7_200_000,
      minimumBytes: 64 * 1024 ** 2,
      enabled: true,
    });
  });

  it.each([
    [{ secretKeys: ['c2hvcnQ='] }, 's3Backup.secretKeys[0]'],
    [
      {
        plans: [
          {
            name: 'a',
            source: { type: 'x' },
            schedule: { every: 'day', at: '25:00' },
          },
        ],
      },
      's3Backup.plans[0].schedule.at',
    ],
    [
      { destinations: [destination, destination] },
      's3Backup.destinations: holds a name twice',
    ],
    [{ roots: { read: ['relative'] } }, 's3Backup.roots.read[0]'],
    [{ nonsense: 1 }, 'nonsense'],
    [{ timeZone: 'Mars/Olympus' }, 's3Backup.timeZone'],
  ])('names what is wrong by its path: %#', (value, words) => {
    expect(() => read(value)).toThrow(words);
  });

  it('repeats no value, for it may be a secret', () => {
    const wrong = () =>
      read({
        secretKeys: ['hush-hush'],
        destinations: [{ ...destination, bucket: 'hush hush', nonsense: 1 }],
      });
    expect(wrong).toThrow('s3Backup.secretKeys[0]');
    expect(wrong).toThrow(
      expect.objectContaining({ message: expect.not.stringMatching(/hush/) }),
    );
  });
});

import { byHand } from './byHand';

const LINE = 'aws s3 cp {s3}/a1/o.db.zst - | zstd -d > o.db';

describe('byHand', () => {
  it('names the place', () => {
    expect(byHand(LINE, { bucket: 'backups', folderKey: 'portal/run' })).toBe(
      'aws s3 cp s3://backups/portal/run/a1/o.db.zst - | zstd -d > o.db',
    );
  });

  it('quotes what a shell would read otherwise, and names the endpoint', () => {
    const place = {
      bucket: 'backups',
      folderKey: "it's $HOME/run",
      endpoint: 'http://127.0.0.1:9900',
    };
    expect(byHand(LINE, place)).toBe(
      `aws --endpoint-url http://127.0.0.1:9900 s3 cp 's3://backups/it'\\''s $HOME/run/a1/o.db.zst' - | zstd -d > o.db`,
    );
  });
});

import {
  CopyObjectCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import {
  bucketName as Bucket,
  type Harness,
  refusal,
  startHarness,
} from '../__testUtils__/testSupport';

describe('versions', () => {
  let harness: Harness;
  let client: S3Client;
  beforeEach(async () => {
    harness = await startHarness({
      buckets: [{ name: Bucket, versioning: true }],
    });
    client = harness.client();
  });
  afterEach(() => harness.end());

  const put = async (Body: string, Key = 'k') =>
    (await client.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId;
  const get = async (VersionId?: string) => {
    const answer = await client.send(
      new GetObjectCommand({ Bucket, Key: 'k', VersionId }),
    );
    return answer.Body?.transformToString();
  };
  const remove = (VersionId?: string) =>
    client.send(new DeleteObjectCommand({ Bucket, Key: 'k', VersionId }));
  const setStatus = (Status: 'Enabled' | 'Suspended') =>
    client.send(
      new PutBucketVersioningCommand({
        Bucket,
        VersioningConfiguration: { Status },
      }),
    );
  const list = (more: Partial<ListObjectVersionsCommandInput> = {}) =>
    client.send(new ListObjectVersionsCommand({ Bucket, ...more }));
  /** Every page, each entry as `key:version:latest`, markers with a minus. */
  const listAll = async (more: Partial<ListObjectVersionsCommandInput>) => {
    const seen: string[] = [];
    let page = await list(more);
    for (;;) {
      const { Versions = [], DeleteMarkers = [], CommonPrefixes = [] } = page;
      seen.push(
        ...Versions.map(v => `${v.Key}:${v.VersionId}:${v.IsLatest}`),
        ...DeleteMarkers.map(v => `-${v.Key}:${v.VersionId}:${v.IsLatest}`),
        ...CommonPrefixes.map(p => `${p.Prefix}`),
      );
      if (!page.IsTruncated) return seen;
      page = await list({
        ...more,
        KeyMarker: page.NextKeyMarker,
        VersionIdMarker: page.NextVersionIdMarker,
      });
    }
  };

  it('keep what was overwritten, also over a restart', async () => {
    const first = await put('1');
    const second = await put('2');
    expect(first).not.toBe(second);
    await harness.restart();
    expect(await get()).toBe('2');
    expect(await get(first)).toBe('1');
    const { VersionId } = await client.send(
      new HeadObjectCommand({ Bucket, Key: 'k' }),
    );
    expect(VersionId).toBe(second);
    const { Contents } = await client.send(
      new ListObjectsV2Command({ Bucket }),
    );
    expect(Contents).toHaveLength(1);
  });

  it('hide behind a delete marker and come back without it', async () => {
    const first = await put('1');
    const marker = await remove();
    expect(marker.DeleteMarker).toBe(true);
    expect(await refusal(get())).toMatchObject({
      name: 'NoSuchKey',
      status: 404,
    });
    expect(await get(first)).toBe('1');
    expect((await refusal(get(marker.VersionId))).status).toBe(405);
    const hidden = await client.send(new ListObjectsV2Command({ Bucket }));
    expect(hidden.KeyCount).toBe(0);
    const gone = await remove(marker.VersionId);
    expect(gone.DeleteMarker).toBe(true);
    expect(await get()).toBe('1');
  });

  it('go for good one by one, with their bytes', async () => {
    const first = await put('1');
    const second = await put('2');
    expect(await harness.storedFiles()).toHaveLength(2);
    expect((await remove(second)).VersionId).toBe(second);
    expect(await get()).toBe('1');
    await remove(second);
    await remove(first);
    expect((await refusal(get())).name).toBe('NoSuchKey');
    expect(await harness.storedFiles()).toHaveLength(0);
    expect((await refusal(get(first))).name).toBe('NoSuchVersion');
    expect((await refusal(get('odd'))).name).toBe('InvalidArgument');
    expect((await list()).Versions).toBeUndefined();
  });

  it('come as null where they are suspended, one at most', async () => {
    const first = await put('1');
    await setStatus('Suspended');
    expect(await put('2')).toBe('null');
    expect(await put('3')).toBe('null');
    expect(await listAll({})).toEqual([`k:null:true`, `k:${first}:false`]);
    const marker = await remove();
    expect(marker.VersionId).toBe('null');
    expect(await listAll({})).toEqual([`k:${first}:false`, `-k:null:true`]);
    await remove('null');
    expect(await get()).toBe('1');
    await setStatus('Enabled');
    expect(await put('4')).not.toBe('null');
    const { Status } = await client.send(
      new GetBucketVersioningCommand({ Bucket }),
    );
    expect(Status).toBe('Enabled');
  });

  it('keep what was there before as null', async () => {
    await harness.restart({ buckets: ['plain'] });
    const plain = { Bucket: 'plain', Key: 'k' };
    const before = await client.send(
      new PutObjectCommand({ ...plain, Body: 'old' }),
    );
    expect(before.VersionId).toBeUndefined();
    await client.send(
      new PutBucketVersioningCommand({
        Bucket: 'plain',
        VersioningConfiguration: { Status: 'Enabled' },
      }),
    );
    await client.send(new PutObjectCommand({ ...plain, Body: 'new' }));
    const old = await client.send(
      new GetObjectCommand({ ...plain, VersionId: 'null' }),
    );
    expect(await old.Body?.transformToString()).toBe('old');
  });

  it.each([1, 2, 3, 7, 1000])('are listed in pages of %i', async MaxKeys => {
    const expected: string[] = [];
    for (const key of ['a', 'b/1', 'b/2', 'c']) {
      const ids: Array<string | undefined> = [];
      for (const body of ['1', '2', '3']) ids.unshift(await put(body, key));
      ids.forEach((id, i) => expected.push(`${key}:${id}:${i === 0}`));
    }
    expect(await listAll({ MaxKeys })).toEqual(expected);
    const inB = expected.filter(line => line.startsWith('b/'));
    expect(await listAll({ MaxKeys, Prefix: 'b/' })).toEqual(inB);
    const grouped = await listAll({ MaxKeys, Delimiter: '/' });
    expect([...grouped].sort()).toEqual(
      [...expected.filter(line => !line.startsWith('b/')), 'b/'].sort(),
    );
    expect(grouped).toHaveLength(7);
  });

  it('are copied, read and tagged by their ids', async () => {
    const first = await put('1');
    await put('2');
    const copy = await client.send(
      new CopyObjectCommand({
        Bucket,
        Key: 'k',
        CopySource: `${Bucket}/k?versionId=${first}`,
      }),
    );
    expect(copy.CopySourceVersionId).toBe(first);
    expect(copy.VersionId).toMatch(/^[\w-]{32}$/);
    expect(await get()).toBe('1');
    const tagged = { Bucket, Key: 'k', VersionId: first };
    await client.send(
      new PutObjectTaggingCommand({
        ...tagged,
        Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] },
      }),
    );
    const tagsOf = async (VersionId?: string) =>
      (await client.send(new GetObjectTaggingCommand({ ...tagged, VersionId })))
        .TagSet?.length;
    expect([await tagsOf(first), await tagsOf()]).toEqual([1, 0]);
  });

  it('are deleted in one call, which says what it made', async () => {
    const first = await put('1');
    const { Deleted } = await client.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Objects: [{ Key: 'k' }, { Key: 'k', VersionId: first }] },
      }),
    );
    expect(Deleted).toEqual([
      {
        Key: 'k',
        DeleteMarker: true,
        DeleteMarkerVersionId: expect.stringMatching(/^[\w-]{32}$/),
      },
      { Key: 'k', VersionId: first },
    ]);
    const left = await list();
    expect([left.Versions, left.DeleteMarkers?.length]).toEqual([undefined, 1]);
    const bucket = client.send(new DeleteBucketCommand({ Bucket }));
    expect(await refusal(bucket)).toMatchObject({
      name: 'BucketNotEmpty',
      message: expect.stringMatching(/must delete all versions/),
    });
    await remove(Deleted?.[0].DeleteMarkerVersionId);
    await client.send(new DeleteBucketCommand({ Bucket }));
  });
});

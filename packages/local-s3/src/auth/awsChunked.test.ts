import { decodeAwsChunked } from './awsChunked';
import { signingKey } from './sigv4';

/** The example of the S3 documentation: 65 KiB of "a" in chunks of 64 KiB and 1 KiB. */
const scope = { date: '20130524', region: 'us-east-1', service: 's3' };
const seed = {
  key: signingKey('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', scope),
  signature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
  scope,
  amzDate: '20130524T000000Z',
};
const signatures = [
  'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
  '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
  'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
];

function frame(chunks: string[]): Buffer {
  return Buffer.from(
    chunks
      .map(
        (data, i) =>
          `${data.length.toString(16)};chunk-signature=${
            signatures[i]
          }\r\n${data}\r\n`,
      )
      .join(''),
  );
}

async function* pieces(data: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < data.length; at += size) {
    yield data.subarray(at, at + size);
  }
}

async function decode(
  data: Buffer,
  options: {
    size?: number;
    signed?: boolean;
    trailers?: Map<string, string>;
  } = {},
): Promise<Buffer> {
  const { size = 1000, signed = true, trailers } = options;
  const chunks: Buffer[] = [];
  for await (const chunk of decodeAwsChunked({
    body: pieces(data, size),
    seed: signed ? seed : undefined,
    trailers,
  })) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const good = ['a'.repeat(65_536), 'a'.repeat(1024), ''];

describe('signed chunks', () => {
  it.each([1, 7, 1000, 1_000_000])(
    'are taken however the network cuts them: %d bytes',
    async size => {
      const body = await decode(frame(good), { size });
      expect(body.toString()).toBe('a'.repeat(66_560));
    },
  );

  it('refuses a changed byte', async () => {
    const data = frame(good);
    data[500] = 0x62;
    await expect(decode(data)).rejects.toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
  });

  it('refuses chunks that are left out or stand in another order', async () => {
    const [first, second, last] = good.map((_, i) => {
      const before = frame(good.slice(0, i)).length;
      return frame(good).subarray(before, frame(good.slice(0, i + 1)).length);
    });
    for (const order of [
      [first, last],
      [second, first, last],
    ]) {
      await expect(decode(Buffer.concat(order))).rejects.toMatchObject({
        code: 'SignatureDoesNotMatch',
      });
    }
  });

  it('refuses a body that ends early', async () => {
    const data = frame(good);
    for (const length of [10, 50_000, 65_700, data.length - 1]) {
      await expect(decode(data.subarray(0, length))).rejects.toMatchObject({
        code: 'IncompleteBody',
      });
    }
  });
});

describe('unsigned chunks', () => {
  const body = (tail: string) => Buffer.from(`3\r\nabc\r\n0\r\n${tail}`);

  it('gives the trailers', async () => {
    const trailers = new Map<string, string>();
    const data = body('x-amz-checksum-crc32:NSRBwg==\r\n\r\n');
    const out = await decode(data, { signed: false, trailers, size: 1 });
    expect(out.toString()).toBe('abc');
    expect([...trailers]).toEqual([['x-amz-checksum-crc32', 'NSRBwg==']]);
  });

  it.each([
    ['no end', body(''), 'IncompleteBody'],
    [
      'a trailer without a colon',
      body('nonsense\r\n\r\n'),
      'MalformedTrailerError',
    ],
    ['data after the end', body('\r\nmore'), 'InvalidRequest'],
    ['a size that is none', Buffer.from('zz\r\nabc'), 'InvalidRequest'],
    [
      'a chunk longer than it says',
      Buffer.from('2\r\nabc\r\n0\r\n\r\n'),
      'InvalidRequest',
    ],
    ['an endless first line', Buffer.alloc(100_000, '1'), 'InvalidRequest'],
  ])('refuses %s', async (_, data, code) => {
    const trailers = new Map<string, string>();
    await expect(
      decode(data, { signed: false, trailers }),
    ).rejects.toMatchObject({ code });
  });
});

import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { createZstdDecompress, zstdCompressSync } from 'node:zlib';
import { own, owning, release, releasing } from './ownBytes';

const fresh = (length: number) => Buffer.from(randomBytes(length));

describe('release', () => {
  it('leaves alone what nobody gave away', () => {
    const bytes = fresh(100_000);
    release(bytes);
    expect(bytes.length).toBe(100_000);
  });

  it('gives memory back with its last piece, not before', () => {
    const whole = own(Buffer.allocUnsafeSlow(1000));
    const [first, last] = [whole.subarray(0, 400), whole.subarray(400)];
    release(first);
    expect(whole.length).toBe(1000);
    release(last);
    expect([whole.length, first.length, last.length]).toEqual([0, 0, 0]);
    // A second time finds nothing to do.
    release(last);
  });

  it('never gives back what is handed out by another: a slice of a pool', () => {
    const [mine, neighbour] = [Buffer.from('mine'), Buffer.from('neighbour')];
    release(mine);
    release(neighbour);
    expect(`${mine} ${neighbour}`).toBe('mine neighbour');
  });
});

it('a stage gives back what it took and gives away what it made', async () => {
  const plain = Buffer.alloc(3_000_000, 'orders ');
  const frame = zstdCompressSync(plain);
  const packed = own(Buffer.allocUnsafeSlow(frame.length));
  frame.copy(packed);
  const stage = owning(releasing(createZstdDecompress({ chunkSize: 65_536 })));
  const pieces: Buffer[] = [];
  const output = Readable.from([packed], { objectMode: true }).pipe(stage);
  for await (const piece of output) pieces.push(Buffer.from(piece as Buffer));
  expect(packed.length).toBe(0);
  expect(Buffer.concat(pieces).equals(plain)).toBe(true);
});

it('what a stage made is given away by its reader', async () => {
  const stage = owning(createZstdDecompress({ chunkSize: 65_536 }));
  const lengths: number[] = [];
  stage.on('data', (piece: Buffer) => {
    release(piece);
    lengths.push(piece.length);
  });
  stage.end(zstdCompressSync(Buffer.alloc(300_000)));
  await new Promise(resolve => stage.once('end', resolve));
  expect(lengths.length).toBeGreaterThan(3);
  // The last one fills its memory only in part: that stays as it is.
  expect(lengths.slice(0, -1).every(length => length === 0)).toBe(true);
});

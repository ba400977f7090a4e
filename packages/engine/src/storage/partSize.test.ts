import { partSize } from './partSize';
import { planParts } from './partPlan';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

describe('partSize', () => {
  const estimate = 10 * GIB;

  it.each([
    // maxParts, part, MiB, in flight
    [10_000, 1, 8, 3],
    [10_000, 1000, 8, 3],
    [10_000, 1001, 16, 3],
    [10_000, 2000, 16, 3],
    [10_000, 2001, 32, 3],
    [10_000, 3000, 32, 3],
    [10_000, 3001, 64, 2],
    [10_000, 9000, 64, 2],
    [10_000, 9001, 64, 2],
    [10_000, 10_000, 64, 2],
    [1000, 100, 8, 3],
    [1000, 101, 16, 3],
    [1000, 201, 32, 3],
    [1000, 300, 32, 3],
    [1000, 301, 64, 2],
    [1000, 1000, 64, 2],
  ])(
    'of %i parts, part %i has %i MiB, %i at once',
    (maxParts, partNumber, size, inFlight) => {
      expect(partSize({ maxParts, partNumber, estimate })).toEqual({
        bytes: size * MIB,
        inFlight,
        spooled: false,
      });
    },
  );

  it.each([
    [10_000, 492],
    [1000, 49],
  ])('%i parts hold about %i GiB in memory', (maxParts, size) => {
    const { ceiling, memoryCeiling } = planParts({ maxParts, estimate });
    expect(Math.floor(ceiling / GIB)).toBe(size);
    expect(memoryCeiling).toBe(ceiling);
  });

  it.each([
    // without an estimate the last tenth doubles each hundredth, up to 5 GiB
    [9000, 64],
    [9001, 128],
    [9100, 128],
    [9101, 256],
    [9201, 512],
    [9301, 1024],
    [9401, 2048],
    [9501, 4096],
    [9601, 5120],
    [10_000, 5120],
  ])('without an estimate part %i has %i MiB', (partNumber, size) => {
    const part = partSize({ maxParts: 10_000, partNumber });
    expect(part.bytes).toBe(size * MIB);
    expect(part.spooled).toBe(size > 64);
    expect(part.inFlight).toBe(2);
  });

  it('without an estimate holds 430 GiB in memory and far more through files', () => {
    const plan = planParts({ maxParts: 10_000 });
    expect(Math.round(plan.memoryCeiling / GIB)).toBe(430);
    expect(plan.ceiling).toBeGreaterThan(2000 * GIB);
  });

  it.each([
    // estimate in GiB, maxParts, MiB of each part, spooled
    [493, 10_000, 64, false],
    [1000, 10_000, 128, true],
    [50, 1000, 64, false],
    [100, 1000, 128, true],
    [48_000, 10_000, 5120, true],
  ])(
    'an estimate of %i GiB for %i parts gives %i MiB each',
    (size, maxParts, mib, spooled) => {
      const first = partSize({
        maxParts,
        partNumber: 1,
        estimate: size * GIB,
      });
      const last = partSize({
        maxParts,
        partNumber: maxParts,
        estimate: size * GIB,
      });
      expect(first).toEqual(last);
      expect(first.bytes).toBe(mib * MIB);
      expect(first.spooled).toBe(spooled);
    },
  );

  it('leaves a quarter of room above an estimate, in whole MiB', () => {
    const size = 700 * GIB + 1;
    const { bytes } = partSize({
      maxParts: 10_000,
      partNumber: 1,
      estimate: size,
    });
    expect(bytes % MIB).toBe(0);
    expect(bytes * 10_000).toBeGreaterThanOrEqual(1.25 * size);
    expect((bytes - MIB) * 10_000).toBeLessThan(1.25 * size);
  });

  it('gives all parts one size where that is demanded', () => {
    const sizes = (known: number | null, maxParts = 10_000) =>
      new Set(
        [1, 2, 1500, 5000, maxParts].map(
          partNumber =>
            partSize({ maxParts, partNumber, uniform: true, estimate: known })
              .bytes / MIB,
        ),
      );
    expect(sizes(null)).toEqual(new Set([64]));
    expect(sizes(null, 1000)).toEqual(new Set([64]));
    expect(sizes(3 * GIB)).toEqual(new Set([16]));
    expect(sizes(400 * GIB)).toEqual(new Set([52]));
    expect(sizes(40 * GIB, 1000)).toEqual(new Set([52]));
  });

  it('scales down as a whole, in tests', () => {
    const sizes = Array.from({ length: 10 }, (_, at) =>
      partSize({
        maxParts: 10,
        partNumber: at + 1,
        estimate: 1,
        minimumPart: 5 * MIB,
      }),
    );
    expect(sizes.map(it => it.bytes / MIB)).toEqual([
      5, 10, 20, 40, 40, 40, 40, 40, 40, 40,
    ]);
    expect(sizes.map(it => it.inFlight)).toEqual([
      3, 3, 3, 2, 2, 2, 2, 2, 2, 2,
    ]);
  });

  it('never shrinks from part to part, nor is below what stores take', () => {
    for (const maxParts of [10, 37, 1000, 10_000]) {
      for (const known of [null, 0, 1, 100 * GIB, 3000 * GIB]) {
        let before = 5 * MIB;
        for (let partNumber = 1; partNumber <= maxParts; partNumber++) {
          const { bytes } = partSize({
            maxParts,
            partNumber,
            estimate: known,
          });
          expect(bytes).toBeGreaterThanOrEqual(before);
          expect(bytes).toBeLessThanOrEqual(5 * GIB);
          before = bytes;
        }
      }
    }
  });
});

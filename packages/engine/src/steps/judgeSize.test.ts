import { judgeSize, SizesToJudge } from './judgeSize';

const sizes = (
  changes: Partial<SizesToJudge> & { plain?: number; minBytes?: number } = {},
) => {
  const { plain = 1000, minBytes = 0, ...rest } = changes;
  return judgeSize({
    artifacts: [{ name: 'orders.db', plainBytes: plain, minBytes }],
    storedBytes: 400,
    usualBytes: [],
    ...rest,
  });
};

describe('judgeSize', () => {
  it.each<[string, Parameters<typeof sizes>[0], string | undefined]>([
    ['anything, at first', {}, undefined],
    ['one byte', { plain: 1, storedBytes: 20 }, undefined],
    ['nothing', { plain: 0 }, 'source-empty'],
    ['nothing, and the plan says 0', { plain: 0, minimumBytes: 0 }, undefined],
    [
      'nothing, and the plan says 1',
      { plain: 0, minimumBytes: 1 },
      'source-empty',
    ],
    [
      'nothing where the source has a minimum',
      { plain: 0, minBytes: 1, minimumBytes: 0 },
      'source-empty',
    ],
    ['the minimum of the source', { minBytes: 1000 }, undefined],
    ['less than the source says', { minBytes: 1001 }, 'suspicious'],
    ['the minimum of the plan', { minimumBytes: 1000 }, undefined],
    ['less than the plan says', { minimumBytes: 1001 }, 'suspicious'],
    ['a second one, however small', { usualBytes: [1_000_000] }, undefined],
    ['half of the median', { usualBytes: [800, 800, 800] }, undefined],
    [
      'less than half of the median',
      { usualBytes: [802, 802, 802] },
      'suspicious',
    ],
    ['a third one', { usualBytes: [1000, 1000] }, 'suspicious'],
    ['one outlier among the usual', { usualBytes: [800, 1e9, 800] }, undefined],
    [
      'an even number of usual ones',
      { usualBytes: [700, 700, 900, 900] },
      undefined,
    ],
    [
      'older than the last five',
      { usualBytes: [400, 400, 400, 400, 400, 1e9, 1e9, 1e9, 1e9, 1e9, 1e9] },
      undefined,
    ],
  ])('%s', (_, changes, code) => {
    expect(sizes(changes)?.code).toBe(code);
  });

  it('adds artifacts up, and judges each by its own minimum', () => {
    const artifacts = [
      { name: 'a', plainBytes: 0, minBytes: 0 },
      { name: 'b', plainBytes: 5, minBytes: 5 },
    ];
    const judge = (minBytes: number) =>
      judgeSize({
        artifacts: [{ ...artifacts[0], minBytes }, artifacts[1]],
        storedBytes: 10,
        usualBytes: [],
      });
    expect(judge(0)).toBeUndefined();
    expect(judge(1)).toEqual({
      code: 'source-empty',
      details: { bytes: 0, artifact: 'a', minimum: 1 },
    });
  });
});

import {
  backupQuerySchema,
  restoreRequestSchema,
  runQuerySchema,
} from './requests';

describe('queries', () => {
  it('take one value or several', () => {
    expect(runQuerySchema.parse({ status: 'failed' }).status).toEqual([
      'failed',
    ]);
    expect(
      runQuerySchema.parse({ status: ['failed', 'missed'] }).status,
    ).toEqual(['failed', 'missed']);
    expect(runQuerySchema.parse({})).toEqual({ limit: 25 });
    expect(runQuerySchema.parse({ mine: 'true', limit: '7' })).toMatchObject({
      mine: true,
      limit: 7,
    });
    expect(runQuerySchema.parse({ mine: 'false' }).mine).toBe(false);
  });

  it.each([
    { limit: '0' },
    { limit: '201' },
    { status: 'green' },
    { nonsense: '1' },
    { from: 'yesterday' },
  ])('refuse %j', query => {
    expect(runQuerySchema.safeParse(query).success).toBe(false);
  });

  it('know the rungs', () => {
    expect(backupQuerySchema.parse({ proof: 'read' }).proof).toBe('read');
    expect(backupQuerySchema.safeParse({ proof: 'red' }).success).toBe(false);
  });

  it('restore for real unless a look is asked for', () => {
    const target = { type: 'folder', root: '/restore', path: 'x' };
    expect(restoreRequestSchema.parse({ target }).dryRun).toBe(false);
  });
});

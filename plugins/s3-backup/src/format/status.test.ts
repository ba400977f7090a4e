import { RUN_STATUSES } from '@understudy/backstage-plugin-s3-backup-common';
import {
  compareProtection,
  healthFamily,
  ProtectionState,
  proofPips,
  protectionFamily,
  runFamily,
  runLook,
} from './status';

const errors = [null, { title: 'The bucket does not exist' }];
const pairs = RUN_STATUSES.flatMap(status =>
  errors.flatMap(error =>
    [false, true].map(cancelling => ({ status, error, cancelling })),
  ),
);

describe('every pair of status and error', () => {
  it.each(pairs)('$status, error $error, cancelling $cancelling', run => {
    const family = runFamily(runLook(run));
    const green = run.status === 'succeeded' && run.error === null;
    expect(family === 'positive').toBe(green);
    expect(family === 'negative').toBe(run.status === 'failed');
    const contradicted = run.status === 'succeeded' && run.error !== null;
    expect(family === 'warning').toBe(
      contradicted || ['partial', 'missed'].includes(run.status),
    );
  });

  it('shows that a running one is being cancelled', () => {
    expect(runLook({ status: 'running', cancelling: true })).toBe('cancelling');
    expect(runLook({ status: 'cancelled', cancelling: true })).toBe(
      'cancelled',
    );
  });
});

it('draws only protected in green', () => {
  const states: ProtectionState[] = [
    'protected',
    'at-risk',
    'not-protected',
    'paused',
    'no-plan',
  ];
  expect(states.map(protectionFamily)).toEqual([
    'positive',
    'warning',
    'negative',
    'neutral',
    'neutral',
  ]);
  expect([...states].sort(compareProtection)).toEqual([
    'not-protected',
    'at-risk',
    'paused',
    'no-plan',
    'protected',
  ]);
});

it('counts the rungs of a proof', () => {
  expect(proofPips('stored')).toBe(1);
  expect(proofPips('asserted')).toBe(5);
  expect(proofPips('unheard-of')).toBe(0);
});

it('draws health', () => {
  expect(healthFamily('healthy')).toBe('positive');
  expect(healthFamily('not-tested')).toBe('neutral');
});

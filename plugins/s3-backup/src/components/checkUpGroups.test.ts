import { checkUpSchema } from '@understudy/backstage-plugin-s3-backup-common';
import { sampleCheckUp, sampleStep } from '../__testUtils__/samples';
import { CHECK_UP_GROUPS, groupsInProgress, groupsOf } from './checkUpGroups';

it('holds every step of a check-up once', () => {
  const grouped = Object.values(CHECK_UP_GROUPS).flat();
  expect([...grouped].sort()).toEqual(
    [...checkUpSchema.shape.steps.element.shape.id.options].sort(),
  );
});

it('judges a group by its worst step, and says what all of it waits for', () => {
  const groups = groupsOf(
    sampleCheckUp({
      steps: [
        sampleStep(),
        sampleStep({ id: 'clock', result: 'warn' }),
        sampleStep({ id: 'region', result: 'fail' }),
        sampleStep({ id: 'bucket', result: 'not-tested', needs: 'region' }),
        sampleStep({ id: 'put', result: 'not-tested', needs: 'bucket' }),
        sampleStep({ id: 'tags', result: 'not-tested' }),
        sampleStep({ id: 'lock' }),
      ],
    }),
  );
  expect(
    groups.map(({ id, result, passed, needs }) => [id, result, passed, needs]),
  ).toEqual([
    ['reach', 'warn', 1, null],
    ['access', 'fail', 0, null],
    ['write', 'not-tested', 0, 'bucket'],
    ['wishes', 'pass', 1, null],
  ]);
});

it('shows what is to come from the start, and what runs by its name', () => {
  const groups = groupsInProgress({
    steps: [
      sampleStep({ id: 'input' }),
      sampleStep({ id: 'resolve', result: 'fail' }),
    ],
    running: 'allowed',
  });
  expect(groups.map(({ id, result }) => [id, result])).toEqual([
    ['reach', 'running'],
    ['access', 'waiting'],
    ['write', 'waiting'],
    ['read', 'waiting'],
    ['remove', 'waiting'],
    ['wishes', 'waiting'],
    ['bucket', 'waiting'],
  ]);
  expect(groups[0].steps.map(({ id, result }) => [id, result])).toEqual([
    ['input', 'pass'],
    ['resolve', 'fail'],
    ['allowed', 'running'],
    ['connect', 'waiting'],
    ['clock', 'waiting'],
  ]);
  // What nobody may have asked for is not promised.
  expect(groups[5].steps.map(({ id }) => id)).toEqual([
    'tags',
    'versioning',
    'lock',
  ]);
});

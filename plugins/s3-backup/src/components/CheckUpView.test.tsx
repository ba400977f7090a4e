import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderPart, violations } from '../__testUtils__/render';
import {
  sampleCheckUp,
  sampleProfile,
  sampleStep,
} from '../__testUtils__/samples';
import french from '../translations/fr';
import { messages } from '../messages';
import { T } from '../translation';
import { CheckUpView } from './CheckUpView';
import { changeOf, reportOf, stepWords, verdictText } from './checkUpWords';

const tOf = (words: Record<string, string | null>): T =>
  ((key: keyof typeof messages, values: Record<string, string> = {}) =>
    (words[key] ?? messages[key]).replace(
      /\{\{(\w+)\}\}/g,
      (_, name: string) => values[name],
    )) as unknown as T;

it('opens what failed, folds what passed, and says what was left untried', async () => {
  const { container } = renderPart(<CheckUpView checkUp={sampleCheckUp()} />);
  expect(await screen.findByText('Not ready')).toBeVisible();
  expect(
    screen.getByText('You said us-east-1; the bucket is in eu-central-1.'),
  ).toBeVisible();
  const open = [...container.querySelectorAll('details')].map(
    each => each.open,
  );
  expect(open).toEqual([false, true, false]);
  expect(screen.getAllByText('not tried: needs “Region”')).toHaveLength(3);
  expect(await violations(container)).toEqual([]);
});

it('applies a fix only where the form has its field', async () => {
  const apply = jest.fn();
  const first = renderPart(
    <CheckUpView checkUp={sampleCheckUp()} fixWith={() => apply} />,
  );
  await userEvent.click(
    await screen.findByRole('button', { name: 'Use eu-central-1' }),
  );
  expect(apply).toHaveBeenCalledTimes(1);
  first.unmount();
  renderPart(
    <CheckUpView checkUp={sampleCheckUp()} fixWith={() => undefined} />,
  );
  expect(await screen.findByText('Not ready')).toBeVisible();
  expect(screen.queryByRole('button', { name: /^Use/ })).toBe(null);
});

it('gives a fix the type of its field', () => {
  const draft = { region: '', forcePathStyle: false, storageClass: null };
  expect(changeOf(draft, { field: 'region', value: 'x' })).toEqual({
    region: 'x',
  });
  expect(changeOf(draft, { field: 'forcePathStyle', value: 'true' })).toEqual({
    forcePathStyle: true,
  });
  expect(
    changeOf(draft, { field: 'store.storageClass', value: 'STANDARD' }),
  ).toEqual({ storageClass: 'STANDARD' });
  expect(changeOf(draft, { field: 'endpoint', value: 'x' })).toBe(undefined);
});

it('swaps keys where the form can', async () => {
  const onSwap = jest.fn();
  const swapped = sampleStep({ result: 'fail', code: 's3-swapped-keys' });
  renderPart(
    <CheckUpView
      checkUp={sampleCheckUp({ steps: [swapped] })}
      onSwap={onSwap}
    />,
  );
  await userEvent.click(
    await screen.findByRole('button', { name: 'Swap keys' }),
  );
  expect(onSwap).toHaveBeenCalled();
});

it('fills row by row while it runs, can be ended, and run again', async () => {
  const again = jest.fn();
  const cancel = jest.fn();
  const first = renderPart(
    <CheckUpView
      checkUp={sampleCheckUp()}
      pending
      progress={{
        steps: [sampleStep({ id: 'input', seen: 'Complete and well formed.' })],
        running: 'resolve',
      }}
      onAgain={again}
      onCancel={cancel}
    />,
  );
  expect(await screen.findByText('Testing: Name resolves')).toBeVisible();
  expect(screen.getByText('Complete and well formed.')).toBeVisible();
  expect(screen.getByText('Reading back')).toBeVisible();
  // The one before says nothing of the one that runs.
  expect(screen.queryByText('Not ready')).toBe(null);
  expect(screen.queryByText('Copy report')).toBe(null);
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(cancel).toHaveBeenCalled();
  expect(await violations(first.container)).toEqual([]);
  first.unmount();
  renderPart(<CheckUpView checkUp={sampleCheckUp()} onAgain={again} />);
  await userEvent.click(
    await screen.findByRole('button', { name: 'Run again' }),
  );
  expect(again).toHaveBeenCalled();
  expect(screen.getByRole('button', { name: 'Copy report' })).toBeVisible();
});

it('reports as text: one line a step, remedies below, the client that asked', () => {
  const report = reportOf(
    tOf({}),
    sampleCheckUp({ profile: sampleProfile() }),
    'main',
  );
  const lines = report.split('\n');
  expect(lines[0]).toMatch(/^Check-up of main, .*: Not ready$/);
  expect(lines).toContain(
    '✕ Region: You said us-east-1; the bucket is in eu-central-1.',
  );
  expect(report).toContain('  → Use eu-central-1.');
  expect(lines).toContain('– Bucket: not tried: needs “Region”');
  expect(lines.at(-1)).toBe('aws-sdk-js/3.1053.0');
});

it('speaks French, rows with values too', () => {
  const t = tOf(french);
  const checkUp = sampleCheckUp();
  const [, region, bucket] = checkUp.steps;
  expect(stepWords(t, region)).toEqual({
    seen: 'Vous avez indiqué us-east-1\u202f; le compartiment est dans eu-central-1.',
    remedy: expect.stringMatching(/^Utilisez eu-central-1/),
  });
  expect(stepWords(t, bucket).seen).toBe(
    'non essayé\u202f: il faut d’abord «\u202fRégion\u202f»',
  );
  expect(verdictText(t, checkUp)).toMatch(/^Le contrôle a échoué à Région/);
  const passed = (id: 'versioning' | 'input', seen: string) =>
    stepWords(t, sampleStep({ id, seen })).seen;
  expect(passed('versioning', 'The bucket keeps no versions (off).')).toBe(
    'Le compartiment ne garde pas de versions (off).',
  );
  // A sentence within a sentence, too; what is not ours stays as it is.
  expect(
    passed(
      'versioning',
      'Not tested: this store does not tell (NotImplemented).',
    ),
  ).toBe('Non essayé\u202f: ce stockage ne le dit pas (NotImplemented).');
  expect(passed('input', 'Something else.')).toBe('Something else.');
});

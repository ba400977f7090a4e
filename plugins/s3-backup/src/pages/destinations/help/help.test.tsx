import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FixtureApi } from '../../../__testUtils__/FixtureApi';
import { renderPlugin, violations } from '../../../__testUtils__/render';
import { ago, sampleCheckUp, sampleStep } from '../../../__testUtils__/samples';

const PAGE = '/s3-backup/destinations/main';

const part = async () =>
  within(await screen.findByRole('region', { name: 'Rights and bucket' }));

it('shows the least policy as JSON, AWS CLI and Terraform, to be copied', async () => {
  const api = FixtureApi.create();
  const { container } = renderPlugin(PAGE, { api });
  const help = await part();
  expect(help.queryByRole('tab')).toBe(null);
  await userEvent.click(help.getByText('Show least policy'));
  expect(await help.findByText(/"s3:PutObject"/)).toBeVisible();
  await userEvent.click(help.getByRole('tab', { name: 'Terraform' }));
  expect(await help.findByText(/aws_iam_policy/)).toBeVisible();
  expect(
    help.getByRole('button', { name: 'Copy Rights to back up, Terraform' }),
  ).toBeVisible();
  expect(await violations(container)).toEqual([]);
});

it('opens the least policy from a row that was refused, and from its address', async () => {
  const refused = sampleStep({
    id: 'put',
    result: 'fail',
    code: 's3-denied-put',
    seen: 'S3 refused PutObject.',
    remedy: 'Allow it.',
    fix: null,
  });
  const api = FixtureApi.create({
    checkUps: [
      {
        ...sampleCheckUp({ verdict: 'not-ready', steps: [refused] }),
        at: ago(3),
        reason: 'daily',
      },
    ],
  });
  const first = renderPlugin(PAGE, { api });
  const row = await screen.findByRole('region', { name: 'Check-up of main' });
  await userEvent.click(within(row).getByText('Show least policy'));
  expect(await (await part()).findByText(/"s3:PutObject"/)).toBeVisible();
  first.unmount();
  renderPlugin(`${PAGE}?help=policy`, { api });
  expect(await (await part()).findByText(/"s3:PutObject"/)).toBeVisible();
});

it('shows a call in full before it makes exactly that one', async () => {
  const api = FixtureApi.create();
  const { container } = renderPlugin(`${PAGE}?help=advice`, { api });
  const help = await part();
  const list = await help.findByRole('list', { name: 'Bucket advice' });
  expect(list.textContent).toMatch(/^VersioningBrings back/);
  expect(help.getAllByText('To do')).toHaveLength(2);
  expect(await violations(container)).toEqual([]);
  await userEvent.click(
    help.getByRole('button', { name: 'Show the call: Versioning' }),
  );
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByText(/put-bucket-versioning/)).toBeVisible();
  expect(api.calls.some(([name]) => name === 'applyAdvice')).toBe(false);
  await userEvent.click(dialog.getByText('Make the call'));
  expect(await help.findAllByText('Done')).toHaveLength(2);
  expect(JSON.stringify(api.calls)).toContain('put-bucket-versioning');
});

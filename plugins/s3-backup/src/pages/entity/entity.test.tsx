import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { ApiError } from '../../api';
import { FixtureApi } from '../../__testUtils__/FixtureApi';
import { renderPart, Viewer, violations } from '../../__testUtils__/render';
import { runningRun, samplePlanStatus } from '../../__testUtils__/samples';
import { EntityCard } from './EntityCard';
import { EntityTab } from './EntityTab';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'orders', namespace: 'default' },
};

const show = (
  element: JSX.Element,
  options: { api?: FixtureApi; viewer?: Viewer } = {},
) =>
  renderPart(
    <EntityProvider entity={entity}>{element}</EntityProvider>,
    options,
  );

const entityOf = (
  plans: ReturnType<typeof samplePlanStatus>[],
  mayCreatePlan = true,
) =>
  FixtureApi.create({
    entity: { entityRef: 'component:default/orders', plans, mayCreatePlan },
  });

it('says protected, how old, proof and next; and backs up', async () => {
  const { api, container } = show(<EntityCard />);
  expect(await screen.findByText('Protected')).toBeVisible();
  expect(
    screen.getByText('Proof: Opened, 3 of 5', { exact: false }),
  ).toBeTruthy();
  expect(screen.getByText('Last good backup')).toBeVisible();
  expect(screen.getByText('Last run')).toBeVisible();
  expect(await violations(container)).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Back up now' }));
  await waitFor(() => expect(api.calls).toEqual([['runPlan', 'orders']]));
});

it('lets the worst of several plans lead', async () => {
  show(<EntityCard />, {
    api: entityOf([
      samplePlanStatus(),
      samplePlanStatus({
        plan: 'orders-hourly',
        protection: {
          state: 'at-risk',
          reasons: [
            {
              code: 'too-old',
              details: { ageSeconds: 93_600, limitSeconds: 90_000 },
            },
            { code: 'last-missed', details: {} },
          ],
        },
      }),
    ]),
  });
  expect(await screen.findByText('At risk')).toBeVisible();
  expect(screen.getByText('1 of 2 protected')).toBeVisible();
  expect(
    screen.getByText(
      'newest good backup is 26 h old (limit 1 d 1 h) · +1 more',
    ),
  ).toBeVisible();
});

it('offers a plan to who may make one, a sentence to others', async () => {
  const first = show(<EntityCard />, { api: entityOf([]) });
  expect(await screen.findByText('No backup plan for orders.')).toBeVisible();
  expect(screen.getByRole('link', { name: 'Set up backup' })).toHaveAttribute(
    'href',
    '/s3-backup/plans/new?entity=component%3Adefault%2Forders',
  );
  first.unmount();
  show(<EntityCard />, { api: entityOf([], false) });
  expect(await screen.findByText('No backup plan for orders.')).toBeVisible();
  expect(screen.queryByRole('link')).toBe(null);
});

it('has no button for a reader', async () => {
  show(<EntityCard />, {
    api: entityOf([samplePlanStatus({ mayStart: false, mayRead: false })]),
    viewer: 'reader',
  });
  expect(await screen.findByText('Protected')).toBeVisible();
  expect(screen.queryByRole('button')).toBe(null);
});

it('is unknown, not green, when the backend does not answer', async () => {
  show(<EntityCard />, {
    api: FixtureApi.create().fail('entity', new TypeError('Failed to fetch')),
  });
  expect(await screen.findByText('Status unknown')).toBeVisible();
  expect(screen.queryByText('Protected')).toBe(null);
});

it('shows what runs in place of the proof', async () => {
  show(<EntityCard />, {
    api: entityOf([samplePlanStatus({ running: runningRun() })]),
  });
  expect(
    await screen.findByRole('progressbar', { name: 'Progress of orders' }),
  ).toHaveAttribute('aria-valuenow', '38');
  expect(screen.queryByText('Proof')).toBe(null);
});

it('the tab has the same strip, then backups and runs', async () => {
  show(<EntityTab />);
  expect(await screen.findByRole('grid', { name: 'Backups' })).toBeVisible();
  expect(await screen.findByRole('grid', { name: 'Runs' })).toBeVisible();
  expect(await screen.findByRole('link', { name: 'Restore…' })).toBeVisible();
});

it('the tab survives that backups are not open to one', async () => {
  show(<EntityTab />, {
    api: FixtureApi.create().fail(
      'backups',
      ApiError.create({ status: 403, message: 'no' }),
    ),
    viewer: 'reader',
  });
  expect(await screen.findByText(/s3-backup.backup.read/)).toBeVisible();
  expect(await screen.findByRole('grid', { name: 'Runs' })).toBeVisible();
});

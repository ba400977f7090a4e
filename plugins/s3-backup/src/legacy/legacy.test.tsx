import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { renderInTestApp, TestApiProvider } from '@backstage/test-utils';
import { Route, Routes } from '../live/router';
import { s3BackupApiRef } from '../api';
import { FixtureApi } from '../__testUtils__/FixtureApi';
import { permissionsOf } from '../__testUtils__/render';
import { EntityS3BackupCard, isS3BackupAvailable, S3BackupPage } from './index';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'orders', annotations: { 's3-backup/enabled': 'true' } },
};

const apis = (api: FixtureApi) =>
  [
    [s3BackupApiRef, api],
    [permissionApiRef, permissionsOf('admin')],
  ] as const;

const mountedRoutes = {
  '/catalog/:namespace/:kind/:name': entityRouteRef,
};

it('shows the pages with their tabs in an app of the old system', async () => {
  await renderInTestApp(
    <TestApiProvider apis={apis(FixtureApi.create())}>
      <Routes>
        <Route path="/s3-backup/*" element={<S3BackupPage />} />
      </Routes>
    </TestApiProvider>,
    { routeEntries: ['/s3-backup'], mountedRoutes },
  );
  expect(await screen.findByText(/2 of 3 plans are protected/)).toBeVisible();
  await userEvent.click(screen.getByRole('tab', { name: 'History' }));
  expect(await screen.findByRole('grid', { name: 'Runs' })).toBeVisible();
});

it('shows the card on an entity', async () => {
  const api = FixtureApi.create();
  await renderInTestApp(
    <TestApiProvider apis={apis(api)}>
      <EntityProvider entity={entity}>
        <EntityS3BackupCard />
      </EntityProvider>
    </TestApiProvider>,
    { mountedRoutes },
  );
  expect(isS3BackupAvailable(entity)).toBe(true);
  expect(await screen.findByText('Protected')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Back up now' }));
  expect(api.calls).toContainEqual(['runPlan', 'orders']);
});

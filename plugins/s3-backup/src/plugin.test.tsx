import { screen } from '@testing-library/react';
import plugin from './index';
import { renderPlugin } from './__testUtils__/render';

const IDS = [
  'api:s3-backup',
  'entity-card:s3-backup/backups',
  'entity-content:s3-backup/backups',
  'page:s3-backup',
  'sub-page:s3-backup/backups',
  'sub-page:s3-backup/destinations',
  'sub-page:s3-backup/history',
  'sub-page:s3-backup/overview',
  'sub-page:s3-backup/plans',
  'sub-page:s3-backup/settings',
  'sub-page:s3-backup/workers',
];

it('has these extensions: apps name them in their configuration', () => {
  const { extensions } = plugin as unknown as {
    extensions: Array<{ id: string }>;
  };
  expect(extensions.map(extension => extension.id).sort()).toEqual(IDS);
});

it('shows its tabs in the order of use and begins with the overview', async () => {
  renderPlugin('/s3-backup');
  expect(await screen.findByText(/2 of 3 plans are protected/)).toBeVisible();
  expect(screen.getAllByRole('tab').map(tab => tab.textContent)).toEqual([
    'Overview',
    'History',
    'Backups',
    'Plans',
    'Destinations',
    'Workers',
    'Settings',
  ]);
});

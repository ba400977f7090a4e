import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ApiError } from '../api';
import { FixtureApi } from '../__testUtils__/FixtureApi';
import { renderPlugin, violations } from '../__testUtils__/render';
import {
  failedRun,
  missedRun,
  runningRun,
  sampleDetail,
  sampleRun,
  sampleStatus,
} from '../__testUtils__/samples';
import { setWidth } from '../__testUtils__/width';

const BACKUP = 'a'.repeat(32);

afterEach(() => {
  setWidth(1280);
  sessionStorage.clear();
});

describe.each([
  ['/s3-backup/overview', /2 of 3 plans are protected/],
  ['/s3-backup/history', 'Missed'],
  [`/s3-backup/history/${failedRun().id}`, 'The bucket does not exist'],
  ['/s3-backup/backups', /until deleted by hand/],
  [`/s3-backup/backups/${BACKUP}`, 'Works without this portal.'],
  [`/s3-backup/backups/${BACKUP}/evidence`, /Expected 200000 rows/],
  [`/s3-backup/backups/${BACKUP}/restore`, 'New folder under an allowed root'],
  ['/s3-backup/plans', 'Not protected'],
  ['/s3-backup/plans/orders', /every backup, until deleted by hand/],
  ['/s3-backup/plans/new', 'What to copy'],
  ['/s3-backup/destinations', 'Healthy'],
  ['/s3-backup/destinations/main', 'AKIAEXAMPLE'],
  ['/s3-backup/destinations/new', 'Access key ID'],
  ['/s3-backup/workers', 'near-orders-db'],
  ['/s3-backup/settings', /Portal → backups/],
])('%s', (route, text) => {
  it('shows what it is for, named and without violations', async () => {
    const { container } = renderPlugin(route);
    expect((await screen.findAllByText(text)).length).toBeGreaterThan(0);
    expect(screen.getAllByRole('main')).toHaveLength(1);
    expect(document.title).not.toBe('');
    expect(await violations(container)).toEqual([]);
    expect(container.textContent).not.toMatch(
      /undefined|NaN|Invalid Date|\{\{|\[object/,
    );
  });

  it('holds on a narrow screen', async () => {
    setWidth(400);
    const { container } = renderPlugin(route);
    await waitFor(() =>
      expect(container.querySelector('main h2')).not.toBe(null),
    );
    expect(screen.queryByRole('columnheader')).toBe(null);
  });
});

describe('a part that is denied', () => {
  it.each([
    ['plans', '/s3-backup/plans', 's3-backup.plan.read'],
    ['backups', '/s3-backup/backups', 's3-backup.backup.read'],
    ['destinations', '/s3-backup/destinations', 's3-backup.destination.read'],
    ['simpleSettings', '/s3-backup/settings', 's3-backup.settings.read'],
  ] as const)(
    'says so in %s: never blank, never red',
    async (method, route, right) => {
      const api = FixtureApi.create().fail(
        method,
        ApiError.create({ status: 403, message: 'no' }),
      );
      renderPlugin(route, { api, viewer: 'reader' });
      expect(
        await screen.findByText(new RegExp(right.replace(/\./g, '\\.'))),
      ).toBeVisible();
      expect(screen.queryByText('What to do', { exact: false })).toBe(null);
    },
  );
});

describe('overview', () => {
  it('offers the form itself to an admin of an empty portal, a sentence to others', async () => {
    const status = sampleStatus({ configured: false });
    const first = renderPlugin('/s3-backup/overview', {
      api: FixtureApi.create({ status }),
    });
    expect(
      await screen.findByText('Set up backups in two minutes'),
    ).toBeVisible();
    first.unmount();
    renderPlugin('/s3-backup/overview', {
      api: FixtureApi.create({ status }),
      viewer: 'reader',
    });
    expect(await screen.findByText(/Backups are not set up yet/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Save' })).toBe(null);
  });

  it('asks before automatic backup is turned off, and not before it is on', async () => {
    const { api } = renderPlugin('/s3-backup/overview');
    await userEvent.click(
      await screen.findByRole('switch', { name: 'Automatic backup' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(api.calls).toEqual([]);
    const turnOff = within(dialog).getByRole('button', { name: 'Turn off' });
    await userEvent.click(turnOff);
    // Nobody turns it off without a reason.
    expect(await within(dialog).findByText(/Say why/)).toBeVisible();
    expect(api.calls).toEqual([]);
    const reason = within(dialog).getByRole('textbox', { name: /Reason/ });
    await userEvent.type(reason, 'The store moves');
    await userEvent.click(turnOff);
    await waitFor(() =>
      expect(api.calls).toContainEqual([
        'saveSettings',
        expect.objectContaining({
          automaticBackup: false,
          off: { reason: 'The store moves', until: expect.any(String) },
        }),
        '"1"',
      ]),
    );
    expect(await screen.findByText(/Automatic backup is off/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Turn on' }));
    await waitFor(() =>
      expect(api.calls.at(-1)).toEqual([
        'saveSettings',
        expect.objectContaining({ automaticBackup: true }),
        '"1"',
      ]),
    );
  });

  it('shows no button that a reader may not use', async () => {
    renderPlugin('/s3-backup/overview', {
      viewer: 'reader',
      api: FixtureApi.create({
        plans: [],
        status: sampleStatus({ attention: [] }),
      }),
    });
    expect(await screen.findByText(/2 of 3 plans are protected/)).toBeVisible();
    expect(screen.queryByRole('switch')).toBe(null);
    expect(screen.queryByRole('button', { name: /Back up now/ })).toBe(null);
  });

  it('keeps what it knew when a refresh fails', async () => {
    const { api } = renderPlugin('/s3-backup/overview');
    expect(await screen.findByText(/2 of 3 plans are protected/)).toBeVisible();
    api.fail('status', new TypeError('Failed to fetch'));
    document.dispatchEvent(new Event('visibilitychange'));
    expect(await screen.findByText(/Could not refresh at/)).toBeVisible();
    expect(screen.getByText(/2 of 3 plans are protected/)).toBeVisible();
  });
});

describe('history', () => {
  it('takes its filters from the address and clears them', async () => {
    renderPlugin('/s3-backup/history?status=failed');
    const grid = await screen.findByRole('grid', { name: 'Runs' });
    expect(within(grid).getAllByRole('row')).toHaveLength(2);
    expect(within(grid).getByText('The bucket does not exist')).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    await waitFor(() =>
      expect(
        within(screen.getByRole('grid', { name: 'Runs' })).getAllByRole('row'),
      ).toHaveLength(5),
    );
  });

  it('tells an empty history from filters that match nothing', async () => {
    const first = renderPlugin('/s3-backup/history', {
      api: FixtureApi.create({ runs: [] }),
    });
    expect(await screen.findByText(/The first run is due/)).toBeVisible();
    first.unmount();
    renderPlugin('/s3-backup/history?status=partial');
    expect(
      await screen.findByText('No runs match these filters.'),
    ).toBeVisible();
  });

  it('has a row for each of silence, failure and success', async () => {
    renderPlugin('/s3-backup/history');
    const grid = await screen.findByRole('grid', { name: 'Runs' });
    for (const word of ['Missed', 'Failed', 'Succeeded', 'Running']) {
      expect(within(grid).getByText(word)).toBeVisible();
    }
    expect(within(grid).getByText(/^3 slots/)).toBeVisible();
  });
});

describe('run', () => {
  it('shows the first error with its remedy, and folds what came after', async () => {
    renderPlugin(`/s3-backup/history/${failedRun().id}`);
    expect(await screen.findByText(/What to do: Check spelling/)).toBeVisible();
    expect(screen.getByText('Older backups are untouched.')).toBeVisible();
    expect(screen.getByText('Also: 1 later failure')).toBeVisible();
    expect(document.title).toBe('✕ handbook');
  });

  it('shows no error’s words to whom the API gives none', async () => {
    const error = {
      ...failedRun().error!,
      message: '',
      hint: '',
      details: {},
    };
    const api = FixtureApi.create({
      runs: [failedRun({ error, also: [] })],
    }).fail('runLog', ApiError.create({ status: 403, message: 'no' }));
    renderPlugin(`/s3-backup/history/${failedRun().id}`, {
      api,
      viewer: 'reader',
    });
    expect(await screen.findByText(/The log is for those/)).toBeVisible();
    expect(screen.queryByText(/What to do/)).toBe(null);
    expect(screen.queryByRole('button', { name: /Back up again/ })).toBe(null);
  });

  it('asks before a running one is cancelled', async () => {
    const { api } = renderPlugin(`/s3-backup/history/${runningRun().id}`);
    expect(
      (
        await screen.findByRole('progressbar', {
          name: 'Progress of orders',
        })
      ).getAttribute('aria-valuenow'),
    ).toBe('38');
    // The button waits for the answer about permissions.
    await userEvent.click(
      await screen.findByRole('button', { name: 'Cancel backup' }),
    );
    const dialog = await screen.findByRole('dialog');
    expect(
      within(dialog).getByText(/nothing of this run is kept/),
    ).toBeVisible();
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Cancel backup' }),
    );
    await waitFor(() =>
      expect(api.calls).toEqual([['cancelRun', runningRun().id]]),
    );
  });

  it('says that it is gone', async () => {
    renderPlugin('/s3-backup/history/none');
    expect(await screen.findByText(/This run is not there/)).toBeVisible();
  });
});

describe('backup', () => {
  it('is deleted only when the plan’s name is typed', async () => {
    const api = FixtureApi.create({
      detail: sampleDetail({ lastGood: false }),
    });
    renderPlugin(`/s3-backup/backups/${BACKUP}`, { api });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Actions for orders' }),
    );
    await userEvent.click(screen.getByRole('menuitem', { name: 'Delete…' }));
    const dialog = await screen.findByRole('dialog');
    const button = within(dialog).getByRole('button', {
      name: 'Delete 1 backup',
    });
    await userEvent.click(button);
    expect(within(dialog).getByText('Type orders first.')).toBeVisible();
    expect(api.calls).toEqual([]);
    await userEvent.type(within(dialog).getByRole('textbox'), 'orders');
    await userEvent.click(button);
    await waitFor(() =>
      expect(api.calls).toEqual([['deleteBackup', BACKUP, 'orders']]),
    );
  });

  it('keeps the last good one of a plan', async () => {
    renderPlugin(`/s3-backup/backups/${BACKUP}`);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Actions for orders' }),
    );
    expect(
      screen.getByRole('menuitem', {
        name: 'The last good backup of a plan stays.',
      }),
    ).toHaveAttribute('aria-disabled', 'true');
  });

  it('shows an owner no download and no delete', async () => {
    renderPlugin(`/s3-backup/backups/${BACKUP}`, { viewer: 'owner' });
    expect(await screen.findByRole('link', { name: 'Restore…' })).toBeVisible();
    expect(screen.queryByRole('button', { name: /^Download/ })).toBe(null);
    expect(screen.queryByRole('button', { name: /Actions for/ })).toBe(null);
  });
});

describe('restore', () => {
  it('goes to a new place of the source’s own kind, where there is one', async () => {
    const api = FixtureApi.create();
    api.state.detail = {
      ...api.state.detail,
      restorePlace: {
        type: 'object',
        properties: {
          database: { type: 'string', title: 'New database' },
          owners: { type: 'boolean', default: true, title: 'Keep owners' },
        },
      },
    };
    api.state.restoreCheck = {
      ...api.state.restoreCheck,
      path: 'the new database shop_again on db:5432',
    };
    renderPlugin(`/s3-backup/backups/${BACKUP}/restore`, { api });
    expect(
      await screen.findByRole('radio', { name: /New place/ }),
    ).toBeChecked();
    expect(screen.getByRole('checkbox', { name: 'Keep owners' })).toBeChecked();
    await userEvent.type(
      screen.getByRole('textbox', { name: /New database/ }),
      'shop_again',
    );
    await userEvent.click(
      screen.getByRole('checkbox', { name: 'Keep owners' }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Check' }));
    expect(
      await screen.findByText(/into the new database shop_again on db:5432/),
    ).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Start restore' }),
    );
    await waitFor(() =>
      expect(api.calls).toContainEqual([
        'restore',
        BACKUP,
        {
          target: {
            type: 'place',
            options: { database: 'shop_again', owners: false },
          },
          artifacts: undefined,
        },
      ]),
    );
  });

  it('starts only what was checked', async () => {
    const { api } = renderPlugin(`/s3-backup/backups/${BACKUP}/restore`);
    await userEvent.click(await screen.findByRole('button', { name: 'Check' }));
    expect(
      await screen.findByText(/into the new folder \/restore\/orders-restored/),
    ).toBeVisible();
    expect(screen.getByRole('button', { name: 'Start restore' })).toBeVisible();
    const path = screen.getByRole('textbox', { name: /New folder/ });
    await userEvent.type(path, '-2');
    expect(screen.queryByRole('button', { name: 'Start restore' })).toBe(null);
    await userEvent.click(screen.getByRole('button', { name: 'Check' }));
    await userEvent.click(
      await screen.findByRole('button', { name: 'Start restore' }),
    );
    await waitFor(() =>
      expect(api.calls.at(-1)).toEqual([
        'restore',
        BACKUP,
        {
          target: {
            type: 'folder',
            root: '/restore',
            path: 'orders-restored-20261121-0200-2',
          },
          artifacts: undefined,
        },
      ]),
    );
  });

  it('offers the folders of the backup to who may not read the settings', async () => {
    const { api } = renderPlugin(`/s3-backup/backups/${BACKUP}/restore`, {
      viewer: 'owner',
    });
    await userEvent.click(await screen.findByRole('button', { name: /Root/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: '/data/restored' }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Check' }));
    await waitFor(() =>
      expect(api.calls.at(-1)).toEqual([
        'checkRestore',
        BACKUP,
        expect.objectContaining({
          target: expect.objectContaining({ root: '/data/restored' }),
        }),
      ]),
    );
  });

  it('leads to the download where no folder is open', async () => {
    const api = FixtureApi.create();
    api.state.detail = { ...api.state.detail, restoreRoots: [] };
    renderPlugin(`/s3-backup/backups/${BACKUP}/restore`, { api });
    expect(
      await screen.findByRole('radio', { name: 'Download' }),
    ).toBeChecked();
    await userEvent.click(screen.getByRole('radio', { name: /New folder/ }));
    expect(
      await screen.findByText(/No folder is open to you for restores/),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Check' })).toBe(null);
  });

  it('does not start what the check refused', async () => {
    const api = FixtureApi.create();
    api.state.restoreCheck = {
      ...api.state.restoreCheck,
      ok: false,
      checks: [
        {
          id: 'space',
          result: 'fail',
          seen: '10 GiB needed, 1 GiB free',
          remedy: 'Free some.',
        },
      ],
    };
    renderPlugin(`/s3-backup/backups/${BACKUP}/restore`, { api });
    await userEvent.click(await screen.findByRole('button', { name: 'Check' }));
    expect(await screen.findByText('Free some.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Start restore' })).toBe(null);
  });
});

it('shows missed slots without pretending that they ran', async () => {
  renderPlugin(`/s3-backup/history/${missedRun().id}`);
  expect(await screen.findByText('This slot never started.')).toBeVisible();
  expect(screen.queryByText('Outcome')).toBe(null);
});

it('says on an address that leads nowhere that it does', async () => {
  renderPlugin(`/s3-backup/history/${sampleRun().id}/nothing`);
  expect(
    await screen.findByRole('heading', { name: 'There is no page here' }),
  ).toBeVisible();
});

it('copies a backup, or moves all of a plan when that is typed', async () => {
  const { api } = renderPlugin(`/s3-backup/backups/${BACKUP}`);
  const open = async () => {
    await userEvent.click(
      await screen.findByRole('button', { name: /^Actions for/ }),
    );
    await userEvent.click(
      await screen.findByRole('menuitem', { name: 'Copy or move…' }),
    );
    return within(await screen.findByRole('dialog'));
  };
  const dialog = await open();
  await userEvent.click(dialog.getByRole('button', { name: 'Copy' }));
  expect(
    await dialog.findByText(
      'They are there already: choose another destination or plan.',
    ),
  ).toBeVisible();
  expect(api.calls).toEqual([]);
  await userEvent.click(dialog.getByRole('button', { name: /For plan/ }));
  await userEvent.click(
    await screen.findByRole('option', { name: 'handbook' }),
  );
  await userEvent.click(
    dialog.getByRole('radio', { name: 'All of this plan in main' }),
  );
  await userEvent.click(
    dialog.getByRole('checkbox', { name: 'Move: delete here what was copied' }),
  );
  await userEvent.click(dialog.getByRole('button', { name: 'Move' }));
  expect(api.calls).toEqual([]);
  await userEvent.type(dialog.getByRole('textbox'), 'orders');
  await userEvent.click(dialog.getByRole('button', { name: 'Move' }));
  await waitFor(() =>
    expect(api.calls).toEqual([
      [
        'copyBackup',
        BACKUP,
        {
          destination: 'main',
          plan: 'handbook',
          all: true,
          move: { confirm: 'orders' },
        },
      ],
    ]),
  );
});

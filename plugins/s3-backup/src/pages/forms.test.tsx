import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ApiError } from '../api';
import { FixtureApi } from '../__testUtils__/FixtureApi';
import { renderPlugin } from '../__testUtils__/render';
import {
  sampleDestination,
  samplePlan,
  sampleSettings,
  sampleSimple,
} from '../__testUtils__/samples';

beforeEach(() => {
  sessionStorage.clear();
  URL.createObjectURL = () => 'blob:kit';
  URL.revokeObjectURL = () => {};
});

// The first: a plan's own menu stands above those of its runs.
const press = async (name: string | RegExp) =>
  userEvent.click((await screen.findAllByRole('button', { name }))[0]);
const type = async (label: string | RegExp, text: string) => {
  const field = await screen.findByLabelText(label);
  await userEvent.clear(field);
  // At once: a form of many fields is slow by single keys.
  await userEvent.click(field);
  await userEvent.paste(text);
};

const emptyPortal = () =>
  FixtureApi.create({
    simple: sampleSimple({
      saved: false,
      accessKeyId: '',
      secretAccessKey: null,
      bucket: '',
      region: '',
      endpoint: '',
      encryption: null,
      schedule: null,
      nextSlot: null,
    }),
  });

describe('the small form', () => {
  it('tests a draft as it stands, and applies the remedy', async () => {
    const { api } = renderPlugin('/s3-backup/settings', { api: emptyPortal() });
    await type('Access key ID', 'AKIANEW');
    await type('Secret access key', 'hush-hush');
    await type('Bucket', 'backups');
    await type('Region', 'us-east-1');
    await press('Test');
    expect(await screen.findByText('Not ready')).toBeVisible();
    expect(api.calls).toEqual([
      [
        'testDraft',
        expect.objectContaining({
          bucket: 'backups',
          credentials: {
            type: 'keys',
            accessKeyId: 'AKIANEW',
            secretAccessKey: 'hush-hush',
          },
        }),
      ],
    ]);
    await press('Use eu-central-1');
    expect(screen.getByLabelText('Region')).toHaveValue('eu-central-1');
    expect(screen.getByText('Changed, test again.')).toBeVisible();
    expect(JSON.stringify(sessionStorage)).not.toContain('hush-hush');
  });

  it('saves, hands out the recovery kit and has it confirmed', async () => {
    const { api } = renderPlugin('/s3-backup/settings', { api: emptyPortal() });
    await type('Access key ID', 'AKIANEW');
    await type('Secret access key', 'hush-hush');
    await type('Bucket', 'backups');
    await press('Save');
    expect(await screen.findByText('Recovery kit of main')).toBeVisible();
    const dialog = screen.getByRole('dialog');
    const six = within(dialog).getByRole('textbox');
    await userEvent.type(six, 'ABC123');
    await press('Confirm');
    expect(within(dialog).getByText('Download the kit first.')).toBeVisible();
    await press('Download the kit');
    await userEvent.clear(six);
    await userEvent.type(six, 'WRONG1');
    await press('Confirm');
    expect(
      within(dialog).getByText('These are not the last six characters.'),
    ).toBeVisible();
    await userEvent.clear(six);
    await userEvent.type(six, 'abc123');
    await press('Confirm');
    await waitFor(() =>
      expect(api.calls.at(-1)).toEqual(['confirmKey', 'main', 'ABC123']),
    );
    expect(api.calls[0]).toEqual([
      'saveSimpleSettings',
      expect.objectContaining({ encryption: { type: 'make' } }),
      '"1"',
    ]);
    expect(document.body.textContent).not.toContain('AGE-SECRET-KEY-1');
    expect(JSON.stringify(sessionStorage)).not.toContain('AGE-SECRET');
  });

  it('names what is missing at its field, and sends nothing', async () => {
    const { api } = renderPlugin('/s3-backup/settings', { api: emptyPortal() });
    await type('Bucket', 'No Bucket');
    await press('Save');
    expect(await screen.findAllByText('This is needed.')).toHaveLength(2);
    expect(screen.getByText(/3–63 lower-case letters/)).toBeVisible();
    expect(api.calls).toEqual([]);
  });

  it('removes a pasted space and says so', async () => {
    renderPlugin('/s3-backup/settings', { api: emptyPortal() });
    await type('Access key ID', 'AKIANEW ');
    await userEvent.tab();
    expect(
      await screen.findByText('Removed a space at the end.'),
    ).toBeVisible();
    expect(screen.getByLabelText('Access key ID')).toHaveValue('AKIANEW');
  });

  it('cannot be saved where nothing can be sealed, and says why', async () => {
    const api = emptyPortal();
    api.state.settings = sampleSettings({ sealing: { available: false } });
    renderPlugin('/s3-backup/settings', { api });
    expect(await screen.findByText('secret-key-missing')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Save' })).toBeDisabled();
  });

  it('never has the secret that is set, and keeps it over a save', async () => {
    const { api } = renderPlugin('/s3-backup/settings');
    await press('Edit');
    expect(
      await screen.findByText(/Set on 3 Nov 2026 by user:default\/guest/),
    ).toBeVisible();
    expect(screen.queryByLabelText('Secret access key')).toBe(null);
    await press('Save');
    await waitFor(() =>
      expect(api.calls).toEqual([
        [
          'saveSimpleSettings',
          expect.objectContaining({
            secretAccessKey: {
              set: true,
              updatedAt: '2026-11-03T10:00:00.000Z',
            },
            encryption: { type: 'keep' },
          }),
          '"1"',
        ],
      ]),
    );
    expect(await screen.findByText(/Saved. Next backup:/)).toBeVisible();
  });

  it('asks for the secret again when the bucket changes', async () => {
    renderPlugin('/s3-backup/settings');
    await press('Edit');
    await type('Bucket', 'others');
    expect(await screen.findByLabelText('Secret access key')).toBeVisible();
  });

  it('keeps what was typed over a refused save', async () => {
    const api = emptyPortal().fail(
      'saveSimpleSettings',
      ApiError.create({
        status: 503,
        code: 's3-no-such-bucket',
        title: 'The bucket does not exist',
        message: 'x knows no bucket "backups" (404).',
        hint: 'Check spelling.',
      }),
    );
    renderPlugin('/s3-backup/settings', { api });
    await type('Access key ID', 'AKIANEW');
    await type('Secret access key', 'hush-hush');
    await type('Bucket', 'backups');
    await press('Save');
    expect(
      await screen.findByText('What to do: Check spelling.'),
    ).toBeVisible();
    expect(screen.getByLabelText('Bucket')).toHaveValue('backups');
    expect(screen.getByLabelText('Secret access key')).toHaveValue('hush-hush');
  });
});

describe('a plan', () => {
  it('is made from the form, with its slots and its sentence', async () => {
    const { api } = renderPlugin(
      '/s3-backup/plans/new?entity=component:default/orders',
    );
    await userEvent.click(await screen.findByRole('textbox', { name: 'Name' }));
    await userEvent.paste('orders-nightly');
    await type(/^Path/, '/data/orders.db');
    await press('Check source');
    expect(await screen.findByText(/200,000 rows/)).toBeVisible();
    expect(await screen.findByText(/it runs right after/)).toBeVisible();
    expect(
      screen.getByText(/Copies sqlite \/data\/orders.db to .* daily at 02:00/),
    ).toBeVisible();
    await press('Create plan');
    await waitFor(() =>
      expect(api.calls.at(-1)).toEqual([
        'createPlan',
        expect.objectContaining({
          name: 'orders-nightly',
          entityRef: 'component:default/orders',
          source: { type: 'sqlite', options: { path: '/data/orders.db' } },
          encryption: { type: 'age', keys: ['main'], recipients: [] },
          schedule: expect.objectContaining({ every: 'day', at: '02:00' }),
          freshness: undefined,
        }),
      ]),
    );
  });

  it('keeps its freshness with its schedule when its switch is turned', async () => {
    const { api } = renderPlugin('/s3-backup/plans');
    await userEvent.click(
      await screen.findByRole('switch', { name: 'Run orders on schedule' }),
    );
    await waitFor(() =>
      expect(api.calls.at(-1)).toEqual([
        'updatePlan',
        'orders',
        expect.objectContaining({ enabled: false, freshness: undefined }),
        '"1"',
      ]),
    );
  });

  it('from configuration is read-only and says where it stands', async () => {
    const api = FixtureApi.create({
      plans: [samplePlan({ fromConfig: 's3Backup.plans[0]' })],
    });
    renderPlugin('/s3-backup/plans/orders', { api });
    expect(
      await screen.findByText(
        /Defined in app-config under s3Backup.plans\[0\]/,
      ),
    ).toBeVisible();
    await press('Actions for orders');
    expect(screen.queryByRole('menuitem', { name: 'Edit' })).toBe(null);
    expect(screen.getByRole('menuitem', { name: 'Back up now' })).toBeVisible();
  });

  it('is deleted with a word on its backups', async () => {
    const { api } = renderPlugin('/s3-backup/plans/orders');
    await press('Actions for orders');
    await userEvent.click(screen.getByRole('menuitem', { name: 'Delete…' }));
    expect(await screen.findByText(/Its 12 backups stay/)).toBeVisible();
    await press('Delete plan');
    await waitFor(() => expect(api.calls).toEqual([['deletePlan', 'orders']]));
  });

  it('is paused until an instant', async () => {
    const { api } = renderPlugin('/s3-backup/plans/orders');
    await press('Actions for orders');
    await userEvent.click(
      screen.getByRole('menuitem', { name: 'Pause until…' }),
    );
    await press('Pause');
    await waitFor(() =>
      expect(api.calls).toEqual([
        ['pausePlan', 'orders', expect.stringMatching(/^\d{4}-.*Z$/)],
      ]),
    );
  });
});

describe('a destination', () => {
  it('can be saved over a check-up that failed, and says so', async () => {
    const { api } = renderPlugin('/s3-backup/destinations/new');
    await type('Name', 'main');
    await type('Bucket', 'backups');
    await type('Access key ID', 'AKIANEW');
    await type('Secret access key', 'hush-hush');
    await press('Test');
    expect(await screen.findByText(/will probably fail/)).toBeVisible();
    await press('Save anyway');
    await waitFor(() =>
      expect(api.calls.at(-1)).toEqual([
        'createDestination',
        expect.objectContaining({ name: 'main', prefix: 'understudy' }),
      ]),
    );
  });

  it('that holds backups is deleted only when its name is typed', async () => {
    const { api } = renderPlugin('/s3-backup/destinations/main', {
      api: FixtureApi.create({ destinations: [sampleDestination()] }),
    });
    await press('Delete…');
    expect(
      await screen.findByText(/the 12 backups stay in the bucket/),
    ).toBeVisible();
    await press('Delete destination');
    expect(api.calls).toEqual([]);
    await userEvent.type(
      within(screen.getByRole('dialog')).getByRole('textbox'),
      'main',
    );
    await press('Delete destination');
    await waitFor(() =>
      expect(api.calls).toEqual([['deleteDestination', 'main']]),
    );
  });
});

describe('keys', () => {
  it('are made with a kit', async () => {
    const { api } = renderPlugin('/s3-backup/settings');
    await press('Make a key');
    await type('Name', 'second');
    await userEvent.click(
      within(screen.getByRole('dialog')).getByRole('button', {
        name: 'Make a key',
      }),
    );
    expect(await screen.findByText('Recovery kit of second')).toBeVisible();
    expect(api.calls[0]).toEqual([
      'addKey',
      { type: 'make', name: 'second', keepIdentity: true },
    ]);
  });

  it('are refused as recipients when they are none', async () => {
    const { api } = renderPlugin('/s3-backup/settings');
    await press('Paste a recipient');
    await type('Name', 'second');
    await userEvent.type(
      within(screen.getByRole('dialog')).getByLabelText('Recipient'),
      'ssh-ed25519 AAAA',
    );
    await press('Add');
    expect(
      await screen.findByText('A recipient begins with age1.'),
    ).toBeVisible();
    expect(api.calls).toEqual([]);
  });
});

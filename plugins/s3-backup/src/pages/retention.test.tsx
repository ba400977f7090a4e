import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FixtureApi } from '../__testUtils__/FixtureApi';
import { renderPlugin, violations } from '../__testUtils__/render';
import {
  sampleBackup,
  sampleDetail,
  samplePlan,
  sampleRun,
  sampleSimulation,
} from '../__testUtils__/samples';

const BACKUP = 'a'.repeat(32);
const RULES = { daily: 7, minimumGood: 3, keepUntilProven: true };
const EDIT = '/s3-backup/plans/orders/edit';

beforeEach(() => sessionStorage.clear());

const withRules = () =>
  FixtureApi.create({ plans: [samplePlan({ retention: RULES })] });
const press = async (name: string | RegExp) =>
  userEvent.click((await screen.findAllByRole('button', { name }))[0]);

describe('retention in the form of a plan', () => {
  it('keeps everything until rules are asked for, and reads them back', async () => {
    const { api } = renderPlugin(EDIT);
    const rules = await screen.findByLabelText('Delete by rules');
    expect(
      screen.getByText(/keeps every backup, until deleted by hand/),
    ).toBeVisible();
    await userEvent.click(rules);
    expect(screen.getByText(/keeps 7 daily, 4 weekly, ≥ 3 good/)).toBeVisible();
    expect(
      await screen.findByText(/^In a year: 11 backups, 419 MiB, ≈ €0.01/),
    ).toBeVisible();
    expect(
      screen.getByText('First prune would delete 2 backups (76.2 MiB).'),
    ).toBeVisible();
    expect(api.calls).toContainEqual([
      'simulate',
      expect.objectContaining({
        plan: 'orders',
        retention: {
          daily: 7,
          weekly: 4,
          minimumGood: 3,
          keepUntilProven: true,
        },
        asOf: expect.any(String),
      }),
    ]);
    await press('Save');
    await waitFor(() =>
      expect(api.calls).toContainEqual([
        'updatePlan',
        'orders',
        expect.objectContaining({
          retention: expect.objectContaining({ daily: 7, weekly: 4 }),
        }),
        expect.anything(),
      ]),
    );
  });

  it('the calendar is walked by keys, and says why', async () => {
    const { container } = renderPlugin(EDIT, { api: withRules() });
    const grid = await screen.findByRole('grid', {
      name: 'Calendar, 16 Nov 2026 to 21 Nov 2027',
    });
    expect(within(grid).getAllByRole('gridcell')).toHaveLength(371);
    const last = within(grid).getByRole('gridcell', {
      name: '21 Nov 2027: 1 kept, 0 go, still to come',
    });
    expect(last).toHaveAttribute('tabindex', '0');
    act(() => last.focus());
    expect(
      screen.getByText(/Kept: daily 2027-11-21 · Kept: weekly 2027-W46/),
    ).toBeVisible();
    await userEvent.keyboard('{ArrowUp}');
    expect(
      within(grid).getByRole('gridcell', { name: '20 Nov 2027: no backup' }),
    ).toHaveFocus();
    expect(
      within(grid).getByRole('gridcell', {
        name: '20 Nov 2026: 1 kept, 1 go, locked',
      }),
    ).toBeInTheDocument();
    expect(await violations(container)).toEqual([]);
    await press('Show as table');
    expect(
      screen.getByText('Kept: locked by jo until somebody takes it off: audit'),
    ).toBeVisible();
  });

  it('wants the name typed where new rules let much go', async () => {
    const api = FixtureApi.create({
      simulation: sampleSimulation({
        firstPrune: { ...sampleSimulation().firstPrune, deletes: 14 },
      }),
    });
    renderPlugin(EDIT, { api });
    await userEvent.click(await screen.findByLabelText('Delete by rules'));
    await press('Save');
    const dialog = await screen.findByRole('dialog');
    expect(
      within(dialog).getByText(/deletes 14 of 31 backups \(76.2 MiB\)/),
    ).toBeVisible();
    const saved = () => api.calls.some(([name]) => name === 'updatePlan');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Save these rules' }),
    );
    expect(saved()).toBe(false);
    await userEvent.type(within(dialog).getByRole('textbox'), 'orders');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Save these rules' }),
    );
    await waitFor(() => expect(saved()).toBe(true));
  });
});

describe('locks', () => {
  it('say why and until when', async () => {
    const { api } = renderPlugin(`/s3-backup/backups/${BACKUP}`);
    await press('Lock…');
    const dialog = await screen.findByRole('dialog');
    const lock = within(dialog).getByRole('button', { name: 'Lock' });
    await userEvent.click(lock);
    expect(
      within(dialog).getByText('Say why, for those who come after.'),
    ).toBeVisible();
    expect(api.calls).toEqual([]);
    await userEvent.type(within(dialog).getByLabelText('Reason'), 'audit');
    await userEvent.click(lock);
    await waitFor(() =>
      expect(api.calls).toEqual([
        [
          'lockBackup',
          BACKUP,
          { reason: 'audit', until: expect.stringMatching(/Z$/) },
        ],
      ]),
    );
  });

  it('without an end are typed for, and keep from deleting', async () => {
    const lock = {
      reason: 'audit',
      by: 'user:default/jo',
      at: '2026-11-01T00:00:00.000Z',
      until: null,
    };
    const api = FixtureApi.create({
      detail: sampleDetail({ lock, lastGood: false }),
    });
    renderPlugin(`/s3-backup/backups/${BACKUP}`, { api });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Actions for orders' }),
    );
    expect(screen.getByRole('menuitem', { name: 'locked' })).toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await userEvent.keyboard('{Escape}');
    await press('Unlock');
    const dialog = await screen.findByRole('dialog');
    const unlock = within(dialog).getByRole('button', { name: 'Unlock' });
    await userEvent.click(unlock);
    expect(api.calls).toEqual([]);
    await userEvent.type(within(dialog).getByRole('textbox'), 'orders');
    await userEvent.click(unlock);
    await waitFor(() =>
      expect(api.calls).toEqual([['unlockBackup', BACKUP, 'orders']]),
    );
  });
});

describe('what is kept', () => {
  it('each backup says why, or that it goes', async () => {
    const api = FixtureApi.create({
      detail: sampleDetail({
        retention: {
          keep: true,
          reasons: [
            { code: 'weekly', details: { period: '2026-W47' } },
            { code: 'minimum', details: { count: 3 } },
          ],
        },
      }),
    });
    renderPlugin(`/s3-backup/backups/${BACKUP}`, { api });
    const section = await screen.findByRole('region', {
      name: 'Kept because',
    });
    expect(
      within(section)
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual([
      'Kept: weekly 2026-W47',
      'Kept: one of the 3 good ones that stay',
    ]);
  });

  it('orphans stay until an admin types their name', async () => {
    const api = FixtureApi.create({
      backups: [sampleBackup({ orphaned: true })],
      orphans: [
        {
          plan: 'legacy',
          destination: 'main',
          entityRef: null,
          why: 'plan-gone',
          backups: 3,
          bytes: 3 * 1024 ** 2,
          rules: RULES,
          follow: null,
        },
      ],
    });
    renderPlugin('/s3-backup/backups?kept=orphaned', { api });
    expect(
      await screen.findByText(
        /3 backups, 3(\.00)? MiB; the plan is gone; last rules: 7 daily, ≥ 3 good/,
      ),
    ).toBeVisible();
    await press('Follow last rules…');
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByRole('textbox'), 'legacy');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Follow last rules' }),
    );
    await waitFor(() =>
      expect(api.calls).toEqual([
        ['followOrphans', 'legacy', { follow: true, confirm: 'legacy' }],
      ]),
    );
  });

  it('a dry prune says what would go, and that nothing went', async () => {
    const run = sampleRun({
      kind: 'prune',
      backups: [],
      result: {
        dryRun: true,
        staying: 4,
        leavingTotal: 1,
        bytesLeaving: 1024,
        deleted: 0,
        leaving: [
          {
            id: BACKUP,
            takenAt: '2026-11-01T01:00:00.000Z',
            bytesStored: 1024,
            reason: { code: 'surplus', details: {} },
          },
        ],
      },
    });
    renderPlugin(`/s3-backup/history/${run.id}`, {
      api: FixtureApi.create({ runs: [run] }),
    });
    expect(
      await screen.findByText(
        /^1 backup \(1(\.00)? KiB\); nothing was deleted yet/,
      ),
    ).toBeVisible();
    expect(screen.getByText(/Goes: no rule keeps it/)).toBeVisible();
  });
});

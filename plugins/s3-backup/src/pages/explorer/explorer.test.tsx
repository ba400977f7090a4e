import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FixtureApi } from '../../__testUtils__/FixtureApi';
import {
  sampleObject,
  sampleObjectDetail,
  sampleObjects,
  strangeObject,
} from '../../__testUtils__/objects';
import { renderPlugin, violations } from '../../__testUtils__/render';
import { sampleStatus } from '../../__testUtils__/samples';
import { setWidth } from '../../__testUtils__/width';

const PAGE = '/s3-backup/destinations/main/explore';
/** What the table's foot says; the live region says the same. */
const shown = (text: string) =>
  screen.findByText(
    (said, element) => said === text && element?.tagName === 'P',
  );
const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));

afterEach(() => setWidth(1280));

it('shows folders, what is not ours, and what is stored by plan', async () => {
  const { container } = renderPlugin(PAGE);
  const table = within(
    await screen.findByRole('grid', { name: 'Objects' }, { timeout: 10_000 }),
  );
  expect(table.getByText('kind of entity')).toBeVisible();
  expect(table.getByText('plans of the portal')).toBeVisible();
  expect(table.getByText('not ours')).toBeVisible();
  expect(await shown('1–3')).toBeVisible();
  const chart = screen.getByRole('img', { name: /^Stored by plan from/ });
  expect(chart.querySelectorAll('path[fill^="url"]')).toHaveLength(2);
  expect(await violations(container)).toEqual([]);
  await press('Show as table');
  const growth = within(screen.getByRole('table', { name: 'Stored by plan' }));
  expect(growth.getByRole('rowheader', { name: 'handbook' })).toBeVisible();
  expect(container.textContent).not.toMatch(/undefined|NaN|\{\{|\[object/);
});

it('says that more exist, goes on by the cursor, and comes back', async () => {
  const api = FixtureApi.create({
    objects: sampleObjects({ nextCursor: 'next' }),
  });
  renderPlugin(PAGE, { api });
  expect(await shown('1–3, more exist')).toBeVisible();
  await press('Next table page');
  expect(await shown('201–203, more exist')).toBeVisible();
  expect(api.asked.at(-1)).toMatchObject({ cursor: 'next', limit: 200 });
  await press('Previous table page');
  expect(await shown('1–3, more exist')).toBeVisible();
});

it('leads back by the path, each step a link', async () => {
  renderPlugin(`${PAGE}?path=component%2Fdefault%2Fa%2525b%2F`);
  const path = within(await screen.findByRole('navigation', { name: 'Path' }));
  expect(path.getByText('a%b')).toHaveAttribute('aria-current', 'page');
  expect(path.getByRole('link', { name: 'default' })).toHaveAttribute(
    'href',
    '/s3-backup/destinations/main/explore?path=component%2Fdefault%2F',
  );
});

it('searches below the path on Enter, and looks further where nothing was found', async () => {
  const api = FixtureApi.create({
    objects: sampleObjects({
      folders: [],
      items: [],
      scanned: 20_000,
      nextCursor: 'more',
    }),
  });
  renderPlugin(`${PAGE}?path=component%2F`, { api });
  await userEvent.type(
    await screen.findByRole('searchbox', { name: 'Search below this path' }),
    'orders{Enter}',
  );
  expect(
    await screen.findByText('Nothing among the 20,000 keys of this look.'),
  ).toBeVisible();
  await press('Look further');
  await waitFor(() =>
    expect(api.asked.at(-1)).toMatchObject({
      path: 'component/',
      q: 'orders',
      cursor: 'more',
    }),
  );
});

it('deletes what is left over: count, bytes, the name typed; tells what stays', async () => {
  const api = FixtureApi.create({
    objects: sampleObjects({
      folders: [],
      items: [strangeObject(), strangeObject({ key: 'b.jpg' })],
      scanned: 5,
    }),
    deleted: {
      deleted: ['holiday.jpg'],
      stay: [{ key: 'b.jpg', reason: 'named' }],
    },
  });
  renderPlugin(PAGE, { api });
  await userEvent.click(
    await screen.findByRole('switch', { name: /not ours or left over/ }),
  );
  await press('Delete the 2 shown…');
  const dialog = within(await screen.findByRole('dialog'));
  expect(
    dialog.getByText(/^Deletes 2 objects \(2\.00 MiB\) from main\./),
  ).toBeVisible();
  await userEvent.click(
    dialog.getByRole('button', { name: 'Delete 2 objects' }),
  );
  expect(api.calls).toEqual([]);
  await userEvent.type(dialog.getByRole('textbox'), 'main');
  await userEvent.click(
    dialog.getByRole('button', { name: 'Delete 2 objects' }),
  );
  expect(await screen.findByText('Deleted 1 object.')).toBeVisible();
  expect(screen.getByText(/b\.jpg \(It stays: a backup/)).toBeVisible();
  expect(api.calls).toEqual([
    ['deleteObjects', 'main', ['holiday.jpg', 'b.jpg'], 'main'],
  ]);
  expect(api.asked.at(-1)).toMatchObject({ filter: 'leftover' });
});

it('shows the details of an object beside it, and hands its stored bytes out', async () => {
  const key = '2026-11-21T02-00-00Z_run/a1/orders.db.zst.age';
  const api = FixtureApi.create({
    objects: sampleObjects({ folders: [], items: [sampleObject({ key })] }),
  });
  const { container } = renderPlugin(`${PAGE}?key=${encodeURIComponent(key)}`, {
    api,
  });
  const card = within(await screen.findByRole('region', { name: 'Details' }));
  expect(await card.findByText(/^It stays: a backup or/)).toBeVisible();
  expect(card.getByRole('link', { name: 'orders' })).toHaveAttribute(
    'href',
    `/s3-backup/backups/${'a'.repeat(32)}`,
  );
  expect(card.queryByRole('button', { name: 'Delete…' })).toBe(null);
  expect(screen.getByRole('heading', { name: 'Details' })).toHaveFocus();
  expect(await violations(container)).toEqual([]);
  await userEvent.click(
    card.getByRole('button', { name: 'Download as stored' }),
  );
  await waitFor(() =>
    expect(api.calls).toEqual([
      ['download', 'a'.repeat(32), 'orders.db', 'stored'],
    ]),
  );
  await userEvent.click(card.getByRole('button', { name: 'Close' }));
  expect(screen.queryByRole('region', { name: 'Details' })).toBe(null);
});

it('lets what nothing names be deleted, and hands out nothing of it', async () => {
  const api = FixtureApi.create({
    object: sampleObjectDetail({ ...strangeObject(), stays: null }),
  });
  renderPlugin(`${PAGE}?key=holiday.jpg`, { api });
  expect(await screen.findByText(/^Nothing names it/)).toBeVisible();
  expect(screen.queryByRole('button', { name: /^Download/ })).toBe(null);
  await press('Delete…');
  expect(await screen.findByText('Delete 1 object?')).toBeVisible();
});

it('counts before it rebuilds, and says what it found', async () => {
  const { api } = renderPlugin(PAGE);
  await press('Rebuild from bucket…');
  expect(
    await screen.findByText(
      /^Finds 1,204 manifests, 1,204 new to this portal, 3 unreadable, 0 known/,
    ),
  ).toBeVisible();
  expect(api.calls).toEqual([['rebuild', 'main', true]]);
  await press('Rebuild the list');
  await waitFor(() =>
    expect(api.calls.at(-1)).toEqual(['rebuild', 'main', false]),
  );
});

it('takes a prefix over only when its name was typed', async () => {
  const { api } = renderPlugin(PAGE);
  await press('Adopt…');
  const dialog = within(await screen.findByRole('dialog'));
  await userEvent.click(dialog.getByRole('button', { name: 'Take over' }));
  expect(api.calls).toEqual([]);
  await userEvent.type(dialog.getByRole('textbox'), 'main');
  await userEvent.click(dialog.getByRole('button', { name: 'Take over' }));
  await waitFor(() => expect(api.calls).toEqual([['adopt', 'main', 'main']]));
});

it('has no button that a reader may not use', async () => {
  renderPlugin(`${PAGE}?filter=leftover`, { viewer: 'reader' });
  expect(await screen.findByRole('grid', { name: 'Objects' })).toBeVisible();
  for (const name of [/^Adopt/, /^Rebuild/, /^Delete/]) {
    expect(screen.queryByRole('button', { name })).toBe(null);
  }
});

it('holds on a narrow screen', async () => {
  setWidth(400);
  renderPlugin(PAGE);
  expect(await screen.findByText('holiday.jpg')).toBeVisible();
  expect(screen.queryByRole('columnheader')).toBe(null);
});

it.each(['/s3-backup/overview', PAGE, '/s3-backup/destinations/main'])(
  'says on %s that the portal was restored, until somebody confirms',
  async route => {
    const status = sampleStatus();
    status.automaticBackup.recovered = true;
    status.automaticBackup.enabled = false;
    const { api } = renderPlugin(route, { api: FixtureApi.create({ status }) });
    await press('Confirm…');
    await press('This one writes');
    await waitFor(() =>
      expect(screen.queryByText(/the bucket is ahead of its database/)).toBe(
        null,
      ),
    );
    expect(api.calls).toEqual([['confirmRecovered']]);
  },
);

it('leads by entity, plan and month; the tree is one stop, arrows do the rest', async () => {
  const { api, container } = renderPlugin(PAGE);
  const tree = await screen.findByRole('tree', {
    name: 'Entities, plans and months',
  });
  const item = (name: string) => within(tree).getByRole('treeitem', { name });
  const stops = () =>
    within(tree)
      .getAllByRole('treeitem')
      .filter(each => each.tabIndex === 0)
      .map(each => each.textContent);
  expect(stops()).toEqual(['The portal itself']);
  expect(item('component:default/orders')).toHaveAttribute(
    'aria-expanded',
    'false',
  );
  item('The portal itself').focus();
  await userEvent.keyboard('{ArrowDown}{ArrowRight}{ArrowRight}{ArrowRight}');
  expect(item('orders')).toHaveFocus();
  expect(item('orders')).toHaveAttribute('aria-expanded', 'true');
  expect(item('orders')).toHaveAttribute('aria-level', '2');
  expect(stops()).toEqual(['orders']);
  await userEvent.keyboard('{ArrowRight}');
  expect(item('November 2026')).toHaveFocus();
  expect(await violations(container)).toEqual([]);
  await userEvent.keyboard('{Enter}');
  await waitFor(() =>
    expect(api.asked.at(-1)).toMatchObject({
      path: 'component/default/orders/orders/',
      q: '2026-11-',
    }),
  );
  await waitFor(() =>
    expect(item('November 2026')).toHaveAttribute('aria-selected', 'true'),
  );
  await userEvent.keyboard('{ArrowLeft}{ArrowLeft}{Home}');
  expect(item('The portal itself')).toHaveFocus();
  expect(screen.queryByText('November 2026')).toBe(null);
  await userEvent.click(item('component:default/orders'));
  await waitFor(() =>
    expect(api.asked.at(-1)).toMatchObject({
      path: 'component/default/orders/',
      q: undefined,
    }),
  );
});

import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FixtureApi } from '../../__testUtils__/FixtureApi';
import { renderPlugin, violations } from '../../__testUtils__/render';
import {
  ago,
  sampleCheckUp,
  sampleDestination,
  sampleProfile,
  sampleStep,
} from '../../__testUtils__/samples';

const PAGE = '/s3-backup/destinations/main';

const region = async () =>
  within(await screen.findByRole('region', { name: 'Check-up history' }));

it('shows the last check-up, those before it, and why each was made', async () => {
  const api = FixtureApi.create({
    checkUps: [
      { ...sampleCheckUp(), at: ago(3), reason: 'daily' },
      {
        ...sampleCheckUp({ verdict: 'ready', steps: [sampleStep()] }),
        at: ago(27),
        reason: 'asked',
      },
    ],
  });
  const { container } = renderPlugin(PAGE, { api });
  expect(await screen.findByText('Check-up of main')).toBeVisible();
  const history = await region();
  expect(
    history.getByText(
      '✕ Region: You said us-east-1; the bucket is in eu-central-1.',
    ),
  ).toBeVisible();
  expect(history.getByText(/· daily/)).toBeVisible();
  expect(history.getByText(/· asked for/)).toBeVisible();
  expect(history.queryByText('Copy report')).toBe(null);
  await userEvent.click(history.getByText(/· asked for/));
  expect(await history.findByText('Copy report')).toBeVisible();
  expect(await violations(container)).toEqual([]);
});

it('says what is done without what the store lacks', async () => {
  const api = FixtureApi.create({
    destinations: [
      sampleDestination({
        profile: sampleProfile({ checksumEcho: 'unknown' }),
      }),
    ],
  });
  const { container } = renderPlugin(PAGE, { api });
  const table = within(
    await screen.findByRole('table', { name: 'What the store can do' }),
  );
  const row = (name: string) =>
    table.getByRole('rowheader', { name }).closest('tr')!.textContent;
  expect(row('Takes parts of growing size')).toMatch(/sizeyes$/);
  expect(row('Deletes many keys at once')).toMatch(/yes, with an MD5$/);
  expect(row('Keeps versions')).toMatch(
    /noWithout it: the layout "versioned" cannot be used\.$/,
  );
  // What is tried as it comes, nothing is said of before it is known.
  expect(row('Locks objects')).toMatch(/not tested$/);
  expect(row('Gives checksums back')).toMatch(
    /not testedUntil it is known: ETags are compared/,
  );
  expect(table.getByText(/the second one was taken/)).toBeInTheDocument();
  expect(await violations(container)).toEqual([]);
});

it('says across the page that it is unhealthy, and at which step', async () => {
  const api = FixtureApi.create({
    destinations: [sampleDestination({ health: 'unhealthy' })],
  });
  renderPlugin(PAGE, { api });
  expect(await screen.findByText(/Three failures in a row/)).toBeVisible();
  expect(
    await screen.findByText(/^Check-up failed at Region: You said us-east-1/),
  ).toBeVisible();
});

it('runs it again, tells the verdict alone, and refreshes the history', async () => {
  const api = FixtureApi.create({ checkUps: [] });
  renderPlugin(PAGE, { api });
  expect(await screen.findByText(/^Not checked yet/)).toBeVisible();
  expect(await screen.findByText('No check-up yet.')).toBeVisible();
  api.state.checkUps = [{ ...api.state.checkUp, reason: 'asked' }];
  await userEvent.click(screen.getByRole('button', { name: 'Test' }));
  await waitFor(() =>
    expect(screen.getByRole('status')).toHaveTextContent(
      'Check-up failed at Region: You said us-east-1; the bucket is in eu-central-1.',
    ),
  );
  expect((await region()).getByText(/· asked for/)).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Run again' }));
  await waitFor(() =>
    expect(api.calls.map(([name]) => name)).toEqual([
      'testDestination',
      'testDestination',
    ]),
  );
});

it('is ended by its button, and by leaving the page; that is no failure', async () => {
  const api = FixtureApi.create();
  let end = () => {};
  const hold = () => {
    api.checkUpEnds = new Promise(resolve => {
      end = resolve;
    });
  };
  hold();
  const page = renderPlugin(PAGE, { api });
  await userEvent.click(await screen.findByRole('button', { name: 'Test' }));
  act(() => api.watching?.onRunning?.('multipart'));
  expect(await screen.findByText('Testing: Multipart upload')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(api.watching?.signal?.aborted).toBe(true);
  end();
  await userEvent.click(
    await screen.findByRole('button', { name: 'Run again' }),
  );
  expect(screen.queryByRole('alert')).toBe(null);
  hold();
  await userEvent.click(await screen.findByRole('button', { name: 'Test' }));
  expect(api.watching?.signal?.aborted).toBe(false);
  page.unmount();
  expect(api.watching?.signal?.aborted).toBe(true);
});

it('offers no test to those who may not change it', async () => {
  renderPlugin(PAGE, { viewer: 'reader' });
  expect(await screen.findByText('Check-up of main')).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Run again' })).toBe(null);
  expect(screen.queryByRole('button', { name: 'Test' })).toBe(null);
});

it('offers to take over a prefix that belongs to somebody else, typed', async () => {
  const step = sampleStep({
    id: 'owner',
    result: 'fail',
    code: 'foreign-prefix',
    seen: 'understudy.json names instance x, since y.',
  });
  const checkUp = sampleCheckUp({ steps: [step] });
  const { api } = renderPlugin(PAGE, {
    api: FixtureApi.create({ checkUps: [{ ...checkUp, reason: 'daily' }] }),
  });
  await userEvent.click(await screen.findByRole('button', { name: 'Adopt…' }));
  const dialog = within(await screen.findByRole('dialog'));
  await userEvent.type(dialog.getByRole('textbox'), 'main');
  await userEvent.click(dialog.getByRole('button', { name: 'Take over' }));
  expect(
    await screen.findByRole('heading', { name: 'Explore main' }),
  ).toBeVisible();
  expect(api.calls).toEqual([['adopt', 'main', 'main']]);
});

it('shows whose credentials are used, and what differs from the defaults', async () => {
  const set = { set: true, updatedAt: '2026-11-03T10:00:00.000Z' } as const;
  const api = FixtureApi.create({
    destinations: [
      sampleDestination({
        credentials: {
          type: 'assume-role',
          roleArn: 'arn:aws:iam::111122223333:role/backup',
          base: { type: 'ambient', source: 'profile', profile: 'ci' },
        },
        pruneCredentials: {
          type: 'keys',
          accessKeyId: 'AKIAPRUNE',
          secretAccessKey: set,
        },
        store: {
          storageClass: 'STANDARD_IA',
          objectLock: { mode: 'COMPLIANCE', days: 30 },
        },
        transfer: { skipTlsVerification: true, proxy: set },
      }),
    ],
  });
  const { container } = renderPlugin(PAGE, { api });
  const where = within(await screen.findByRole('region', { name: 'Where' }));
  expect(
    where.getByText('arn:aws:iam::111122223333:role/backup'),
  ).toBeVisible();
  expect(where.getByText(/Shared profile .* · ci$/)).toBeVisible();
  expect(where.getByText('Access key ID AKIAPRUNE')).toBeVisible();
  const kept = within(
    screen.getByRole('region', { name: 'How stored and transferred' }),
  );
  expect(kept.getByText('STANDARD_IA')).toBeVisible();
  expect(kept.getByText('30 days (compliance)')).toBeVisible();
  expect(
    kept.getByText('The certificate of this store is not verified'),
  ).toBeVisible();
  expect(kept.queryByText('Canned ACL')).toBe(null);
  expect(await violations(container)).toEqual([]);
});

it('says what keys that may only append leave undone, and the rule to set', async () => {
  const api = FixtureApi.create({
    destinations: [sampleDestination({ appendOnly: true })],
  });
  const { container } = renderPlugin(PAGE, { api });
  expect(
    await screen.findByText(/Nothing is verified, pruned or restored/),
  ).toBeVisible();
  expect(screen.getByText(/AbortIncompleteMultipartUpload/)).toBeVisible();
  expect(await violations(container)).toEqual([]);
});

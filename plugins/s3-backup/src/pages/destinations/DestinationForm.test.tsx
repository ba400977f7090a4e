import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FixtureApi } from '../../__testUtils__/FixtureApi';
import { renderPlugin } from '../../__testUtils__/render';
import { sampleDestination } from '../../__testUtils__/samples';

jest.setTimeout(60_000);
beforeEach(() => sessionStorage.clear());

const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));

async function type(label: string | RegExp, text: string) {
  const field = await screen.findByLabelText(label);
  await userEvent.clear(field);
  await userEvent.type(field, text);
}

const edited = (store?: object) =>
  renderPlugin('/s3-backup/destinations/main/edit', {
    api: FixtureApi.create({ destinations: [sampleDestination({ store })] }),
  });

async function saved(api: FixtureApi) {
  await press(/^Save/);
  await waitFor(() => expect(api.calls.at(-1)?.[0]).toBe('updateDestination'));
  return api.calls.at(-1)![2] as Record<string, unknown>;
}

describe('how a destination stores', () => {
  it('says what a class means, and warns of one that must be retrieved', async () => {
    const { api } = edited();
    await press(/Storage class/);
    await userEvent.click(
      await screen.findByRole('option', { name: 'GLACIER' }),
    );
    expect(
      await screen.findByText(/Must be retrieved first: 3–5 h/),
    ).toBeVisible();
    expect(screen.getByText(/only after they were retrieved/)).toBeVisible();
    expect((await saved(api)).store).toEqual({ storageClass: 'GLACIER' });
  });

  it('shows the fields of an encryption only where it is chosen', async () => {
    const { api } = edited();
    expect(screen.queryByLabelText('KMS key')).toBe(null);
    await userEvent.click(
      await screen.findByRole('radio', { name: 'AWS KMS' }),
    );
    await type('KMS key', 'alias/backups');
    await userEvent.click(screen.getByRole('switch', { name: /Bucket key/ }));
    expect((await saved(api)).store).toEqual({
      encryption: { type: 'aws:kms', keyId: 'alias/backups', bucketKey: true },
    });
  });

  it('never shows the customer’s key that is set, and names a wrong one', async () => {
    const key = { set: true, updatedAt: '2026-11-03T10:00:00.000Z' } as const;
    const { api } = edited({ encryption: { type: 'sse-c', key } });
    await press('Replace: Your key');
    await type('Your key', 'short');
    await press(/^Save/);
    expect(
      await screen.findByText('It is not 32 bytes in base64.'),
    ).toBeVisible();
    expect(api.calls).toEqual([]);
    const text = Buffer.alloc(32, 7).toString('base64');
    await type('Your key', text);
    expect(JSON.stringify(sessionStorage)).not.toContain(text);
    expect((await saved(api)).store).toEqual({
      encryption: { type: 'sse-c', key: text },
    });
  });

  it('locks for so many days, and folds what is rare', async () => {
    const { api } = edited();
    await userEvent.click(
      await screen.findByRole('radio', { name: /^Governance/ }),
    );
    const days = screen.getByRole('textbox', {
      name: 'Locked for so many days',
    });
    await userEvent.clear(days);
    await userEvent.type(days, '7');
    await userEvent.tab();
    const section = screen.getByRole('region', { name: 'How stored' });
    await userEvent.click(within(section).getByText('Rarely needed'));
    await userEvent.click(screen.getByRole('switch', { name: /Tag objects/ }));
    expect((await saved(api)).store).toEqual({
      tags: true,
      objectLock: { mode: 'GOVERNANCE', days: 7 },
    });
  });
});

describe('whose credentials a destination uses', () => {
  it('shows the external id of a role, and who assumes it', async () => {
    const { api } = edited();
    await userEvent.click(
      await screen.findByRole('radio', { name: 'A role that is assumed' }),
    );
    expect(screen.getByText('understudy-0123456789abcdef-main')).toBeVisible();
    await type('ARN of the role', 'role/backups');
    await press(/^Save/);
    expect(await screen.findByText(/Write it as arn:aws:iam/)).toBeVisible();
    const roleArn = 'arn:aws:iam::111122223333:role/backups';
    await type('ARN of the role', roleArn);
    await type('Access key ID', 'AKIANEW');
    await type('Secret access key', 'hush-hush');
    expect(JSON.stringify(sessionStorage)).not.toContain('hush-hush');
    expect(await saved(api)).toMatchObject({
      credentials: {
        type: 'assume-role',
        roleArn,
        base: {
          type: 'keys',
          accessKeyId: 'AKIANEW',
          secretAccessKey: 'hush-hush',
        },
      },
    });
  });

  it('offers of the machine’s own only what configuration lists', async () => {
    edited();
    await screen.findByRole('radio', { name: 'Access key and secret' });
    expect(screen.queryByRole('radio', { name: /machine’s own/ })).toBe(null);
  });

  it('says that earlier keys stay in use until new ones pass', async () => {
    const { api } = edited();
    await press('Replace: Secret access key');
    expect(await screen.findByText(/earlier keys stay in use/)).toBeVisible();
    await type('Secret access key', 'new-secret');
    await userEvent.click(screen.getByText('These keys are temporary'));
    await type('Session token', 'the-token');
    expect(await saved(api)).toMatchObject({
      credentials: { secretAccessKey: 'new-secret', sessionToken: 'the-token' },
    });
  });

  it('takes others for deleting', async () => {
    const { api } = edited();
    await userEvent.click(
      await screen.findByText('Other credentials for deleting or restoring'),
    );
    await userEvent.click(
      screen.getByRole('switch', { name: 'Others for deleting' }),
    );
    const group = within(
      screen.getByRole('group', { name: 'Others for deleting' }),
    );
    await userEvent.type(group.getByLabelText('Access key ID'), 'AKIADEL');
    await userEvent.type(group.getByLabelText('Secret access key'), 'hush');
    expect(await saved(api)).toMatchObject({
      pruneCredentials: {
        type: 'keys',
        accessKeyId: 'AKIADEL',
        secretAccessKey: 'hush',
      },
      restoreCredentials: undefined,
    });
  });
});

describe('how a destination transfers', () => {
  it('warns as long as TLS is not verified', async () => {
    const { api } = edited();
    await userEvent.click(
      await screen.findByRole('switch', { name: 'Skip TLS verification' }),
    );
    expect(await screen.findByText(/pose as the store/)).toBeVisible();
    expect(await saved(api)).toMatchObject({
      transfer: { skipTlsVerification: true },
    });
  });
});

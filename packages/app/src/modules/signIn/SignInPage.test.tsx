import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  discoveryApiRef,
  type IdentityApi,
} from '@backstage/frontend-plugin-api';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { rememberedRole } from './rememberedRole';
import { SignInPage } from './SignInPage';

/** What the auth backend answers: a token that is good for an hour. */
function session(ref: string) {
  const part = (value: object) => window.btoa(JSON.stringify(value));
  const exp = Math.floor(Date.now() / 1000) + 3600;
  return {
    profile: {},
    providerInfo: {},
    backstageIdentity: {
      token: `${part({})}.${part({ exp })}.x`,
      identity: {
        type: 'user',
        userEntityRef: ref,
        ownershipEntityRefs: [ref],
      },
    },
  };
}

const render = (onSignInSuccess: (identity: IdentityApi) => void) =>
  renderInTestApp(<SignInPage onSignInSuccess={onSignInSuccess} />, {
    apis: [
      [
        discoveryApiRef,
        { getBaseUrl: async (id: string) => `http://portal.example/api/${id}` },
      ],
    ],
  });

describe('SignInPage', () => {
  const asked: string[] = [];
  let status = 200;

  beforeEach(() => {
    asked.length = 0;
    status = 200;
    window.sessionStorage.clear();
    global.fetch = jest.fn(async (url: unknown) => {
      asked.push(String(url));
      return {
        ok: status === 200,
        status,
        statusText: 'x',
        headers: new Headers({ 'content-type': 'application/json' }),
        json: async () => session('user:default/owner'),
        text: async () => 'User not found',
      };
    }) as unknown as typeof fetch;
  });

  it('offers the three people of the demo', async () => {
    await render(jest.fn());
    expect(screen.getAllByRole('button').map(b => b.textContent)).toEqual([
      'Platform admin (guest)',
      'Service owner',
      'Reader',
    ]);
  });

  it('signs in, remembers who, and forgets it on signing out', async () => {
    const signedIn = jest.fn();
    await render(signedIn);
    await userEvent.click(
      screen.getByRole('button', { name: 'Service owner' }),
    );
    await waitFor(() => expect(signedIn).toHaveBeenCalled());
    expect(asked[0]).toBe('http://portal.example/api/auth/demo-owner/refresh');
    expect(rememberedRole.get()).toBe('demo-owner');

    const identity: IdentityApi = signedIn.mock.calls[0][0];
    expect(await identity.getBackstageIdentity()).toMatchObject({
      userEntityRef: 'user:default/owner',
    });
    await identity.signOut();
    expect(rememberedRole.get()).toBeUndefined();
  });

  it('signs in by itself after a reload', async () => {
    rememberedRole.set('demo-reader');
    const signedIn = jest.fn();
    await render(signedIn);
    await waitFor(() => expect(signedIn).toHaveBeenCalled());
    expect(asked[0]).toBe('http://portal.example/api/auth/demo-reader/refresh');
  });

  it('says what failed and leads back to the choice', async () => {
    status = 404;
    const signedIn = jest.fn();
    await render(signedIn);
    await userEvent.click(
      screen.getByRole('button', { name: 'Service owner' }),
    );
    await screen.findByText('Signing in did not work');
    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    expect(screen.getByRole('button', { name: 'Reader' })).toBeInTheDocument();
    expect(signedIn).not.toHaveBeenCalled();
  });
});

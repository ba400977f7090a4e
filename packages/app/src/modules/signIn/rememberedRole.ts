/** The people one can be in the demo, and the auth provider of each. */
export const ROLES = [
  {
    provider: 'guest',
    title: 'Platform admin (guest)',
    text: 'Sets backups up and may do everything.',
  },
  {
    provider: 'demo-owner',
    title: 'Service owner',
    text: 'In the webshop’s team. Backs up and restores what the team owns.',
  },
  {
    provider: 'demo-reader',
    title: 'Reader',
    text: 'Sees how backups do, and nothing else.',
  },
] as const;

/** @internal */
export type Provider = (typeof ROLES)[number]['provider'];

const KEY = 'understudy-demo-role';

/**
 * The choice lives as long as the browser's tab, so that a reload stays signed
 * in and two tabs can be two people.
 */
export const rememberedRole = {
  get(): Provider | undefined {
    const stored = window.sessionStorage.getItem(KEY);
    return ROLES.find(role => role.provider === stored)?.provider;
  },
  set(provider: Provider) {
    window.sessionStorage.setItem(KEY, provider);
  },
  forget() {
    window.sessionStorage.removeItem(KEY);
  },
};

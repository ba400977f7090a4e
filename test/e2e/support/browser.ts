import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Browser, BrowserContext, chromium, Page } from 'playwright-core';
import { Portal } from '../../support/startPortal';

export const ROLES = {
  admin: 'Platform admin (guest)',
  owner: 'Service owner',
  reader: 'Reader',
} as const;

export type Role = keyof typeof ROLES;

export interface View {
  width?: number;
  scheme?: 'light' | 'dark';
}

/** Debian's Chromium, without the calls home that a closed network refuses. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.UNDERSTUDY_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** A new browser profile, signed in; pages of it share the session. */
export async function signIn(
  browser: Browser,
  portal: Portal,
  role: Role,
  view: View = {},
): Promise<{
  context: BrowserContext;
  page: Page;
  open(path: string): Promise<void>;
}> {
  const context = await browser.newContext({
    viewport: { width: view.width ?? 1280, height: 900 },
    colorScheme: view.scheme ?? 'light',
    locale: 'en-GB',
    timezoneId: 'UTC',
    acceptDownloads: true,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(45_000);
  await page.goto(portal.url, { waitUntil: 'domcontentloaded' });
  await page
    .getByRole('button', { name: ROLES[role], exact: true })
    .click({ timeout: 90_000 });
  await page.getByRole('link', { name: 'Catalog' }).first().waitFor();
  return {
    context,
    page,
    open: async path => {
      await page.goto(`${portal.url}${path}`, {
        waitUntil: 'domcontentloaded',
      });
    },
  };
}

const PICTURES = join(__dirname, '../../results/pictures');

/** Leaves a picture for people to look at, in `test/results/pictures`. */
export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({
    path: join(PICTURES, `${name}.png`),
    fullPage: true,
  });
}

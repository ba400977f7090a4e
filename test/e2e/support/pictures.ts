import { after, test } from 'node:test';
import { Browser, Page } from 'playwright-core';
import { Portal } from '../../support/startPortal';
import { signIn, takePicture } from './browser';
import { assertAccessible, assertTidy, settled } from './pageChecks';

/** Each page is loaded once and then looked at in all of these. */
const VIEWS = [
  { name: 'light-1280', scheme: 'light', width: 1280 },
  { name: 'light-400', scheme: 'light', width: 400 },
  { name: 'dark-400', scheme: 'dark', width: 400 },
  { name: 'dark-1280', scheme: 'dark', width: 1280 },
  // 200 % zoom of a 1280 px window is one of 640 CSS pixels.
  { name: 'light-zoomed', scheme: 'light', width: 640 },
] as const;

type View = (typeof VIEWS)[number];

async function adopt(page: Page, view: View): Promise<void> {
  await page.emulateMedia({ colorScheme: view.scheme });
  await page.setViewportSize({ width: view.width, height: 900 });
}

async function show(page: Page, view: View): Promise<void> {
  await adopt(page, view);
  await page.waitForFunction(
    scheme => document.body.dataset.themeMode === scheme,
    view.scheme,
  );
  await settled(page);
}

interface Ids {
  run: string;
  backup: string;
  /** Of an artifact, below the prefix. */
  key: string;
}

const PAGES: Record<string, (ids: Ids) => string> = {
  overview: () => '/s3-backup/overview',
  history: () => '/s3-backup/history',
  run: ({ run }) => `/s3-backup/history/${run}`,
  backups: () => '/s3-backup/backups',
  backup: ({ backup }) => `/s3-backup/backups/${backup}`,
  evidence: ({ backup }) => `/s3-backup/backups/${backup}/evidence`,
  restore: ({ backup }) => `/s3-backup/backups/${backup}/restore`,
  plans: () => '/s3-backup/plans',
  'plan-new': () => '/s3-backup/plans/new',
  plan: () => '/s3-backup/plans/orders-nightly',
  destinations: () => '/s3-backup/destinations',
  destination: () => '/s3-backup/destinations/main',
  policy: () => '/s3-backup/destinations/main?help=policy',
  advice: () => '/s3-backup/destinations/main?help=advice',
  explorer: () => '/s3-backup/destinations/main/explore',
  'explorer-object': ({ key }) =>
    `/s3-backup/destinations/main/explore?path=${encodeURIComponent(
      key.slice(0, key.lastIndexOf('/') + 1),
    )}&key=${encodeURIComponent(key)}`,
  'destination-new': () => '/s3-backup/destinations/new',
  workers: () => '/s3-backup/workers',
  settings: () => '/s3-backup/settings',
  entity: () => '/catalog/default/component/orders/backups',
};

/**
 * Every page, light and dark, wide and narrow and zoomed: a picture for
 * people, and what a machine can judge of it.
 */
export function testPictures(
  shared: () => { portal: Portal; browser: Browser },
): void {
  let signedIn: ReturnType<typeof signIn> | undefined;
  const session = () => {
    const { portal, browser } = shared();
    signedIn ??= signIn(browser, portal, 'admin');
    return signedIn;
  };
  after(async () => (await signedIn)?.context.close());

  const ids = async () => {
    const { portal } = shared();
    const plan = 'plan=orders-nightly';
    const { body: backups } = await portal.api('GET', `/backups?${plan}`);
    const { body: runs } = await portal.api('GET', `/runs?${plan}&kind=backup`);
    const { body: objects } = await portal.api(
      'GET',
      '/destinations/main/objects?q=orders.db',
    );
    return {
      backup: backups.items[0].id,
      run: runs.items[0].id,
      key: objects.items[0].key,
    };
  };

  for (const [name, path] of Object.entries(PAGES)) {
    test(`${name}: light and dark, wide, narrow and zoomed`, async () => {
      const { page, open } = await session();
      await adopt(page, VIEWS[0]);
      await open(path(await ids()));
      for (const view of VIEWS) {
        await show(page, view);
        await takePicture(page, `${name}-${view.name}`);
        await assertTidy(page, { zoomed: view.name === 'light-zoomed' });
        await assertAccessible(page);
      }
    });
  }

  test('the words of a status stay where colours are forced', async () => {
    const { page, open } = await session();
    await adopt(page, VIEWS[0]);
    await page.emulateMedia({ forcedColors: 'active' });
    await open('/s3-backup/overview');
    await settled(page);
    await page
      .getByText(/plans are protected/)
      .first()
      .waitFor();
    await takePicture(page, 'overview-forced-colours');
    await page.emulateMedia({ forcedColors: 'none' });
  });

  test('the settings speak French', async () => {
    const { page, open } = await session();
    await page.evaluate(() => localStorage.setItem('language', 'fr'));
    await open('/s3-backup/settings');
    await page.getByText('Paramètres de sauvegarde S3').first().waitFor();
    for (const view of [VIEWS[0], VIEWS[1]]) {
      await show(page, view);
      await takePicture(page, `settings-fr-${view.name}`);
      await assertTidy(page);
    }
    await page.evaluate(() => localStorage.removeItem('language'));
  });
}

import { test } from 'node:test';
import { Browser } from 'playwright-core';
import { Portal } from '../../support/startPortal';
import { signIn, takePicture } from './browser';
import { assertAccessible, assertTidy, settled } from './pageChecks';

/**
 * Every page, light and dark, wide and narrow: a picture for people, and what
 * a machine can judge of it.
 */
export function testPictures(
  shared: () => { portal: Portal; browser: Browser },
): void {
  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [1280, 400]) {
      test(`every page in ${scheme} at ${width} px`, async () => {
        const { portal, browser } = shared();
        const { body: backups } = await portal.api(
          'GET',
          '/backups?plan=orders-nightly',
        );
        const { body: runs } = await portal.api(
          'GET',
          '/runs?plan=orders-nightly&kind=backup',
        );
        const backup = backups.items[0].id;
        const pages: Record<string, string> = {
          overview: '/s3-backup/overview',
          history: '/s3-backup/history',
          run: `/s3-backup/history/${runs.items[0].id}`,
          backups: '/s3-backup/backups',
          backup: `/s3-backup/backups/${backup}`,
          restore: `/s3-backup/backups/${backup}/restore`,
          plans: '/s3-backup/plans',
          'plan-new': '/s3-backup/plans/new',
          plan: '/s3-backup/plans/orders-nightly',
          destinations: '/s3-backup/destinations',
          destination: '/s3-backup/destinations/main',
          'destination-new': '/s3-backup/destinations/new',
          settings: '/s3-backup/settings',
          entity: '/catalog/default/component/orders/backups',
        };
        const { context, page, open } = await signIn(browser, portal, 'admin', {
          scheme,
          width,
        });
        try {
          for (const [name, path] of Object.entries(pages)) {
            await open(path);
            await settled(page);
            await takePicture(page, `${name}-${scheme}-${width}`);
            await assertTidy(page);
            await assertAccessible(page);
          }
        } finally {
          await context.close();
        }
      });
    }
  }
}

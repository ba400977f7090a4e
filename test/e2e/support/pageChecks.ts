import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Page } from 'playwright-core';

/**
 * The framework's own: tabs that name no panel, a page without a main landmark
 * around its header, and the text of its field errors.
 */
const FRAMEWORK = new Set([
  'aria-valid-attr-value',
  'landmark-one-main',
  'region',
]);

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Waits until the page shows what it was opened for. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main').first().waitFor();
  await page.waitForFunction(
    () =>
      !document.querySelector('main [aria-busy="true"]') &&
      (document.querySelector('main')?.textContent ?? '').trim().length > 20,
  );
  await page.waitForTimeout(400);
}

/** The widest of what is ours: the framework's tabs stand out of a zoomed window. */
const widthOfOurs = () =>
  Math.max(
    ...[...document.querySelectorAll('main h2, main section, main form')].map(
      element => element.getBoundingClientRect().right,
    ),
  );

/** No sideways scroll, and no word that only a defect prints. */
export async function assertTidy(
  page: Page,
  options: { zoomed?: boolean } = {},
): Promise<void> {
  const width = options.zoomed
    ? await page.evaluate(widthOfOurs)
    : await page.evaluate(() => document.documentElement.scrollWidth);
  const view = page.viewportSize()!.width;
  assert.ok(
    width <= view + 1,
    `${page.url()} is ${width} px wide, the window ${view}`,
  );
  const text = await page.locator('main').first().innerText();
  const defect =
    /\bundefined\b|\bNaN\b|Invalid Date|\[object Object\]|\{\{/.exec(text);
  assert.equal(defect, null, `${page.url()} shows "${defect?.[0]}"`);
}

/** Colours of Backstage UI's own controls are the theme's, not ours. */
const isFrameworkColour = (id: string, html: string) =>
  id === 'color-contrast' &&
  (/class="[^"]*\bbui-/.test(html) ||
    // The empty day, month and year of its date fields.
    /^<span role="spinbutton"[^>]*data-placeholder="true"/.test(html));

/** axe finds nothing inside our part of the page. */
export async function assertAccessible(page: Page): Promise<void> {
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const result = await axe.run('main');
    return result.violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map(node => ({
        html: node.html,
        said: `${node.target.join(' ')} ${node.failureSummary ?? ''}`,
      })),
    }));
  });
  const ours = violations
    .filter(({ id }) => !FRAMEWORK.has(id))
    .map(({ id, nodes }) => ({
      id,
      nodes: nodes.filter(({ html }) => !isFrameworkColour(id, html)),
    }))
    .filter(({ nodes }) => nodes.length > 0);
  assert.deepEqual(ours, [], `${page.url()}: ${JSON.stringify(ours, null, 1)}`);
}

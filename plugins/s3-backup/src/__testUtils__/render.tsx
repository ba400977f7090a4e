import { ReactElement } from 'react';
import { getConfig, RenderResult } from '@testing-library/react';
import axe from 'axe-core';
import { renderInTestApp, renderTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  PermissionApi,
  permissionApiRef,
} from '@backstage/plugin-permission-react';
import { convertLegacyRouteRef } from '@backstage/core-compat-api';
import { s3BackupApiRef } from '../api';
import plugin from '../index';
import { rootRouteRef } from '../routes';
import { FixtureApi } from './FixtureApi';

/** Who looks: what of the plugin's permissions they have. */
export type Viewer = 'admin' | 'owner' | 'reader';

const OWNER = [
  'run.start',
  'run.cancel',
  'plan.pause',
  'backup.verify',
  'backup.restore',
  'backup.lock',
];

/** The permission API of a viewer. */
export function permissionsOf(viewer: Viewer): PermissionApi {
  return {
    authorize: async ({ permission }) => {
      const right = permission.name.replace('s3-backup.', '');
      const allowed =
        viewer === 'admin' || (viewer === 'owner' && OWNER.includes(right));
      return { result: allowed ? 'ALLOW' : 'DENY' } as Awaited<
        ReturnType<PermissionApi['authorize']>
      >;
    },
  };
}

/** What was rendered, and the API it asks. */
export type Rendered = RenderResult & { api: FixtureApi };

/** Renders one component with the fixture, as somebody. */
export function renderPart(
  element: ReactElement,
  options: { api?: FixtureApi; viewer?: Viewer; route?: string } = {},
): Rendered {
  const api = options.api ?? FixtureApi.create();
  const rendered = renderInTestApp(element, {
    mountedRoutes: {
      '/s3-backup': rootRouteRef,
      '/catalog/:namespace/:kind/:name': convertLegacyRouteRef(entityRouteRef),
    },
    initialRouteEntries: options.route ? [options.route] : undefined,
    apis: [
      [s3BackupApiRef, api],
      [permissionApiRef, permissionsOf(options.viewer ?? 'admin')],
    ],
  });
  return { ...rendered, api };
}

/** Renders the whole plugin at an address. */
export function renderPlugin(
  route: string,
  options: { api?: FixtureApi; viewer?: Viewer } = {},
): Rendered {
  const api = options.api ?? FixtureApi.create();
  const rendered = renderTestApp({
    features: [plugin],
    initialRouteEntries: [route],
    mountedRoutes: {
      '/catalog/:namespace/:kind/:name': convertLegacyRouteRef(entityRouteRef),
    },
    apis: [
      [s3BackupApiRef, api],
      [permissionApiRef, permissionsOf(options.viewer ?? 'admin')],
    ],
    config: {
      app: { baseUrl: 'http://localhost:3000', title: 'Test' },
      backend: { baseUrl: 'http://localhost:7007' },
    },
  });
  return { ...rendered, api };
}

/**
 * What the framework itself violates, with its versions of today: a tab's
 * `aria-controls` names no panel, and its header lies outside of landmarks.
 */
const FRAMEWORK = ['aria-valid-attr-value', 'region'];

/** Violations of accessibility by ours; colours need a real browser. */
export async function violations(container: Element): Promise<string[]> {
  // It takes a while, in which the page goes on: previews come, clocks tick.
  const result: axe.AxeResults = await getConfig().asyncWrapper(() =>
    axe.run(container, { rules: { 'color-contrast': { enabled: false } } }),
  );
  return result.violations
    .filter(violation => !FRAMEWORK.includes(violation.id))
    .map(
      violation =>
        `${violation.id}: ${violation.nodes
          .map(node => node.html.slice(0, 160))
          .join(' | ')}`,
    );
}

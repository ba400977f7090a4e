import { useMemo } from 'react';
import { parseEntityRef } from '@backstage/catalog-model';
import { convertLegacyRouteRef } from '@backstage/core-compat-api';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { queryString } from '../api/query';
import { rootRouteRef } from '../routes';

const entityRoute = convertLegacyRouteRef(entityRouteRef);
const part = encodeURIComponent;

/** Addresses of our pages and of entities, wherever the portal mounts them. */
export function useLinks() {
  const root = useRouteRef(rootRouteRef);
  const toEntity = useRouteRef(entityRoute);
  const base = root?.() ?? '/s3-backup';
  return useMemo(
    () => ({
      overview: `${base}/overview`,
      history: (filter: Record<string, string | string[] | undefined> = {}) =>
        `${base}/history${queryString(filter)}`,
      run: (id: string) => `${base}/history/${part(id)}`,
      backups: (filter: Record<string, string | string[] | undefined> = {}) =>
        `${base}/backups${queryString(filter)}`,
      backup: (id: string) => `${base}/backups/${part(id)}`,
      evidence: (id: string) => `${base}/backups/${part(id)}/evidence`,
      restore: (id: string) => `${base}/backups/${part(id)}/restore`,
      plans: `${base}/plans`,
      newPlan: (entity?: string) =>
        `${base}/plans/new${queryString({ entity })}`,
      plan: (name: string) => `${base}/plans/${part(name)}`,
      editPlan: (name: string) => `${base}/plans/${part(name)}/edit`,
      destinations: `${base}/destinations`,
      newDestination: `${base}/destinations/new`,
      destination: (name: string) => `${base}/destinations/${part(name)}`,
      editDestination: (name: string) =>
        `${base}/destinations/${part(name)}/edit`,
      explore: (
        name: string,
        where: {
          path?: string;
          q?: string;
          key?: string;
          rebuild?: string;
        } = {},
      ) => `${base}/destinations/${part(name)}/explore${queryString(where)}`,
      workers: `${base}/workers`,
      settings: `${base}/settings`,
      keys: `${base}/settings/keys`,
      /** The entity's own page, its Backups tab where asked for. */
      entity(ref: string, tab?: 'backups'): string | undefined {
        try {
          const { kind, namespace, name } = parseEntityRef(ref);
          const page = toEntity?.({
            kind: part(kind.toLowerCase()),
            namespace: part(namespace.toLowerCase()),
            name: part(name),
          });
          return page && tab ? `${page}/${tab}` : page;
        } catch {
          return undefined;
        }
      },
    }),
    [base, toEntity],
  );
}

/** What {@link useLinks} gives. */
export type Links = ReturnType<typeof useLinks>;

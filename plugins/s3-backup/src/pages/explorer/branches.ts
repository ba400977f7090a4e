import { Growth } from '@understudy/backstage-plugin-s3-backup-common';

/** A branch of the tree beside the objects: an entity, a plan, or a month. */
export interface Branch {
  /** Path below the prefix, and for a month what is looked for there. */
  id: string;
  level: 'entity' | 'plan' | 'month';
  /** As it is known; a month as `2026-11`, the portal itself as null. */
  name: string | null;
  path: string;
  q: string | undefined;
  children: Branch[];
}

/** Entities, their plans, and the months of each, newest first. Pure. */
export function placeTree({ places, days }: Growth): Branch[] {
  const entities = new Map<string, Branch>();
  const sorted = [...places].sort((a, b) => a.folder.localeCompare(b.folder));
  for (const { plan, entityRef, folder } of sorted) {
    const above = folder.slice(0, folder.lastIndexOf('/') + 1);
    const entity: Branch = entities.get(above) ?? {
      id: above,
      level: 'entity',
      name: entityRef,
      path: above,
      q: undefined,
      children: [],
    };
    entities.set(above, entity);
    const path = `${folder}/`;
    const months = new Set(
      days.filter(day => day.plan === plan).map(({ date }) => date.slice(0, 7)),
    );
    entity.children.push({
      id: path,
      level: 'plan',
      name: plan,
      path,
      q: undefined,
      children: [...months]
        .sort()
        .reverse()
        .map(month => ({
          id: `${path}?${month}`,
          level: 'month' as const,
          name: month,
          path,
          // As folders of runs begin: a search below the plan finds them alone.
          q: `${month}-`,
          children: [],
        })),
    });
  }
  return [...entities.values()];
}

/** A branch as the tree shows it: how deep, and which one is above. */
export interface Row {
  branch: Branch;
  depth: number;
  above: string | undefined;
  /** Of its siblings. */
  at: number;
  of: number;
}

/** What is open, in its order from top to bottom. Pure. */
export function rowsOf(
  branches: Branch[],
  open: ReadonlySet<string>,
  depth = 1,
  above?: string,
): Row[] {
  return branches.flatMap((branch, at) => [
    { branch, depth, above, at: at + 1, of: branches.length },
    ...(open.has(branch.id)
      ? rowsOf(branch.children, open, depth + 1, branch.id)
      : []),
  ]);
}

/** What lies above a path, and the path itself: these are open at first. */
export function openFor(branches: Branch[], path: string): Set<string> {
  const all = rowsOf(branches, new Set(branches.map(({ id }) => id)));
  return new Set(
    all
      .filter(({ branch }) => path !== '' && path.startsWith(branch.path))
      .map(({ branch }) => branch.id),
  );
}

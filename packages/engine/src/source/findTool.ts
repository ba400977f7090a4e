import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import type { SourceContext } from './contract';

/**
 * Where a tool is, best first: in the folders that configuration names and
 * nowhere else, or in those of PATH and then in usual ones. Where one
 * of the latter is given as `[above, below]`, each folder between them is
 * meant, later names first: 17 comes before 15.
 * @public
 */
export async function findTool(
  name: string,
  context: Pick<SourceContext, 'toolFolders'>,
  usual: Array<string | [above: string, below: string]> = [],
): Promise<{ found: string[]; searched: string[] }> {
  const searched =
    context.toolFolders ?? (await withUsual(process.env.PATH ?? '', usual));
  const found: string[] = [];
  for (const folder of searched) {
    const path = join(folder, name);
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) found.push(path);
  }
  return { found, searched };
}

async function withUsual(
  path: string,
  usual: Array<string | [above: string, below: string]>,
): Promise<string[]> {
  const folders = path.split(delimiter).filter(isAbsolute);
  for (const pattern of usual) {
    if (typeof pattern === 'string') {
      folders.push(pattern);
      continue;
    }
    const [above, below] = pattern;
    const names = await readdir(above).catch(() => []);
    names.sort((one, other) =>
      other.localeCompare(one, 'en', { numeric: true }),
    );
    folders.push(...names.map(name => join(above, name, below)));
  }
  return [...new Set(folders)];
}

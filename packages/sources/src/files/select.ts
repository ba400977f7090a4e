import picomatch from 'picomatch';
import { FilesOptions } from './options';

type Matcher = (path: string) => boolean;

/** Which paths, relative to the folder, belong to the archive. */
export interface Selection {
  excluded: Matcher;
  /** Matched by `include` itself; what is below it is in, too. */
  included: Matcher;
}

function matcher(patterns: string[]): Matcher {
  return picomatch(
    patterns.map(pattern => pattern.replace(/\/+$/, '')),
    { dot: true },
  );
}

/** Builds the two questions of a walk from globs. */
export function selectionOf(
  options: Pick<FilesOptions, 'include' | 'exclude'>,
): Selection {
  return {
    excluded: options.exclude?.length ? matcher(options.exclude) : () => false,
    included: options.include ? matcher(options.include) : () => true,
  };
}

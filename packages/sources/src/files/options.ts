import { SourceType } from '@understudy/engine';
import { z } from 'zod';
import { absolutePathSchema } from '../shared/absolutePath';

const patterns = z
  .array(
    z
      .string()
      .min(1)
      .max(1000)
      .refine(
        pattern => !pattern.startsWith('/') && !pattern.includes('\0'),
        'is relative to the folder: write it without a leading slash',
      ),
  )
  .max(200);

/**
 * Options of source type `files`. Patterns are globs relative to the folder
 * (`**` crosses folders, dot files match). A pattern that matches a folder
 * takes all that is in it.
 * @public
 */
export const filesOptionsSchema = z.strictObject({
  /** The folder. */
  path: absolutePathSchema,
  /** Only these; absent: all. */
  include: patterns.min(1).optional(),
  /** Not these; wins over `include`. */
  exclude: patterns.optional(),
  /** Links are kept as links. There is no other way yet. */
  followLinks: z.literal('never').optional(),
});

/** @public */
export type FilesOptions = z.infer<typeof filesOptionsSchema>;

/**
 * What the executor gets: the plan's options, and files that no backup may
 * hold, such as configuration and keys. The portal adds the latter; no user
 * can take them away.
 * @public
 */
export const filesWorkSchema = filesOptionsSchema.extend({
  /** Left out under whatever name they are found. */
  never: z.array(absolutePathSchema).max(1000).default([]),
});

/** @public */
export type FilesWork = z.input<typeof filesWorkSchema>;

/**
 * A folder and what is in it, as one tar archive.
 * @public
 */
export const filesSource: SourceType<FilesOptions> = {
  type: 'files',
  title: 'Files and folders',
  description:
    'A folder and all that is in it, as one tar archive. Files that change or cannot be read meanwhile are named.',
  optionsSchema: filesOptionsSchema,
  drill: () => ({ compares: true }),
  readPaths: options => [options.path],
  executor: require.resolve('@understudy/sources/executor'),
};

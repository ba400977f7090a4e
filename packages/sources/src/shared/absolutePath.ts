import { isAbsolute } from 'node:path';
import { z } from 'zod';

/** A path of this machine; whether it may be read is asked elsewhere. */
export const absolutePathSchema = z
  .string()
  .max(4096)
  .refine(path => !path.includes('\0'), 'holds a NUL character')
  .refine(isAbsolute, 'is not an absolute path');

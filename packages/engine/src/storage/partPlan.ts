import { PartSize, partSize, PartSizeInput } from './partSize';

/**
 * The sizes of all parts of one upload, and what they can hold.
 * @public
 */
export interface PartPlan {
  readonly maxParts: number;
  /** Bytes that fit into all parts. */
  readonly ceiling: number;
  /** Bytes that fit without a part that has to go through a file. */
  readonly memoryCeiling: number;
  part(partNumber: number): PartSize;
}

/**
 * Lays out the parts of an upload, see {@link partSize}.
 * @public
 */
export function planParts(input: Omit<PartSizeInput, 'partNumber'>): PartPlan {
  const part = (partNumber: number) => partSize({ ...input, partNumber });
  let ceiling = 0;
  let memoryCeiling = 0;
  let inMemory = true;
  for (let partNumber = 1; partNumber <= input.maxParts; partNumber++) {
    const { bytes, spooled } = part(partNumber);
    ceiling += bytes;
    inMemory = inMemory && !spooled;
    if (inMemory) memoryCeiling += bytes;
  }
  return { maxParts: input.maxParts, ceiling, memoryCeiling, part };
}

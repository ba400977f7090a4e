const MIB = 1024 ** 2;

/** No store takes a larger part. */
const LARGEST_PART = 5 * 1024 * MIB;

/**
 * What decides how large a part is.
 * @public
 */
export interface PartSizeInput {
  /** From 1. */
  partNumber: number;
  /** How many parts the store takes: 10,000, at some 1,000. */
  maxParts: number;
  /** Bytes to come as they will be stored; null where nobody knows. */
  estimate?: number | null;
  /** All parts but the last must have one length. */
  uniform?: boolean;
  /** All parts have this size: somebody chose it. */
  fixed?: number;
  /** Parts on the way at once: somebody chose it. */
  inFlight?: number;
  /** Size of the first tier, 8 MiB; smaller in tests only. */
  minimumPart?: number;
}

/**
 * How one part is sent.
 * @public
 */
export interface PartSize {
  bytes: number;
  /** Parts of this size that may be on the way at once. */
  inFlight: number;
  /** Larger than memory is meant for: it has to go through a file. */
  spooled: boolean;
}

/** Bytes of all parts together when each tenth follows its tier. */
function ceilingOfTiers(maxParts: number, minimumPart: number): number {
  let sum = 0;
  for (let tenth = 0; tenth < 10; tenth++) {
    const parts =
      Math.ceil(((tenth + 1) * maxParts) / 10) -
      Math.ceil((tenth * maxParts) / 10);
    sum += parts * minimumPart * Math.min(8, 2 ** tenth);
  }
  return sum;
}

type Full = PartSizeInput &
  Required<
    Pick<PartSizeInput, 'maxParts' | 'minimumPart' | 'uniform' | 'partNumber'>
  > & { estimate: number | null };

function uniformSize(input: Full): number {
  const { estimate, maxParts, minimumPart } = input;
  if (estimate === null) return 8 * minimumPart;
  const step = Math.min(MIB, minimumPart);
  const fitting = Math.ceil((1.25 * estimate) / maxParts / step) * step;
  // Two tiers at least: an estimate may be far too low, and a small backup
  // gains nothing from small parts.
  return Math.max(2 * minimumPart, fitting);
}

function growingSize(input: Full): number {
  const { partNumber, maxParts, minimumPart, estimate } = input;
  const tenth = Math.floor(((partNumber - 1) * 10) / maxParts);
  const tier = minimumPart * Math.min(8, 2 ** tenth);
  if (estimate !== null || tenth < 9) return tier;
  // Nobody knows how much comes: the last tenth grows until nothing is too large.
  const hundredth = Math.floor(((partNumber - 1) * 100) / maxParts) - 90;
  return tier * 2 ** (hundredth + 1);
}

/**
 * The size of one part of an upload. Pure: no clock, no store.
 *
 * Sizes grow in tiers, so that small backups need little memory and large ones
 * stay below the number of parts a store takes: a tenth of the parts each of
 * 8, 16 and 32 MiB, then 64 MiB. With an estimate above what that holds, and
 * wherever a store demands it, all parts have one size.
 * @public
 */
export function partSize(input: PartSizeInput): PartSize {
  const full: Full = {
    estimate: null,
    uniform: false,
    minimumPart: 8 * MIB,
    ...input,
  };
  const { maxParts, minimumPart, estimate, fixed } = full;
  const tooMuchForTiers =
    estimate !== null && estimate > ceilingOfTiers(maxParts, minimumPart);
  const wanted =
    full.uniform || tooMuchForTiers ? uniformSize(full) : growingSize(full);
  const bytes = fixed ?? Math.min(LARGEST_PART, wanted);
  return {
    bytes,
    inFlight: full.inFlight ?? (bytes > 4 * minimumPart ? 2 : 3),
    spooled: bytes > 8 * minimumPart,
  };
}

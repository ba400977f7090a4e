import { DOT_DOT, segmentsOf } from './names';

/**
 * The segments of a name that stays below the folder it is unpacked into, or
 * the reason why it does not.
 */
export function safeSegments(
  name: Buffer,
): { segments: Buffer[] } | { reason: string } {
  if (name.length === 0) return { reason: 'its name is empty' };
  if (name.includes(0)) return { reason: 'its name holds a NUL character' };
  if (name[0] === 0x2f) return { reason: 'its name is absolute' };
  const segments = segmentsOf(name);
  if (segments.some(segment => segment.equals(DOT_DOT))) {
    return { reason: 'its name holds ..' };
  }
  return { segments };
}

/**
 * Why a symbolic link would lead out of the tree, or null.
 *
 * Only leading `..` are allowed, no more than the link is deep: its parents
 * are real folders, so those steps are exact. After a name no `..` may come,
 * because that name may itself be a link and `..` would then start elsewhere.
 */
export function linkLeavesTree(depth: number, target: Buffer): string | null {
  if (target.length === 0) return 'its target is empty';
  if (target.includes(0)) return 'its target holds a NUL character';
  if (target[0] === 0x2f) return 'it links to an absolute path';
  let ups = 0;
  let named = false;
  for (const segment of segmentsOf(target)) {
    if (!segment.equals(DOT_DOT)) {
      named = true;
    } else if (named) {
      return 'its target holds .. after a name';
    } else {
      ups += 1;
    }
  }
  return ups > depth ? 'it links out of the tree' : null;
}

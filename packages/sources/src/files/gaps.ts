import { Gap } from '@understudy/model';
import { displayPath } from './names';

const KEPT = 1000;

const WORDS: Record<string, string> = {
  EACCES: 'may not be read (EACCES)',
  EPERM: 'may not be read (EPERM)',
  EIO: 'the disk could not read it (EIO)',
  ENAMETOOLONG: 'its path is too long (ENAMETOOLONG)',
};

/** What could not be stored as it was, each with its reason. */
export type GapKind = 'vanished' | 'changed' | 'unreadable' | 'special';

/** Counts all gaps, and keeps the first thousand as a manifest does. */
export class GapList {
  readonly gaps: Gap[] = [];
  total = 0;

  static create(): GapList {
    return new GapList();
  }

  add(kind: GapKind, path: Buffer, reason: string): void {
    this.total += 1;
    if (this.gaps.length < KEPT) {
      this.gaps.push({ kind, path: displayPath(path), reason });
    }
  }

  /** Names a failed system call: what is not there any more has vanished. */
  addError(path: Buffer, error: unknown): void {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      this.add('vanished', path, 'was gone when it was to be read');
    } else if (code === 'ELOOP') {
      this.add('changed', path, 'was replaced by a link while it was read');
    } else {
      this.add('unreadable', path, WORDS[code ?? ''] ?? code ?? message);
    }
  }
}

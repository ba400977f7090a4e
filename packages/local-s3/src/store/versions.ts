import { KeyIndex } from './keyIndex';
import type { ObjectRecord } from './records';

/** All versions of all keys of a bucket, in memory; newest first within a key. */
export class Versions {
  /** Keys that a plain listing shows. */
  readonly current: KeyIndex;
  /** Keys with any version or marker. */
  readonly all: KeyIndex;
  private readonly byKey = new Map<string, ObjectRecord[]>();

  static create(records: ObjectRecord[], now: () => number): Versions {
    return new Versions(records, now);
  }

  private constructor(
    records: ObjectRecord[],
    private readonly now: () => number,
  ) {
    for (const record of records) {
      const list = this.byKey.get(record.key);
      if (list) list.push(record);
      else this.byKey.set(record.key, [record]);
    }
    for (const list of this.byKey.values()) {
      list.sort((a, b) => b.order - a.order);
    }
    this.all = KeyIndex.create(this.byKey.keys());
    this.current = KeyIndex.create(
      [...this.byKey].flatMap(([key, list]) =>
        list[0].deleteMarker ? [] : [key],
      ),
    );
  }

  /** Newest first; without those that readers don't see yet. */
  of(key: string): readonly ObjectRecord[] {
    const list = this.byKey.get(key) ?? [];
    return list.some(record => record.visibleFrom)
      ? list.filter(record => (record.visibleFrom ?? 0) <= this.now())
      : list;
  }

  /** The newest version, which may be a marker. */
  latest(key: string): ObjectRecord | undefined {
    return this.of(key)[0];
  }

  /** The newest version, also where readers don't see it yet. */
  newest(key: string): ObjectRecord | undefined {
    return this.byKey.get(key)?.[0];
  }

  find(key: string, versionId: string): ObjectRecord | undefined {
    return this.byKey.get(key)?.find(record => record.versionId === versionId);
  }

  /** Adds a version, or puts it in the place of the one with its id. */
  set(record: ObjectRecord): void {
    const others = (this.byKey.get(record.key) ?? []).filter(
      other => other.versionId !== record.versionId,
    );
    const list = [record, ...others].sort((a, b) => b.order - a.order);
    this.byKey.set(record.key, list);
    this.all.add(record.key);
    this.reindex(record.key, list);
  }

  /** All keys, in no order. */
  keys(): Iterable<string> {
    return this.byKey.keys();
  }

  remove(record: ObjectRecord): void {
    const list = (this.byKey.get(record.key) ?? []).filter(
      other => other.versionId !== record.versionId,
    );
    if (list.length > 0) this.byKey.set(record.key, list);
    else {
      this.byKey.delete(record.key);
      this.all.remove(record.key);
    }
    this.reindex(record.key, list);
  }

  private reindex(key: string, list: ObjectRecord[]): void {
    if (list[0] && !list[0].deleteMarker) this.current.add(key);
    else this.current.remove(key);
  }
}

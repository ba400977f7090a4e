/**
 * Gives artifacts names that can be keys and file names, from names that may
 * be anything; no name comes twice.
 */
export class ArtifactNames {
  readonly #taken = new Set<string>();

  static create(): ArtifactNames {
    return new ArtifactNames();
  }

  private constructor() {}

  /** `orders` and `.dump` make `orders.dump`. */
  next(name: string, suffix: string): string {
    const plain =
      name.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '') || '_';
    for (let n = 1; ; n += 1) {
      const end = (n === 1 ? '' : `-${n}`) + suffix;
      const made = plain.slice(0, 120 - end.length) + end;
      if (this.#taken.has(made.toLowerCase())) continue;
      this.#taken.add(made.toLowerCase());
      return made;
    }
  }
}

/** A conditional write under way. `conflict` turns true when its key is deleted meanwhile. */
export interface ConditionalWrite {
  readonly conflict: boolean;
  end(): void;
}

/**
 * Watches keys with a conditional write under way. S3 answers 409 when a delete
 * comes between a condition's first look and the commit; so do we.
 */
export class ConditionalWrites {
  private readonly open = new Map<string, Set<{ conflict: boolean }>>();

  static create(): ConditionalWrites {
    return new ConditionalWrites();
  }

  private constructor() {}

  begin(key: string): ConditionalWrite {
    const state = { conflict: false };
    const states = this.open.get(key) ?? new Set();
    states.add(state);
    this.open.set(key, states);
    return {
      get conflict() {
        return state.conflict;
      },
      end: () => {
        states.delete(state);
        if (states.size === 0) this.open.delete(key);
      },
    };
  }

  deleted(key: string): void {
    for (const state of this.open.get(key) ?? []) state.conflict = true;
  }
}

import type { Node } from '@tiptap/pm/model';
import type { Mapping } from '@tiptap/pm/transform';
import { type Run, runAt } from './gap-context.ts';

/** Names for the gaps that the writer visited, kept through every edit. Untouched gaps cost nothing. */
export class Spots {
  readonly #prefix: string;
  #made = 0;
  #spots = new Map<string, number>();

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Follows edits, in order, to the document that they end in; gaps that they removed lose their name. */
  follow(mappings: readonly Mapping[], doc: Node): void {
    for (const [key, pos] of this.#spots) {
      const next = mappings.reduce((at, mapping) => mapping.map(at, 1), pos);
      if (runAt(doc, next)) this.#spots.set(key, next);
      else this.#spots.delete(key);
    }
  }

  /** The gap's name, made up at the first visit. */
  keyOf(run: Run): string {
    for (const [key, pos] of this.#spots) if (pos >= run.from && pos < run.to) return key;
    const key = `${this.#prefix}-g${++this.#made}`;
    this.#spots.set(key, run.from);
    return key;
  }

  /** Where a named gap is now; null once it is gone. */
  runOf(key: string, doc: Node): Run | null {
    const pos = this.#spots.get(key);
    return pos === undefined ? null : runAt(doc, pos);
  }
}

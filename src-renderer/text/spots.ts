import type { Node } from '@tiptap/pm/model';
import type { Mapping } from '@tiptap/pm/transform';
import { type GapRun, runAt } from './gap-context.ts';

/** Names of visited gaps, kept through edits. Other gaps cost nothing. */
export class Spots {
  readonly #prefix: string;
  #made = 0;
  #spots = new Map<string, number>();

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Maps the names through edits; removed gaps lose their names. */
  follow(mappings: readonly Mapping[], doc: Node): void {
    for (const [key, pos] of this.#spots) {
      const next = mappings.reduce((at, mapping) => mapping.map(at, 1), pos);
      if (runAt(doc, next)) this.#spots.set(key, next);
      else this.#spots.delete(key);
    }
  }

  /** The gap's name; a new one at the first visit. */
  keyOf(run: GapRun): string {
    for (const [key, pos] of this.#spots) if (pos >= run.from && pos < run.to) return key;
    const key = `${this.#prefix}-g${++this.#made}`;
    this.#spots.set(key, run.from);
    return key;
  }

  /** The present position of a named gap; null once it is removed. */
  runOf(key: string, doc: Node): GapRun | null {
    const pos = this.#spots.get(key);
    return pos === undefined ? null : runAt(doc, pos);
  }
}

import { must } from '../../base/assert.ts';
import { type PricedTable, price } from './scores.ts';
import type { SpanLogits } from './span.ts';
import type { Weights } from './weights.ts';
import type { WordTable } from './word-table.ts';

/** Word tables with the part of each word's score that does not depend on the text. */
export class Prices {
  /** The lexicon's tables. */
  readonly lexicon: readonly PricedTable[];
  readonly #contextless: readonly SpanLogits[];
  readonly #weights: Weights;
  #terms: { readonly of: readonly WordTable[]; readonly priced: readonly PricedTable[] } = {
    of: [],
    priced: [],
  };

  /** @param contextless logits of `[CLS] [MASK]×length [SEP]`, one for each length from 1 */
  constructor(lexicon: readonly WordTable[], contextless: readonly SpanLogits[], weights: Weights) {
    this.#contextless = contextless;
    this.#weights = weights;
    this.lexicon = this.price(lexicon);
  }

  price(tables: readonly WordTable[]): PricedTable[] {
    return tables.map((table) =>
      price(table, must(this.#contextless[table.length - 1], 'a row for each length'), this.#weights),
    );
  }

  /** Prices of the writer's words; computed again when `tables` is another array than last time. */
  ofTerms(tables: readonly WordTable[]): readonly PricedTable[] {
    if (this.#terms.of !== tables) this.#terms = { of: tables, priced: this.price(tables) };
    return this.#terms.priced;
  }
}

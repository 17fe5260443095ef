import type { Client } from '../../src-main/contract/index.ts';
import type { Bilingual } from '../ui/error-text.ts';
import { textOf } from '../ui/error-text.ts';

/** What is being judged, and how far the writer got with it. */
export type FeedbackStep =
  | { readonly step: 'ask' }
  | { readonly step: 'correct' }
  | {
      readonly step: 'kept';
      readonly id: string;
      readonly kind: 'right' | 'wrong';
      readonly own: string | null;
    }
  | { readonly step: 'undone' };

export interface Judged {
  readonly suggestionId: string;
  /** The word that ✓ or ✗ is about. */
  readonly word: string;
  /** A word that was filled in, or one that is only offered. */
  readonly place: 'text' | 'list';
}

/** ✓ and ✗ on one suggestion: given, confirmed, taken back. */
export class Feedback {
  judged = $state.raw<Judged | null>(null);
  at = $state.raw<FeedbackStep>({ step: 'ask' });
  readonly #client: Client;
  readonly #onError: (text: Bilingual) => void;

  constructor(client: Client, onError: (text: Bilingual) => void) {
    this.#client = client;
    this.#onError = onError;
  }

  open(judged: Judged, step: 'ask' | 'correct' = 'ask'): void {
    this.judged = judged;
    this.at = { step };
  }

  close(): void {
    this.judged = null;
    this.at = { step: 'ask' };
  }

  /** Keeps quietly that a word was taken. */
  async accepted(suggestionId: string, word: string): Promise<void> {
    await this.#guard(() => this.#client.call('feedback.give', { suggestionId, kind: 'accepted', word }));
  }

  async right(): Promise<void> {
    await this.#give('right', this.judged?.word ?? null);
  }

  /** @param own the word that was meant; null where the writer gives none */
  async wrong(own: string | null): Promise<void> {
    await this.#give('wrong', own);
  }

  async undo(): Promise<void> {
    const { at } = this;
    if (at.step !== 'kept') return;
    const done = await this.#guard(() => this.#client.call('feedback.undo', { id: at.id }));
    if (done) this.at = { step: 'undone' };
  }

  async #give(kind: 'right' | 'wrong', word: string | null): Promise<void> {
    const { judged } = this;
    if (!judged) return;
    const { suggestionId } = judged;
    const kept = await this.#guard(() => this.#client.call('feedback.give', { suggestionId, kind, word }));
    // The writer may have gone on to another suggestion meanwhile.
    if (kept && this.judged?.suggestionId === suggestionId)
      this.at = { step: 'kept', id: kept.id, kind, own: kind === 'wrong' ? word : null };
  }

  async #guard<T>(run: () => Promise<T>): Promise<T | null> {
    try {
      return await run();
    } catch (error) {
      this.#onError(textOf(error));
      return null;
    }
  }
}

import type { Client } from '../../src-main/contract/index.ts';
import type { Message } from '../../src-main/contract/text.ts';
import { textOf } from '../ui/error-text.ts';
import {
  type FeedbackEffect,
  type FeedbackEvent,
  type FeedbackState,
  notJudging,
  readJudgement,
  update,
} from './feedback-state.ts';

/** Carries out what feedback-state.ts decides. */
export class Feedback {
  state = $state.raw<FeedbackState>(notJudging);
  readonly #client: Client;
  readonly #onError: (text: Message) => void;

  constructor(client: Client, onError: (text: Message) => void) {
    this.#client = client;
    this.#onError = onError;
  }

  get judged() {
    return this.state.judged;
  }

  get at() {
    return this.state.at;
  }

  /** @returns whether there was anything to do about it */
  send(event: FeedbackEvent): boolean {
    const { state, effects } = update(this.state, event);
    const changed = state !== this.state;
    this.state = state;
    for (const effect of effects) void this.#carryOut(effect);
    return changed;
  }

  /** ✓ and ✗ by a key. @returns whether there was a word to judge */
  takeKey(code: string): boolean {
    const event = readJudgement(this.state, code);
    if (event) this.send(event);
    return event !== null;
  }

  /** Keeps quietly that a word was taken. */
  async accepted(suggestionId: string, word: string): Promise<void> {
    await this.#guard(() => this.#client.call('feedback.give', { suggestionId, kind: 'accepted', word }));
  }

  async #carryOut(effect: FeedbackEffect): Promise<void> {
    const { call } = effect;
    const done = await this.#guard(async () => {
      if (effect.type === 'give') {
        const { suggestionId, kind, word } = effect;
        return this.#client.call('feedback.give', { suggestionId, kind, word });
      }
      await this.#client.call('feedback.undo', { id: effect.id });
      return { id: null };
    });
    this.send(done ? { type: 'done', call, id: done.id } : { type: 'failed', call });
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

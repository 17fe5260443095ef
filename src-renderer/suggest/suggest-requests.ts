import type { Client, Suggestion } from '../../src-main/contract/index.ts';
import { isAbort, textOf } from '../ui/error-text.ts';
import type { Schedule } from '../ui/schedule.ts';
import type { SuggestEffect, SuggestEvent } from './suggest-state.ts';

type RequestEffect = Extract<SuggestEffect, { type: 'request' }>;

export interface Requests {
  request(effect: RequestEffect): void;
  abort(requestId: string): void;
  /** Ends every request and the subscription. */
  stop(): void;
}

/** Carries requests out and turns what comes back into events, in whatever order it comes. */
export function createRequests(
  client: Client,
  documentId: string,
  schedule: Schedule,
  dispatch: (event: SuggestEvent) => void,
  onAnswer: (suggestion: Suggestion) => void,
): Requests {
  const live = new Map<string, () => void>();
  const unsubscribe = client.on('suggestion', (suggestion) => {
    if (!live.has(suggestion.requestId)) return;
    // A writer may choose before the full answer comes.
    onAnswer(suggestion);
    dispatch({ type: 'answer', suggestion });
  });

  async function send(
    { requestId, gapKey, text, original, length }: RequestEffect,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const suggestion = await client.call(
        'suggest.fill',
        {
          requestId,
          gapKey,
          text,
          documentId,
          ...(original === null ? {} : { original }),
          ...(length === null ? {} : { length }),
        },
        { signal },
      );
      if (signal.aborted) return;
      onAnswer(suggestion);
      dispatch({ type: 'answer', suggestion });
    } catch (error) {
      if (!signal.aborted && !isAbort(error)) dispatch({ type: 'failed', requestId, text: textOf(error) });
    } finally {
      live.delete(requestId);
    }
  }

  return {
    request(effect) {
      const controller = new AbortController();
      const cancel = schedule(effect.delayMs, () => void send(effect, controller.signal));
      live.set(effect.requestId, () => {
        cancel();
        controller.abort();
      });
    },
    abort(requestId) {
      live.get(requestId)?.();
      live.delete(requestId);
    },
    stop() {
      unsubscribe();
      for (const end of live.values()) end();
      live.clear();
    },
  };
}

import type { Handlers, Parsed } from '../../contract/index.ts';
import { maskText } from '../../documents/schema/gaps.ts';
import type { FillAnswer } from '../../fillmask/types.ts';
import { ownPrecision } from '../../store/offers.ts';
import { engineState } from './engine.ts';
import { FillReplies, servedBy } from './fill-replies.ts';
import { nextHandler } from './next.ts';
import type { Services } from './services.ts';
import { yieldingRuns } from './yielding-runs.ts';

/** Longest wait for the engine to learn a correction of the last moment, milliseconds. */
const teachingWait = 400;
/** Characters before a gap that name it. */
const nameReach = 40;

/** A name for the gap that stays while the writer means the same gap: the key of its place, or the text before it. */
const gapName = ({ gapKey, text }: Parsed<'suggest.fill'>): string =>
  gapKey ?? text.slice(Math.max(0, text.indexOf(maskText) - nameReach), text.indexOf(maskText));

type SuggestMethod = Extract<keyof Handlers, `suggest.${string}`>;

export function suggestHandlers(services: Services): Pick<Handlers, SuggestMethod> {
  const { store, slots, teaching, hub, clock, gateway } = services;
  const makeRoom = yieldingRuns(services);
  return {
    'suggest.next': nextHandler({ ...services, makeRoom }),
    'suggest.precision': () => ownPrecision(store.read, clock.now()),
    async 'suggest.fill'(input, { signal }) {
      makeRoom();
      await teaching.settled(teachingWait);
      const began = clock.monotonic();
      const replies = new FillReplies(services, input);
      const onFirst = (first: FillAnswer) => {
        // With `atLeast` the full answer may offer nothing, so nothing is shown before it.
        if (input.atLeast !== undefined) return;
        // The engine that is about to answer; the full answer names the one that did.
        const serving = engineState(services);
        if (serving.phase !== 'ready') return;
        hub.emit('suggestion', replies.make('first', first, serving, clock.monotonic() - began));
      };
      const place = { document: input.documentId ?? '', gap: gapName(input) };
      const request = gateway.offered(replies.request, place.document);
      const answer = await slots.fill(request, place, { signal, onFirst });
      gateway.note(answer);
      return replies.make('full', answer, servedBy(answer), answer.milliseconds);
    },
  };
}

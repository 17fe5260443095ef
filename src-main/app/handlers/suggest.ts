import { randomUUID } from 'node:crypto';
import {
  type Candidate,
  type Gap,
  type Handlers,
  longestGiven,
  type Parsed,
  type Suggestion,
} from '../../contract/index.ts';
import { answeringVersion } from '../../contract/slot.ts';
import { maskText } from '../../documents/schema/gaps.ts';
import type { EngineAnswer } from '../../engine/api.ts';
import type { FillAnswer } from '../../fillmask/types.ts';
import { formalFor } from '../../learn/samples/formal.ts';
import { unwantedIn } from '../../store/never.ts';
import { getSettings } from '../../store/settings.ts';
import { termAt } from '../../store/terms.ts';
import { nextHandler } from './next.ts';
import { recordShown } from './record-shown.ts';
import type { Services } from './services.ts';
import { yieldingRuns } from './yielding-runs.ts';

/** A correction that was made a moment ago is waited for so long, milliseconds. */
const teachingWait = 400;

export function suggestHandlers(services: Services): Pick<Handlers, 'suggest.fill' | 'suggest.next'> {
  const { store, core, slots, teaching, hub, clock } = services;
  const makeRoom = yieldingRuns(services);
  type Served = Pick<EngineAnswer, 'modelId' | 'version' | 'provider'>;

  function record(
    { text, documentId }: Parsed<'suggest.fill'>,
    gaps: readonly Gap[],
    suggestion: Omit<Suggestion, 'gaps'>,
  ): void {
    for (const { suggestionId, start, end, candidates } of gaps) {
      if (!suggestionId) continue;
      recordShown(store.write, {
        ...suggestion,
        id: suggestionId,
        at: clock.now(),
        documentId,
        text,
        start,
        end,
        candidates,
      });
    }
  }

  /** The engine that is about to answer; the full answer says which one really did. */
  function serving(): Served | null {
    const state = core.engine.state();
    return state.phase === 'ready' ? { ...state, version: answeringVersion(slots.router.view()) } : null;
  }

  /** What the writer's glossary and style pairs say about the word that others are asked for. */
  function replacing({ text, original }: Parsed<'suggest.fill'>) {
    if (original === undefined) return null;
    const { word, start } = original;
    const before = text.slice(Math.max(0, start - termReach), start);
    const end = start + maskText.length;
    const around = before + word + text.slice(end, end + termReach);
    return {
      start,
      term: termAt(store.read, around, before.length, before.length + word.length),
      formal: formalFor(store.read, word, around).filter((one) => one !== word),
    };
  }

  return {
    'suggest.next': nextHandler({ ...services, makeRoom }),
    async 'suggest.fill'(input, { signal }) {
      makeRoom();
      await teaching.settled(teachingWait);
      const settings = getSettings(store.read);
      const ids = new Map<number, string>();
      const began = clock.monotonic();
      const unwanted = unwantedIn(store.read, input.documentId ?? null);
      const request = fillRequest(input, settings);
      const place = replacing(input);
      const withIds = (answer: FillAnswer): Gap[] =>
        answer.gaps.map((all) => {
          const own = all.start === place?.start ? place : null;
          if (own?.term) return { ...all, candidates: [], suggestionId: null, term: own.term };
          const wanted = formalFirst(all.candidates, own?.formal ?? []).filter(
            ({ word }) => !unwanted.has(word),
          );
          const gap = { ...all, candidates: wanted.slice(0, request.top) };
          const surest = gap.candidates[0]?.probability ?? 0;
          if (surest < (input.atLeast ?? 0)) return { ...gap, candidates: [], suggestionId: null };
          const suggestionId = ids.get(gap.start) ?? randomUUID();
          ids.set(gap.start, suggestionId);
          return { ...gap, candidates: [...gap.candidates], suggestionId };
        });

      function shown(stage: Suggestion['stage'], answer: FillAnswer, served: Served, milliseconds: number) {
        const { modelId, version, provider } = served;
        const head = { requestId: input.requestId, stage, milliseconds, modelId, version, provider };
        const gaps = withIds(answer);
        record(input, gaps, head);
        return { ...head, gaps };
      }

      // So many more that a full list is left after the unwanted ones are gone.
      const answer = await slots.fill(
        { ...request, top: request.top + unwanted.size },
        { document: input.documentId ?? '', gap: gapName(input) },
        {
          signal,
          onFirst(first) {
            // An answer that may come to nothing is given as a whole.
            if (input.atLeast !== undefined) return;
            const served = serving();
            if (served) hub.emit('suggestion', shown('first', first, served, clock.monotonic() - began));
          },
        },
      );
      return shown('full', answer, answer, answer.milliseconds);
    },
  };
}

/** Names the gap for as long as the writer means the same one: by the key of its place, or by what stands before it. */
const gapName = ({ gapKey, text }: Parsed<'suggest.fill'>): string =>
  gapKey ?? text.slice(Math.max(0, text.indexOf(maskText) - nameReach), text.indexOf(maskText));

const nameReach = 40;
/** Characters on each side of a word that a term it belongs to can reach. */
const termReach = longestGiven;

/** Formal words before all others; one that the model offers too keeps its probability. */
function formalFirst(
  candidates: FillAnswer['gaps'][number]['candidates'],
  formal: readonly string[],
): Candidate[] {
  const known = new Map(candidates.map((one) => [one.word, one]));
  return [
    ...formal.map((word) => ({ probability: 0, ...known.get(word), word, formal: true })),
    ...candidates.filter(({ word }) => !formal.includes(word)),
  ];
}

function fillRequest(input: Parsed<'suggest.fill'>, settings: { maxLength: number; top: number }) {
  return {
    text: input.text,
    maxLength: input.maxLength ?? settings.maxLength,
    top: input.top ?? settings.top,
    ...(input.gapKey === undefined ? {} : { gapKey: input.gapKey }),
  };
}

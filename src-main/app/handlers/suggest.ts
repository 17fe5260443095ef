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
import type { EngineAnswer } from '../../engine/api.ts';
import type { FillAnswer } from '../../fillmask/types.ts';
import { formalFor } from '../../learn/samples/formal.ts';
import { scrub } from '../../privacy/scrub.ts';
import { unwantedIn } from '../../store/never.ts';
import { getSettings } from '../../store/settings.ts';
import { recordSuggestion } from '../../store/suggestions.ts';
import { termAt } from '../../store/terms.ts';
import type { Services } from './services.ts';

/** Characters scrubbed on each side of a gap: far more than the store keeps, so that no number is cut in half. */
const scrubReach = 1000;

/** A run gives way while the writer works: this share of the time is its own. */
export const shyDuty = 0.25;
/** Milliseconds after the last request. */
const shyFor = 4_000;
/** A correction that was made a moment ago is waited for so long, milliseconds. */
const teachingWait = 400;

export function suggestHandlers({
  store,
  core,
  slots,
  teaching,
  learning,
  activity,
  hub,
  clock,
}: Services): Pick<Handlers, 'suggest.fill'> {
  type Served = Pick<EngineAnswer, 'modelId' | 'version' | 'provider'>;

  function record(
    { text, documentId }: Parsed<'suggest.fill'>,
    gaps: readonly Gap[],
    suggestion: Omit<Suggestion, 'gaps'>,
  ): void {
    for (const gap of gaps) {
      if (!gap.suggestionId) continue;
      const from = Math.max(0, gap.start - scrubReach);
      const scrubbed = scrub(text.slice(from, gap.end + scrubReach));
      recordSuggestion(store.write, {
        id: gap.suggestionId,
        at: clock.now(),
        documentId,
        context: scrubbed.text,
        gapStart: scrubbed.mapOffset(gap.start - from),
        gapEnd: scrubbed.mapOffset(gap.end - from),
        offered: gap.candidates.map(({ word, probability }) => ({ word: scrub(word).text, probability })),
        stage: suggestion.stage,
        modelId: suggestion.modelId,
        version: suggestion.version,
        provider: suggestion.provider,
        milliseconds: suggestion.milliseconds,
      });
    }
  }

  /** The engine that is about to answer; the full answer says which one really did. */
  function serving(): Served | null {
    const state = core.engine.state();
    return state.phase === 'ready' ? { ...state, version: answeringVersion(slots.router.view()) } : null;
  }

  let bold: () => void = () => undefined;
  function makeRoom(): void {
    activity.note();
    learning.pace('writer', shyDuty);
    bold();
    bold = clock.after(shyFor, () => learning.pace('writer', 1));
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
const maskText = '[MASK]';
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

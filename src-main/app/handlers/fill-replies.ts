import { orderedId } from '../../base/ordered-id.ts';
import {
  type Candidate,
  type Gap,
  longestGiven,
  type Parsed,
  type Suggestion,
} from '../../contract/index.ts';
import { maskText } from '../../documents/schema/gaps.ts';
import type { EngineAnswer, EngineRequest } from '../../engine/api.ts';
import type { FillAnswer, GapAnswer } from '../../fillmask/types.ts';
import { formalFor } from '../../learn/samples/formal.ts';
import type { ReadDb } from '../../store/db.ts';
import { unwantedIn } from '../../store/never.ts';
import { getSettings } from '../../store/settings.ts';
import { termAt } from '../../store/terms.ts';
import { isRecorded, recordShown } from './record-shown.ts';
import type { Services } from './services.ts';

/** The engine and the version that an answer comes from. */
export type Served = Pick<Suggestion, 'modelId' | 'version' | 'provider'>;

export const servedBy = ({ modelId, version, provider, gateway }: EngineAnswer): Served => ({
  modelId,
  version,
  provider: gateway === null ? provider : 'gateway',
});

type Input = Parsed<'suggest.fill'>;

/** Characters on each side of a word that a term around it can cover. */
const termReach = longestGiven;

/** What the glossary and the style pairs say about the word that a gap replaces. */
interface Replaced {
  /** Offset of the gap. */
  readonly start: number;
  /** The glossary term that covers the word: no other word is offered then. */
  readonly term: string | null;
  /** Formal words for it, best first. */
  readonly formal: readonly string[];
}

function replacedIn(db: ReadDb, { text, original }: Input): Replaced | null {
  if (original === undefined) return null;
  const { word, start } = original;
  const before = text.slice(Math.max(0, start - termReach), start);
  const end = start + maskText.length;
  const around = before + word + text.slice(end, end + termReach);
  return {
    start,
    term: termAt(db, around, before.length, before.length + word.length),
    formal: formalFor(db, word, around).filter((one) => one !== word),
  };
}

/** Formal words before all others. A formal word that the model offers too keeps its probability. */
function formalFirst(candidates: GapAnswer['candidates'], formal: readonly string[]): Candidate[] {
  const known = new Map(candidates.map((one) => [one.word, one]));
  return [
    ...formal.map((word) => ({ probability: 0, ...known.get(word), word, formal: true })),
    ...candidates.filter(({ word }) => !formal.includes(word)),
  ];
}

/** The writer's own words come after the model's, whose order they do not change. */
const asOwn = (word: string): Candidate => ({ word, probability: 0, own: true });

/** Turns the engine's first and full answer to one `suggest.fill` into suggestions and records them. */
export class FillReplies {
  /** Asks for enough words that a full list is left without the unwanted ones. */
  readonly request: EngineRequest;
  readonly #services: Pick<Services, 'store' | 'clock' | 'log'>;
  readonly #input: Input;
  readonly #top: number;
  readonly #unwanted: ReadonlySet<string>;
  readonly #replaced: Replaced | null;
  /** Suggestion ids by the gap's offset: both answers have the same. */
  readonly #ids = new Map<number, string>();

  constructor(services: Pick<Services, 'store' | 'clock' | 'log'>, input: Input) {
    const { read } = services.store;
    const settings = getSettings(read);
    this.#services = services;
    this.#input = input;
    this.#top = input.top ?? settings.top;
    this.#unwanted = unwantedIn(read, input.documentId ?? null);
    this.#replaced = replacedIn(read, input);
    this.request = {
      text: input.text,
      maxLength: input.maxLength ?? settings.maxLength,
      top: this.#top + this.#unwanted.size,
      ...(input.length === undefined ? {} : { length: input.length }),
      ...(input.original === undefined ? {} : { original: input.original }),
      ...(input.gapKey === undefined ? {} : { gapKey: input.gapKey }),
    };
  }

  make(stage: Suggestion['stage'], answer: FillAnswer, served: Served, milliseconds: number): Suggestion {
    const { modelId, version, provider } = served;
    const head = { requestId: this.#input.requestId, stage, milliseconds, modelId, version, provider };
    const gaps = answer.gaps.map((gap) => this.#recorded(this.#gap(gap), head));
    return { ...head, gaps };
  }

  #gap(answered: GapAnswer): Gap {
    const { start, end } = answered;
    const replaced = start === this.#replaced?.start ? this.#replaced : null;
    if (replaced?.term) return { start, end, candidates: [], suggestionId: null, term: replaced.term };
    const candidates = formalFirst(answered.candidates, replaced?.formal ?? [])
      .filter(({ word }) => !this.#unwanted.has(word))
      .slice(0, this.#top);
    const surest = candidates[0]?.probability ?? 0;
    if (surest < (this.#input.atLeast ?? 0)) return { start, end, candidates: [], suggestionId: null };
    const shown = new Set([...this.#unwanted, ...candidates.map(({ word }) => word)]);
    const own = (answered.own ?? []).filter((word) => !shown.has(word));
    const suggestionId = this.#ids.get(start) ?? orderedId(this.#services.clock.now());
    this.#ids.set(start, suggestionId);
    return { start, end, candidates: [...candidates, ...own.map(asOwn)], suggestionId };
  }

  /** Without its id where it cannot be recorded: then no feedback can refer to it. */
  #recorded(gap: Gap, suggestion: Omit<Suggestion, 'gaps'>): Gap {
    const { store, clock, log } = this.#services;
    const { text, documentId } = this.#input;
    const { suggestionId, start, end, candidates } = gap;
    if (!suggestionId) return gap;
    const shown = { id: suggestionId, at: clock.now(), documentId, text, start, end, candidates };
    const done = isRecorded(log, () => recordShown(store.write, { ...suggestion, ...shown }));
    return done ? gap : { ...gap, suggestionId: null };
  }
}

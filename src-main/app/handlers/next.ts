import { orderedId } from '../../base/ordered-id.ts';
import { corrected } from '../../completion/corrections.ts';
import { type Chosen, type Decision, decide, type Offer } from '../../completion/decide.ts';
import { isQuestion, isTextEnd, modelOffers } from '../../completion/model-words.ts';
import { fitPersonal } from '../../completion/personal.ts';
import { withScores, worthScoring } from '../../completion/phrase-score.ts';
import { predict } from '../../completion/predict.ts';
import { withoutPersonal } from '../../completion/private.ts';
import { termsBegun } from '../../completion/terms.ts';
import { unwantedAt } from '../../completion/unwanted.ts';
import type { Candidate, Handlers, NextAnswer, Parsed } from '../../contract/index.ts';
import { maskText } from '../../documents/schema/gaps.ts';
import type { EngineAnswer } from '../../engine/api.ts';
import { documentIndex } from '../../phrases/document-index.ts';
import type { Phrasebook } from '../../phrases/phrasebook.ts';
import { slotted } from '../../phrases/slotted.ts';
import { createSlottedText } from '../../phrases/slotted-text.ts';
import type { PhraseIndex } from '../../phrases/types.ts';
import { mayHoldName } from '../../privacy/free-names.ts';
import { unwantedIn } from '../../store/never.ts';
import { answeredOffers, recordOffer } from '../../store/offers.ts';
import { getSettings } from '../../store/settings.ts';
import { servedBy } from './fill-replies.ts';
import { isRecorded, recordShown } from './record-shown.ts';
import type { Services } from './services.ts';
import { taughtWords } from './taught-words.ts';

/** A correction that was made a moment ago is waited for so long, milliseconds. */
const teachingWait = 400;
/** Units on each side of the caret that the model is shown. */
const modelReach = 400;
/** Units before the caret that rules about phrases are looked for in. */
const ruleReach = 64;
/** Answers that shift what is offered next, the newest ones. */
const answersRead = 500;
/** Milliseconds between two pieces of a long document that are read after an answer. */
const readingPause = 5;
/** Words that the model is asked for: what they begin with in common is as sure as they are together. */
const wordsAsked = 20;
type NextServices = Pick<
  Services,
  'store' | 'slots' | 'teaching' | 'core' | 'hub' | 'gateway' | 'clock' | 'log' | 'ownPhrases' | 'phrasebook'
>;
type Input = Parsed<'suggest.next'>;
type Answered = Omit<NextAnswer, 'requestId' | 'milliseconds'>;
const nothing: Answered = { candidates: [], suggestionId: null, modelId: null, version: null };

const isLowSurrogate = (text: string, at: number) => (text.charCodeAt(at) & 0xfc00) === 0xdc00;

interface Question {
  readonly text: string;
  /** The gap in it: UTF-16 offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** The text around the caret with a gap at it. */
function question({ before, after }: Input): Question {
  let from = Math.max(0, before.length - modelReach);
  if (isLowSurrogate(before, from)) from++;
  let to = Math.min(after.length, modelReach);
  if (isLowSurrogate(after, to)) to--;
  const left = before.slice(from).replaceAll(maskText, '').trimStart();
  const text = left + maskText + after.slice(0, to).replaceAll(maskText, '').trimEnd();
  return { text, start: left.length, end: left.length + maskText.length };
}

/** Offers as candidates, with what they come from. */
function candidatesOf(
  chosen: readonly Chosen[],
  own: PhraseIndex | null,
  phrasebook: Phrasebook,
): Candidate[] {
  const titleOf = (origin: Chosen['origin'], document: number) => {
    if (origin === 'own-documents') return own?.document(document)?.title ?? [];
    return origin === 'phrasebook' ? (phrasebook.shared(document) ?? []) : [];
  };
  return chosen.map(({ text, expected, origin, documents }) => {
    const isOwn = origin === 'own-documents';
    const titles = documents.slice(0, 3).flatMap((one) => titleOf(origin, one));
    return {
      word: text,
      probability: expected,
      origin: { kind: origin, documents: isOwn ? documents.length : 0, titles },
    };
  });
}

/** What an offer at this place must be to be shown. */
function decisionAt({ store, clock }: NextServices, input: Input): Decision {
  const rules = unwantedIn(store.read, input.documentId ?? null);
  const isRefused = unwantedAt(input.before.slice(-ruleReach), rules);
  return {
    level: input.level,
    personal: fitPersonal(answeredOffers(store.read, clock.now(), answersRead)),
    isUnwanted: (one) => isRefused(one) || input.after.startsWith(one),
    top: input.top ?? getSettings(store.read).top,
  };
}

/** What is known without a model. */
interface Known {
  readonly phrases: readonly Offer[];
  readonly taught: readonly Offer[];
}

function knownOffers(services: NextServices) {
  const taught = taughtWords(services);
  const text = createSlottedText();
  let stopReading: () => void = () => undefined;

  /** Reads more of a long document, until the next question. */
  function readOn(): void {
    stopReading();
    stopReading = services.clock.after(readingPause, () => {
      if (text.more()) readOn();
    });
  }

  function offersAt(input: Input, own: PhraseIndex | null): Known {
    const before = text.before(input.before);
    const document = documentIndex(before, text.after(input.after));
    const { terms, corrections } = taught();
    const phrases = predict(before, { index: own, phrasebook: services.phrasebook(), document });
    const offers = phrases.map(({ kind, ...phrase }): Offer => ({ ...phrase, origin: kind }));
    return {
      phrases: withoutPersonal(offers, before, { slotted, mayHoldName }),
      taught: [...termsBegun(input.before, terms), ...corrected(input.before, corrections)],
    };
  }

  return { offersAt, readOn };
}

/** Keeps what was offered, where the writer lets signals be kept. @returns whether it is kept */
function record(
  { store, clock, log }: NextServices,
  id: string,
  { documentId, level }: Input,
  shown: Chosen | undefined,
): boolean {
  if (!shown || !getSettings(store.read).implicitSignals) return false;
  const { origin, probability } = shown;
  const offer = { id, at: clock.now(), documentId: documentId ?? null, origin, level, probability };
  return isRecorded(log, () => recordOffer(store.write, offer));
}

function byPhrases(
  services: NextServices,
  input: Input,
  chosen: readonly Chosen[],
  own: PhraseIndex | null,
): Answered {
  const id = orderedId(services.clock.now());
  const suggestionId = record(services, id, input, chosen[0]) ? id : null;
  return { ...nothing, candidates: candidatesOf(chosen, own, services.phrasebook), suggestionId };
}

/** @param phrases that the model is to score */
async function askModel(
  { store, slots, teaching, gateway }: NextServices,
  input: Input,
  { text, start }: Question,
  phrases: readonly Offer[],
  signal: AbortSignal,
): Promise<EngineAnswer> {
  await teaching.settled(teachingWait);
  const { documentId = '', gapKey } = input;
  const { maxLength } = getSettings(store.read);
  const key = gapKey === undefined ? {} : { gapKey };
  const scoring = phrases.length === 0 ? {} : { phrases: phrases.map((one) => one.text) };
  const request = { text, maxLength, top: wordsAsked, tail: isTextEnd(input), ...scoring, ...key };
  const name = gapKey ?? text.slice(Math.max(0, start - 40), start);
  const place = { document: documentId, gap: name };
  const answer = await slots.fill(gateway.offered(request, documentId), place, { signal });
  gateway.note(answer);
  return answer;
}

interface Words {
  readonly gap: Question;
  readonly answer: EngineAnswer;
  readonly offered: readonly Chosen[];
}

function byWords(services: NextServices, input: Input, { gap, answer, offered }: Words): Answered {
  const { store, clock, log } = services;
  const { modelId, version, provider } = servedBy(answer);
  const { milliseconds } = answer;
  const candidates = candidatesOf(offered, null, services.phrasebook);
  if (candidates.length === 0) return { ...nothing, modelId, version };
  const id = orderedId(services.clock.now());
  record(services, id, input, offered[0]);
  // A word of the model's is a suggestion like any other, too.
  const { documentId } = input;
  const served = { stage: 'full', modelId, version, provider, milliseconds } as const;
  const shown = { ...served, ...gap, id, at: clock.now(), documentId, candidates };
  const done = isRecorded(log, () => recordShown(store.write, shown));
  return { candidates, suggestionId: done ? id : null, modelId, version };
}

/** What the phrases of this place are offered by. */
interface Place {
  readonly phrases: readonly Offer[];
  readonly own: PhraseIndex | null;
  readonly decision: Decision;
}

async function byModel(
  services: NextServices,
  input: Input,
  { phrases, own, decision }: Place,
  signal: AbortSignal,
): Promise<Answered> {
  if (services.core.engine.state().phase !== 'ready' || !isQuestion(input)) return nothing;
  const gap = question(input);
  const near = isTextEnd(input) ? worthScoring(phrases, decision) : [];
  const answer = await askModel(services, input, gap, near, signal);
  // What comes too late is not shown.
  signal.throwIfAborted();
  const words = answer.gaps.find(({ start }) => start === gap.start)?.candidates ?? [];
  // A document that was taken out meanwhile is offered no more.
  const isSame = services.ownPhrases.indexFor(input.documentId) === own;
  const scored = isSame ? withScores(near, answer.phrases) : [];
  const chosen = decide([...modelOffers(words, isTextEnd(input)), ...scored], decision);
  const isPhrase = ({ text }: Offer) => scored.some((one) => one.text === text);
  const [first] = chosen;
  if (first && isPhrase(first)) return byPhrases(services, input, chosen.filter(isPhrase), own);
  const offered = chosen.filter((one) => !isPhrase(one));
  return byWords(services, input, { gap, answer, offered });
}

/** Answers `suggest.next`: what needs no model first, the model where that is not sure enough. */
export function nextHandler(
  services: NextServices & { readonly makeRoom: () => void },
): Handlers['suggest.next'] {
  const { clock, makeRoom } = services;
  const known = knownOffers(services);

  return async (input, { signal }) => {
    makeRoom();
    const began = clock.monotonic();
    const own = services.ownPhrases.indexFor(input.documentId);
    const decision = decisionAt(services, input);
    const { phrases, taught } = known.offersAt(input, own);
    const chosen = decide([...phrases, ...taught], decision);
    known.readOn();
    const answered =
      chosen.length > 0
        ? byPhrases(services, input, chosen, own)
        : await byModel(services, input, { phrases, own, decision }, signal);
    return { requestId: input.requestId, milliseconds: clock.monotonic() - began, ...answered };
  };
}

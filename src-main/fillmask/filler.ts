import { must } from '../base/assert.ts';
import { CodedError } from '../base/error.ts';
import { createGapFiller, type Pass } from './infill/gap-filler.ts';
import { findGaps, type Gap } from './infill/gaps.ts';
import { fillJointly } from './infill/joint.ts';
import { scorePhrases } from './infill/phrases.ts';
import { tailOf, withTail } from './infill/tail.ts';
import { type Taught, untaught } from './infill/taught.ts';
import { type Window, type WindowBudget, windowOf } from './infill/window.ts';
import type { Language } from './language.ts';
import type { Candidate, FillAnswer, Filler, FillRequest, GapAnswer, MaskedLm } from './types.ts';

/** Tokens of context: what a sentence or two hold, so that the first answer keeps pace with typing. */
export const contextBudget: WindowBudget = { before: 48, after: 32 };

/** Most tokens that one gap may stand for. */
const longestRun = 16;

/** A gap whose best word is less probable than this is left alone. */
const leastSure = 0.005;
/**
 * Where the model gives numbers in digits more than this, a number belongs: no word is offered but what the writer
 * taught, and the number is the writer's to know. Measured on the stand-in model: 0.68 and more in 24 office phrases
 * with a number in digits, 0.16 and less at 200 gaps of the suites.
 */
const numberBelongs = 0.5;
/** Words below this are not worth a line in a list. */
const leastOffered = 0.0005;

/** @throws CodedError `no-gap`, `text-too-long` */
export function gapsOf(text: string): Gap[] {
  const gaps = findGaps(text);
  if (gaps.length === 0) {
    throw new CodedError('no-gap', {
      zh: '文字里没有 [MASK]。请在缺词的地方写上 [MASK]，再试一次。',
      en: 'The text has no [MASK]. Write [MASK] where a word is missing and try again.',
    });
  }
  const long = gaps.find(({ masks }) => masks > longestRun);
  if (long) {
    throw new CodedError('text-too-long', {
      zh: `有 ${long.masks} 个 [MASK] 连在一起，最多能填 ${longestRun} 个。请少写几个，或只写一个让补墨决定长度。`,
      en: `${long.masks} [MASK] stand in a row; at most ${longestRun} can be filled. Write fewer, or a single one for a word of any length.`,
    });
  }
  return gaps;
}

/** A gap with nothing around it but other gaps and words the vocabulary lacks is no question. */
const hasContext = ({ before, after }: Window, unknown: number) =>
  [...before, ...after].some((slot) => 'id' in slot && slot.id !== unknown);

/** Lets a newer request stop this one between two runs of the model. */
function stoppable(model: MaskedLm, count: (rows: number) => void, signal: () => AbortSignal | undefined) {
  return {
    vocabSize: model.vocabSize,
    key: model.key,
    async logits(rows: Parameters<MaskedLm['logits']>[0]) {
      signal()?.throwIfAborted();
      const logits = await model.logits(rows);
      count(rows.length);
      signal()?.throwIfAborted();
      return logits;
    },
  };
}

const toCandidate = ({ word, probability, inLexicon, source }: Candidate): Candidate => ({
  word,
  probability,
  ...(inLexicon === undefined ? {} : { inLexicon }),
  ...(source === undefined ? {} : { source }),
});

export interface FillerOptions {
  readonly model: MaskedLm;
  readonly language: Language;
  /** What the writer taught that is no part of the model; asked anew for every gap. */
  readonly taught?: () => Taught;
  /** Divides scores before they become probabilities; default 1. */
  readonly temperature?: number;
  /** Awaited between two runs of the preparation, each of which blocks the thread. */
  readonly pause?: () => Promise<void>;
}

/** Makes a model answer requests; runs it once to learn what it says without any context. */
export async function createFiller({
  model,
  language: { tokenizer, lexicon },
  taught = () => untaught,
  temperature = 1,
  pause = async () => undefined,
}: FillerOptions): Promise<Filler> {
  let rows = 0;
  let signal: AbortSignal | undefined;
  const counted = stoppable(
    model,
    (count) => {
      rows += count;
    },
    () => signal,
  );
  const gapFiller = await createGapFiller(counted, tokenizer, lexicon, { taught, temperature, pause });

  function answerOf(gaps: readonly Gap[], windows: readonly Window[], passes: readonly Pass[], top: number) {
    const answers = gaps.map(({ start, end }, i): GapAnswer => {
      const ranked = passes[i]?.ranked ?? [];
      const window = windows[i];
      const sure = (ranked[0]?.probability ?? 0) >= leastSure;
      if (!sure || !window || !hasContext(window, tokenizer.special.unk))
        return { start, end, candidates: [] };
      const isNumber = (passes[i]?.digits ?? 0) > numberBelongs;
      const offered = ranked
        .filter(({ source }) => !isNumber || source !== undefined)
        .slice(0, top)
        .filter(({ probability }) => probability >= leastOffered);
      return { start, end, candidates: offered.map(toCandidate) };
    });
    return { gaps: answers, rows };
  }

  return {
    async fill(request: FillRequest, options = {}): Promise<FillAnswer> {
      const { text, maxLength, top, tail = false, phrases = [] } = request;
      const gaps = gapsOf(text);
      const windows = gaps.map((_, i) => windowOf(text, gaps, i, tokenizer.encode, contextBudget));
      const behind = tail ? tailOf(tokenizer) : [];
      rows = 0;
      signal = options.signal;
      const passes = await fillJointly(gapFiller, {
        gaps,
        windows,
        maxLength,
        mask: tokenizer.special.mask,
        tail: behind,
        onFirst: (first) => options.onFirst?.(answerOf(gaps, windows, first, top)),
      });
      if (phrases.length === 0) return answerOf(gaps, windows, passes, top);
      const last = withTail(must(windows.at(-1), 'a window for each gap'), behind);
      const scores = await scorePhrases(counted, tokenizer, last, phrases);
      return { ...answerOf(gaps, windows, passes, top), phrases: scores };
    },
  };
}

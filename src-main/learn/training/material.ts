import { assert, must } from '../../base/assert.ts';
import { CodedError } from '../../base/error.ts';
import { seededRng } from '../../base/rng.ts';
import { shuffled } from '../../base/shuffle.ts';
import { createTrunk } from '../../fillmask/bert/model.ts';
import { longestWord } from '../../fillmask/lexicon.ts';
import { createTokenizer } from '../../fillmask/tokenizer.ts';
import type { MaskedRow } from '../../fillmask/types.ts';
import type { Checkpoint } from '../../models/types.ts';
import type { Runner } from '../../runtime/runner.ts';
import { message } from '../../texts/message.ts';
import type { TrainingSample } from '../types.ts';
import type { CachedRow } from './batch.ts';
import { answerAsNow, encodeAnswered, encodeReplay } from './prepare.ts';
import type { Recipe } from './recipe.ts';
import { replayRows } from './replay.ts';
import { characterFlags, contextlessRows, takeFromCharacters } from './rivals.ts';
import { type AnsweredRow, rowsOfSamples, type Unlearnable } from './rows.ts';
import { splitSamples } from './split.ts';
import type { Trainee, TraineeOptions } from './trainee.ts';

/** The rows of a run before the trunk. */
export interface RawMaterial {
  /** The rows of the trial. */
  readonly corrections: readonly AnsweredRow[];
  /** Held-out sentences of trained words, by which the trial's best epoch is chosen. */
  readonly heldOut: readonly AnsweredRow[];
  /** Everything that was held out of the trial. */
  readonly returned: readonly AnsweredRow[];
  readonly replay: readonly MaskedRow[];
  /** The corrections' gaps with masks for words of other lengths. */
  readonly contexts: readonly MaskedRow[];
  /** The same of `returned`. */
  readonly returnedContexts: readonly MaskedRow[];
  /** Masks without any context, whose targets are the base model's answers, as for replay. */
  readonly contextless: readonly MaskedRow[];
  /** 1 at the ids of Chinese characters. */
  readonly flags: Uint8Array;
  /** Ids of the samples that the trial learns, sorted. */
  readonly tried: readonly string[];
  /** Ids of the samples that the shipped patch learns, sorted: those of the trial and those that return. */
  readonly learned: readonly string[];
  readonly refused: ReadonlyMap<string, Unlearnable>;
}

/** The same rows after the trunk, with targets. */
export type Material = Readonly<
  Record<
    'corrections' | 'heldOut' | 'returned' | 'replay' | 'contexts' | 'returnedContexts' | 'contextless',
    readonly CachedRow[]
  >
>;

const nameOf = ({ ids }: MaskedRow): string => ids.join();

const answerName = (row: AnsweredRow): string => `${nameOf(row)} ${row.answers.join()}`;

const nothingToLearn = () => new CodedError('learn-no-samples', message('learning.nothing-to-learn'));

/**
 * Splits the samples and turns them into rows. The same samples (in any order), sentences and recipe give the same rows.
 * @throws CodedError `learn-no-samples` where no sample gives a row
 */
export function gather(
  checkpoint: Checkpoint,
  samples: readonly TrainingSample[],
  sentences: readonly string[],
  recipe: Recipe,
): RawMaterial {
  assert(recipe.batch >= 1 && recipe.epochs >= 1, 'a recipe has steps');
  const tokenizer = createTokenizer(checkpoint);
  const most = checkpoint.config.maxPositions;
  const { train, heldOut, heldOutSentences } = splitSamples(samples, recipe.heldOut, recipe.seed);
  const { rows: corrections, contexts, refused } = rowsOfSamples(train, tokenizer, most);
  if (corrections.length === 0) throw nothingToLearn();
  const held = rowsOfSamples(heldOutSentences, tokenizer, most);
  const returned = rowsOfSamples([...heldOut, ...heldOutSentences], tokenizer, most);
  const answered = new Set(corrections.map(nameOf));
  const wanted = Math.max(recipe.leastReplay, Math.ceil(corrections.length * recipe.replayRatio));
  const { mostReplay, seed } = recipe;
  const some = (rows: readonly MaskedRow[]) =>
    rows.length > mostReplay ? shuffled(rows, seededRng(seed)).slice(0, mostReplay) : rows;
  const allRefused = new Map([...refused, ...returned.refused]);
  const usable = (given: readonly TrainingSample[]) =>
    given
      .map(({ id }) => id)
      .filter((id) => !allRefused.has(id))
      .toSorted();
  return {
    corrections,
    heldOut: held.rows,
    returned: returned.rows,
    contexts: some(contexts),
    // A row that is wrong for a returned sample may be right for one of the trial.
    returnedContexts: some(returned.contexts.filter((row) => !answered.has(nameOf(row)))),
    contextless: contextlessRows(tokenizer, Math.min(longestWord, most - 2)),
    flags: characterFlags(tokenizer),
    replay: replayRows(sentences, Math.min(wanted, mostReplay), tokenizer, most, seededRng(seed)),
    tried: usable(train),
    learned: usable([...train, ...heldOut, ...heldOutSentences]),
    refused: allRefused,
  };
}

export interface PrepareOptions extends TraineeOptions {
  /** Share of the characters' probability that is taken from them at masks for words of other lengths, 0–1. */
  readonly rivalShare: number;
  /** Number of encoder layers below the trained ones. */
  readonly layersBelow: number;
  /** Awaited before each batch with the number of rows so far and of all rows. */
  readonly onRows: (done: number, of: number) => Promise<void>;
}

/** Runs all rows through the trunk, and those without an answer through the untrained top. */
export async function prepare(
  checkpoint: Checkpoint,
  raw: RawMaterial,
  trainee: Trainee,
  runner: Runner,
  { onRows, rivalShare, layersBelow, ...options }: PrepareOptions,
): Promise<Material> {
  // Held-out sentences are among the returned rows, and the trunk runs each row once.
  const answered = [...raw.corrections, ...raw.returned];
  const asked =
    raw.replay.length + raw.contexts.length + raw.returnedContexts.length + raw.contextless.length;
  const all = answered.length + 2 * asked;
  let done = 0;
  const beforeBatch = async (rows: number) => {
    await onRows(done, all);
    done += rows;
  };
  const trunk = await createTrunk(checkpoint, runner, options, layersBelow);
  try {
    const rows = await encodeAnswered(trunk, answered, beforeBatch);
    const corrections = rows.slice(0, raw.corrections.length);
    const returned = rows.slice(raw.corrections.length);
    const chosen = new Set(raw.heldOut.map(answerName));
    const { vocabSize } = checkpoint.config;
    const asNow = async (rows: readonly MaskedRow[], change?: (distribution: Float32Array) => void) =>
      answerAsNow(trainee, await encodeReplay(trunk, rows, beforeBatch), vocabSize, beforeBatch, change);
    const asRivals = (contexts: readonly MaskedRow[]) =>
      asNow(contexts, (distribution) => takeFromCharacters(distribution, raw.flags, rivalShare));
    return {
      corrections,
      heldOut: returned.filter((_, i) => chosen.has(answerName(must(raw.returned[i], 'a row')))),
      returned,
      replay: await asNow(raw.replay),
      contexts: await asRivals(raw.contexts),
      returnedContexts: await asRivals(raw.returnedContexts),
      contextless: await asNow(raw.contextless),
    };
  } finally {
    await trunk.release();
  }
}

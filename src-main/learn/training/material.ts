import { assert } from '../../base/assert.ts';
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
  readonly corrections: readonly AnsweredRow[];
  readonly heldOut: readonly AnsweredRow[];
  readonly replay: readonly MaskedRow[];
  /** The corrections' gaps with masks for words of other lengths. */
  readonly contexts: readonly MaskedRow[];
  /** Masks without any context, whose targets are the base model's answers, as for replay. */
  readonly contextless: readonly MaskedRow[];
  /** 1 at the ids of Chinese characters. */
  readonly flags: Uint8Array;
  /** Ids of the samples that are trained on, sorted. */
  readonly learned: readonly string[];
  readonly refused: ReadonlyMap<string, Unlearnable>;
}

/** The same rows after the trunk, with targets. */
export type Material = Readonly<
  Record<'corrections' | 'heldOut' | 'replay' | 'contexts' | 'contextless', readonly CachedRow[]>
>;

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
  // Held-out sentences are for the exam alone. They do not help to choose the best epoch either.
  const { train, heldOut } = splitSamples(samples, recipe.heldOut, recipe.seed);
  const { rows: corrections, contexts, refused } = rowsOfSamples(train, tokenizer, most);
  if (corrections.length === 0) throw nothingToLearn();
  const held = rowsOfSamples(heldOut, tokenizer, most);
  const wanted = Math.max(recipe.leastReplay, Math.ceil(corrections.length * recipe.replayRatio));
  const { mostReplay, seed } = recipe;
  return {
    corrections,
    heldOut: held.rows,
    contexts:
      contexts.length > mostReplay ? shuffled(contexts, seededRng(seed)).slice(0, mostReplay) : contexts,
    contextless: contextlessRows(tokenizer, Math.min(longestWord, most - 2)),
    flags: characterFlags(tokenizer),
    replay: replayRows(sentences, Math.min(wanted, mostReplay), tokenizer, most, seededRng(seed)),
    learned: train.map(({ id }) => id).filter((id) => !refused.has(id)),
    refused: new Map([...refused, ...held.refused]),
  };
}

export interface PrepareOptions extends TraineeOptions {
  /** Share of the characters' probability that is taken from them at masks for words of other lengths, 0–1. */
  readonly rivalShare: number;
  /** Awaited before each batch with the number of rows so far and of all rows. */
  readonly onRows: (done: number, of: number) => Promise<void>;
}

/** Runs all rows through the trunk, and those without an answer through the untrained top. */
export async function prepare(
  checkpoint: Checkpoint,
  raw: RawMaterial,
  trainee: Trainee,
  runner: Runner,
  { onRows, rivalShare, ...options }: PrepareOptions,
): Promise<Material> {
  const all =
    raw.corrections.length +
    raw.heldOut.length +
    2 * (raw.replay.length + raw.contexts.length + raw.contextless.length);
  let done = 0;
  const beforeBatch = async (rows: number) => {
    await onRows(done, all);
    done += rows;
  };
  const trunk = await createTrunk(checkpoint, runner, options);
  try {
    const corrections = await encodeAnswered(trunk, raw.corrections, beforeBatch);
    const heldOut = await encodeAnswered(trunk, raw.heldOut, beforeBatch);
    const { vocabSize } = checkpoint.config;
    const asNow = async (rows: readonly MaskedRow[], change?: (distribution: Float32Array) => void) =>
      answerAsNow(trainee, await encodeReplay(trunk, rows, beforeBatch), vocabSize, beforeBatch, change);
    return {
      corrections,
      heldOut,
      replay: await asNow(raw.replay),
      contexts: await asNow(raw.contexts, (distribution) =>
        takeFromCharacters(distribution, raw.flags, rivalShare),
      ),
      contextless: await asNow(raw.contextless),
    };
  } finally {
    await trunk.release();
  }
}

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
import type { TrainingSample } from '../types.ts';
import type { CachedRow } from './batch.ts';
import { answerAsNow, encodeAnswered, encodeReplay } from './prepare.ts';
import type { Recipe } from './recipe.ts';
import { replayRows } from './replay.ts';
import { characterFlags, contextlessRows, takeFromCharacters } from './rivals.ts';
import { type AnsweredRow, rowsOfSamples, type Unlearnable } from './rows.ts';
import { splitSamples } from './split.ts';
import type { Trainee, TraineeOptions } from './trainee.ts';

/** Rows of a run, not yet run through anything. */
export interface RawMaterial {
  readonly corrections: readonly AnsweredRow[];
  readonly heldOut: readonly AnsweredRow[];
  readonly replay: readonly MaskedRow[];
  /** The corrections' gaps under other lengths. */
  readonly contexts: readonly MaskedRow[];
  /** Masks without a context, held to the base model's answers as replay is. */
  readonly contextless: readonly MaskedRow[];
  /** 1 at the ids of Chinese characters. */
  readonly flags: Uint8Array;
  /** Samples that were learned from, by id, sorted. */
  readonly learned: readonly string[];
  readonly refused: ReadonlyMap<string, Unlearnable>;
}

/** The same rows after the trunk, with targets. */
export interface Material {
  readonly corrections: readonly CachedRow[];
  readonly heldOut: readonly CachedRow[];
  readonly replay: readonly CachedRow[];
  readonly contexts: readonly CachedRow[];
  readonly contextless: readonly CachedRow[];
}

const nothingToLearn = () =>
  new CodedError('learn-no-samples', {
    zh: '没有可以学习的修改：请先在补全处选 ✗ 并写上想要的词，或导入术语，再来学习。',
    en: 'There is nothing to learn yet: press ✗ on a suggestion and write the word you meant, or import terms, then try again.',
  });

/**
 * Splits, tokenises and masks. The same samples (in any order), sentences and recipe give the same rows.
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
  // Held-out sentences are the exam's alone: they do not even help to choose the best epoch.
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
  /** Of the characters' probability, taken from them under lengths that are not the word's, 0–1. */
  readonly rivalShare: number;
  /** Called before each run with how many rows of how many are done. */
  readonly onRows: (done: number, all: number) => Promise<void>;
}

/** Runs the rows through the frozen trunk, and replay through the top as the base model has it. */
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
  const progress = {
    async step(rows: number) {
      await onRows(done, all);
      done += rows;
    },
  };
  const trunk = await createTrunk(checkpoint, runner, options);
  try {
    const corrections = await encodeAnswered(trunk, raw.corrections, progress);
    const heldOut = await encodeAnswered(trunk, raw.heldOut, progress);
    const { vocabSize } = checkpoint.config;
    const asNow = async (rows: readonly MaskedRow[], change?: (distribution: Float32Array) => void) =>
      answerAsNow(trainee, await encodeReplay(trunk, rows, progress), vocabSize, progress, change);
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

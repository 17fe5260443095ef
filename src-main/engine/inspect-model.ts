import { must } from '../base/assert.ts';
import { CodedError, reasonOf } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import type { Precision } from '../contract/schemas.ts';
import type { Tokenizer } from '../fillmask/tokenizer.ts';
import type { RowModel } from '../fillmask/types.ts';
import { type GoldenAnswer, readGolden, writeGolden } from '../models/golden-answers.ts';
import { message } from '../texts/message.ts';
import { rowOfSentence } from './trial-gaps.ts';

/** Compares a model's answers to a few fixed rows with those of its first start on this machine. */

const sentences = [
  '今天天[MASK]很好，我们去公园走走。',
  '请各部门在本周五之前报送材[MASK]。',
  '会[MASK]讨论了明年的工作计划。',
  '他的体[MASK]已经恢复正常，可以出院。',
];

/** Providers and their versions differ by less; one weight that became huge changes every answer by more. */
const tolerance = 0.1;

export interface InspectedModel {
  readonly dir: string;
  readonly baseHash: string;
  readonly precision: Precision;
  readonly tokenizer: Tokenizer;
  readonly model: Pick<RowModel, 'logits'>;
  readonly log: Log;
}

/** @param logits at one mask. @returns the probability of each token */
function probabilities(logits: Float32Array): Float64Array {
  const most = logits.reduce((max, one) => Math.max(max, one), Number.NEGATIVE_INFINITY);
  const weights = Float64Array.from(logits, (one) => Math.exp(one - most));
  const sum = weights.reduce((total, one) => total + one, 0);
  return weights.map((one) => one / sum);
}

function likeliest(values: Float64Array): GoldenAnswer {
  const probability = values.reduce((max, one) => Math.max(max, one), 0);
  return { token: Math.max(0, values.indexOf(probability)), probability };
}

const notAsInstalled = () => new CodedError('model-broken', message('engine.not-as-installed'));

/** @throws CodedError `model-broken` where the answers are no longer those of the first start, or not numbers */
export async function inspectModel(options: InspectedModel): Promise<void> {
  const { dir, baseHash, precision, tokenizer, model, log } = options;
  const logits = await model.logits(sentences.map((text) => rowOfSentence(tokenizer, text)));
  const now = logits.map(probabilities);
  if (!now.every((values) => values.every(Number.isFinite))) throw notAsInstalled();
  const known = await readGolden(dir, baseHash, precision);
  if (known?.length !== now.length) {
    await writeGolden(dir, baseHash, precision, now.map(likeliest)).catch((error: unknown) =>
      log.info(`the first answers of the model were not stored: ${reasonOf(error)}`),
    );
    return;
  }
  const differs = ({ token, probability }: GoldenAnswer, i: number) => {
    const values = must(now[i], 'an answer to each row');
    // The same token as likely as before, and no other one likelier.
    const both = [values[token] ?? Number.NaN, likeliest(values).probability];
    return !both.every((one) => Math.abs(one - probability) <= tolerance);
  };
  if (known.some(differs)) throw notAsInstalled();
}

import { CodedError } from '../base/error.ts';
import { maskText } from '../contract/gap.ts';
import type { Message } from '../contract/text.ts';
import { message } from '../texts/message.ts';
import type { Candidate } from './types.ts';

/** A text with one gap and the word that belongs there. */
export interface SuiteItem {
  readonly text: string;
  readonly answer: string;
}

export interface ExamReport {
  readonly n: number;
  /** Share of items whose word came first. */
  readonly top1: number;
  readonly top3: number;
  readonly top5: number;
  /** Mean reciprocal rank; 0 for a word that was not offered. */
  readonly mrr: number;
  /** Expected calibration error of the first candidate's probability over 10 equal-width bins (Guo et al. 2017). */
  readonly ece: number;
  readonly p50_ms: number;
  readonly p95_ms: number;
}

export interface Filled {
  readonly gaps: readonly { readonly candidates: readonly Candidate[] }[];
  readonly milliseconds: number;
}

function invalid(line: number, why: Message): never {
  throw new CodedError('suite-invalid', message('engine.suite-line', { line, why }));
}

function parseLine(text: string, line: number): SuiteItem {
  let item: unknown;
  try {
    item = JSON.parse(text);
  } catch {
    return invalid(line, message('engine.suite-no-json'));
  }
  const { text: sentence, answer } = (item ?? {}) as Partial<Record<string, unknown>>;
  if (typeof sentence !== 'string' || !sentence.includes(maskText)) {
    return invalid(line, message('engine.suite-no-gap'));
  }
  if (typeof answer !== 'string' || answer === '') return invalid(line, message('engine.suite-no-answer'));
  return { text: sentence, answer };
}

/** @throws CodedError `suite-invalid` naming the line */
export function parseSuite(text: string): SuiteItem[] {
  const items = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .flatMap((line, i) => (line.trim() === '' ? [] : [parseLine(line, i + 1)]));
  if (items.length === 0) invalid(1, message('engine.suite-empty'));
  return items;
}

const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

/** Nearest-rank percentile of unsorted values, `share` in (0, 1]. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
}

/** @param answers the first candidate of each item: its probability and whether it was right */
export function calibrationError(
  answers: readonly { probability: number; right: boolean }[],
  bins = 10,
): number {
  const byBin = Map.groupBy(answers, ({ probability }) => Math.min(bins - 1, Math.floor(probability * bins)));
  let error = 0;
  for (const members of byBin.values()) {
    const sure = mean(members.map(({ probability }) => probability));
    const right = mean(members.map(({ right }) => Number(right)));
    error += (members.length / answers.length) * Math.abs(sure - right);
  }
  return error;
}

/** Puts every item to `fill`, one after another, and looks for its answer in the first gap's list. */
export async function examine(
  items: readonly SuiteItem[],
  fill: (item: SuiteItem) => Promise<Filled>,
  onProgress: (done: number) => void,
): Promise<ExamReport> {
  const ranks: number[] = [];
  const firsts: { probability: number; right: boolean }[] = [];
  const times: number[] = [];
  for (const item of items) {
    const { gaps, milliseconds } = await fill(item);
    const candidates = gaps[0]?.candidates ?? [];
    const rank = candidates.findIndex(({ word }) => word === item.answer);
    ranks.push(rank < 0 ? Infinity : rank);
    firsts.push({ probability: candidates[0]?.probability ?? 0, right: rank === 0 });
    times.push(milliseconds);
    onProgress(ranks.length);
  }
  const within = (depth: number) => mean(ranks.map((rank) => Number(rank < depth)));
  return {
    n: items.length,
    top1: within(1),
    top3: within(3),
    top5: within(5),
    mrr: mean(ranks.map((rank) => 1 / (1 + rank))),
    ece: calibrationError(firsts),
    p50_ms: percentile(times, 0.5),
    p95_ms: percentile(times, 0.95),
  };
}

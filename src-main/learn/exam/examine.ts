import { must } from '../../base/assert.ts';
import { type Rng, seededRng } from '../../base/rng.ts';
import { shuffled } from '../../base/shuffle.ts';
import type { Change, ExamReport, Mark, SuiteResult } from '../../contract/exam.ts';
import type { VersionModel } from '../../fillmask/bert/versions.ts';
import { percentile } from '../../fillmask/evaluate.ts';
import type { Language } from '../../fillmask/language.ts';
import { type Asked, askFixed, createAsker } from './examinee.ts';
import { hashOf, type Question, question } from './questions.ts';
import { confidenceOf, pairedOf, scoreOf } from './score.ts';
import { fitTemperature } from './temperature.ts';
import { judge } from './verdict.ts';

/** Examines a version against the one that is running. */

/** Learned corrections that are asked again: a sample, since there may be hundreds. */
const mostLearned = 24;
const mostHeldOut = 120;
/** Examples that a report carries. */
const shownChanges = 8;
const shownLimits = 60;

/** A word that the writer gave at a place. */
export interface Correction {
  readonly text: string;
  readonly answer: string;
}

export interface Examinee {
  readonly id: string;
  readonly model: VersionModel;
  /** Marks of the same fixed questions from an earlier exam. */
  readonly fixed?: readonly Mark[];
}

export interface ExamOptions {
  readonly version: Examinee;
  readonly against: Examinee;
  readonly language: Language;
  readonly fixed: readonly Question[];
  /** The writer's own words, for both versions alike. */
  readonly terms: readonly string[];
  readonly heldOut: readonly Correction[];
  readonly heldOutSentences: readonly Correction[];
  readonly learned: readonly Correction[];
  readonly seed: number;
  readonly at: number;
  /** Most memory of the process so far, bytes. */
  readonly peakMemory: () => number;
  readonly onProgress: (done: number, of: number) => void;
  /** Awaited when the fixed suites are done: what the trunk said of them can be kept. */
  readonly onFixed?: () => Promise<void>;
}

export interface ExamResult {
  readonly report: ExamReport;
  /** The fixed questions' marks, for later exams against this version, and those of the one before. */
  readonly fixed: readonly Mark[];
  readonly against: readonly Mark[];
  /** Where each correction that was asked stood before and after. */
  readonly found: readonly Found[];
}

/** A correction's place in the list under the two versions, from 0; null where it was not on it. */
export interface Found extends Correction {
  readonly before: number | null;
  readonly after: number | null;
}

function paceOf(asked: readonly Asked[]) {
  const milliseconds = asked.map((one) => one.milliseconds);
  return { p50: percentile(milliseconds, 0.5), p95: percentile(milliseconds, 0.95) };
}

const marksOf = (asked: readonly Asked[]) => asked.map(({ mark }) => mark);

function resultOf(suite: string, before: readonly Mark[], after: readonly Mark[]): SuiteResult {
  return { suite, before: scoreOf(before), after: scoreOf(after), paired: pairedOf(before, after) };
}

function changesOf(
  questions: readonly Question[],
  before: readonly Mark[],
  after: readonly Mark[],
): Change[] {
  return questions.map(({ suite, text, answer }, i) => ({
    suite,
    text,
    answer,
    before: before[i]?.first?.word ?? null,
    after: after[i]?.first?.word ?? null,
  }));
}

const lostOf = (changes: readonly Change[]) =>
  changes.filter(({ answer, before, after }) => before === answer && after !== answer);
const gainedOf = (changes: readonly Change[]) =>
  changes.filter(({ answer, before, after }) => before !== answer && after === answer);

function some(given: readonly Correction[], suite: string, most: number, rng: Rng): Question[] {
  return shuffled(given, rng)
    .slice(0, most)
    .map(({ text, answer }) => question(suite, text, answer));
}

function suiteResults(questions: readonly Question[], before: readonly Mark[], after: readonly Mark[]) {
  const places = Map.groupBy([...questions.keys()], (i) => must(questions[i], 'a question').suite);
  const pick = (marks: readonly Mark[], at: readonly number[]) => at.map((i) => must(marks[i], 'a mark'));
  return [...places].map(([suite, at]) => resultOf(suite, pick(before, at), pick(after, at)));
}

/**
 * Puts the fixed suites, held-out words and sentences and a sample of the learned ones to both versions.
 * The same versions, questions and seed give the same report but for times.
 */
export async function examine(options: ExamOptions): Promise<ExamResult> {
  const { version, against, language, fixed, onProgress } = options;
  const rng = seededRng(options.seed);
  const heldOut = some(options.heldOut, 'held-out', mostHeldOut, rng);
  const sentences = some(options.heldOutSentences, 'held-out-sentences', mostHeldOut, rng);
  const learned = some(options.learned, 'learned', mostLearned, rng);
  const corrections = [...heldOut, ...sentences, ...learned];
  const keptOut = heldOut.length + sentences.length;
  const of = fixed.length * (against.fixed ? 1 : 2) + corrections.length * 2;
  let done = 0;
  const counting = (base: number) => (now: number) => onProgress(base + now, of);

  const after = await askFixed(version.model, language, fixed, counting(done));
  done += fixed.length;
  const before = against.fixed ?? (await askFixed(against.model, language, fixed, counting(done)));
  done += against.fixed ? 0 : fixed.length;
  await options.onFixed?.();

  const [askNew, askOld] = [
    await createAsker(version.model, language, options.terms),
    await createAsker(against.model, language, options.terms),
  ];
  const asked: Asked[] = [];
  const askedBefore: Asked[] = [];
  // One question after the other to both, so that the trunk reads it once.
  for (const one of corrections) {
    asked.push(await askNew(one));
    askedBefore.push(await askOld(one));
    done += 2;
    onProgress(done, of);
  }

  const part = (name: string, from: number, to: number) =>
    to > from ? resultOf(name, marksOf(askedBefore.slice(from, to)), marksOf(asked.slice(from, to))) : null;
  const changes = [
    ...changesOf(fixed, before, after),
    ...changesOf(corrections, marksOf(askedBefore), marksOf(asked)),
  ];
  const findings = {
    suites: suiteResults(fixed, before, after),
    overall: resultOf('overall', before, after),
    heldOut: part('held-out', 0, heldOut.length),
    heldOutSentences: part('held-out-sentences', heldOut.length, keptOut),
    learned: part('learned', keptOut, corrections.length),
    worse: lostOf(changes).slice(0, shownChanges),
    improved: gainedOf(changes).toReversed().slice(0, shownChanges),
  };
  const report: ExamReport = {
    version: version.id,
    against: against.id,
    at: options.at,
    questions: hashOf(fixed),
    ...findings,
    confidence: { before: confidenceOf(before, rng), after: confidenceOf(after, rng) },
    temperature: fitTemperature(
      marksOf(asked).slice(0, keptOut),
      asked.map(({ list }) => list),
    ),
    latency: { before: paceOf(askedBefore), after: paceOf(asked) },
    peakMemory: options.peakMemory(),
    ...judge(findings),
    limits: changesOf(fixed, before, after)
      .filter(({ answer, after: first }) => first !== answer)
      .slice(0, shownLimits),
  };
  const found = corrections.map(({ text, answer }, i) => ({
    text,
    answer,
    before: askedBefore[i]?.mark.rank ?? null,
    after: asked[i]?.mark.rank ?? null,
  }));
  return { report, fixed: after, against: before, found };
}

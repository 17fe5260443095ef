import { type Rng, seededRng } from '../../base/rng.ts';
import { shuffled } from '../../base/shuffle.ts';
import type { Calibration, Ranking } from '../../contract/calibration.ts';
import type { ExamReport, Mark } from '../../contract/exam.ts';
import type { Precision } from '../../contract/schemas.ts';
import type { VersionModel } from '../../fillmask/bert/versions.ts';
import { percentile } from '../../fillmask/evaluate.ts';
import type { Language } from '../../fillmask/language.ts';
import { type Comparison, changesOf, resultOf, suiteResults } from './comparison.ts';
import { type Asked, askFixed, createAsker } from './examinee.ts';
import { type Question, question } from './questions.ts';
import { confidenceOf } from './score.ts';
import { fitTemperature } from './temperature.ts';
import { judge } from './verdict.ts';

/** Examines a version in comparison with the version that is running. */

/** Learned corrections that are asked; a random choice, since there may be hundreds. */
const mostLearned = 24;
const mostHeldOut = 120;
/** Examples in a report. */
const shownChanges = 8;
const shownLimits = 60;

/** A gap and the word that the writer gave for it. */
export interface Correction {
  readonly text: string;
  readonly answer: string;
}

/** What the writer's corrections contribute to an exam. */
export interface WriterPart {
  /** The writer's own words, which both versions know. */
  readonly terms: readonly string[];
  /** Held out of the trial, which answers them. */
  readonly heldOut: readonly Correction[];
  readonly heldOutSentences: readonly Correction[];
  readonly learned: readonly Correction[];
  readonly seed: number;
}

export interface Examinee {
  readonly id: string;
  readonly model: VersionModel;
  /** Marks for the same fixed questions from an earlier exam. */
  readonly fixed?: readonly Mark[];
}

export interface ExamOptions extends WriterPart {
  readonly version: Examinee;
  /** The version before what was held out returned; null if the version itself has not learned it. */
  readonly trial: Pick<Examinee, 'id' | 'model'> | null;
  readonly against: Examinee;
  readonly language: Language;
  /** How the base model's scores become probabilities. */
  readonly ranking: Ranking;
  /** Its calibration, for the record; null where it has none. */
  readonly calibration?: Calibration | null;
  /** Name of the fixed questions as this base model is asked them. */
  readonly questions: string;
  readonly fixed: readonly Question[];
  /** Of both versions' linear layers. */
  readonly precision: Precision;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** @returns the process's peak memory so far, in bytes */
  readonly peakMemory: () => number;
  readonly onProgress: (done: number, of: number) => void;
  /** Awaited after the last fixed question: from then on all questions are the writer's. */
  readonly onFixed?: () => Promise<void>;
}

export interface ExamResult {
  readonly report: ExamReport;
  /** Marks of the examined version for the fixed questions, for later exams against it. */
  readonly fixed: readonly Mark[];
  /** The same of the version that was running. */
  readonly against: readonly Mark[];
  /** The rank of each correction that was asked. */
  readonly found: readonly Found[];
}

/** A correction's rank in the lists of the running and the examined version, from 0; null where the list lacks the word. */
export interface Found extends Correction {
  readonly before: number | null;
  readonly after: number | null;
}

/** Answers to the writer's corrections. */
interface OwnAnswers {
  readonly questions: readonly Question[];
  readonly before: readonly Asked[];
  /** Of the examined version. */
  readonly after: readonly Asked[];
  /** Of the trial to what was held out, otherwise those of the examined version. */
  readonly unseen: readonly Asked[];
}

function choose(given: readonly Correction[], suite: string, most: number, rng: Rng): Question[] {
  return shuffled(given, rng)
    .slice(0, most)
    .map(({ text, answer }) => question(suite, text, answer));
}

const chooseOwn = ({ heldOut, heldOutSentences, learned }: WriterPart, rng: Rng): Question[] => [
  ...choose(heldOut, 'held-out', mostHeldOut, rng),
  ...choose(heldOutSentences, 'held-out-sentences', mostHeldOut, rng),
  ...choose(learned, 'learned', mostLearned, rng),
];

const marksOf = (asked: readonly Asked[]): Mark[] => asked.map(({ mark }) => mark);
const isHeldOut = ({ suite }: Question): boolean => suite.startsWith('held-out');

async function askOwn(
  { version, trial, against, language, ranking, terms }: ExamOptions,
  questions: readonly Question[],
  onAsked: (done: number) => void,
): Promise<OwnAnswers> {
  const askNew = await createAsker(version.model, language, terms, ranking);
  const askOld = await createAsker(against.model, language, terms, ranking);
  const askTrial = trial && (await createAsker(trial.model, language, terms, ranking));
  const [before, after, unseen]: [Asked[], Asked[], Asked[]] = [[], [], []];
  // The versions in turn, so that the trunk runs each row once.
  for (const one of questions) {
    const asked = await askNew(one);
    after.push(asked);
    unseen.push(askTrial && isHeldOut(one) ? await askTrial(one) : asked);
    before.push(await askOld(one));
    onAsked(2 * after.length);
  }
  return { questions, before, after, unseen };
}

/** What the examined version knows of the questions that were held out of its trial. */
function returnedOf({ questions, before, after }: OwnAnswers) {
  const held = [...questions.keys()].filter((i) => isHeldOut(questions[i] as Question));
  const pick = (asked: readonly Asked[]) => marksOf(held.map((i) => asked[i] as Asked));
  return held.length === 0 ? null : resultOf('returned', { before: pick(before), after: pick(after) });
}

function findingsOf({ trial }: ExamOptions, general: Comparison, answers: OwnAnswers) {
  const { questions, before, unseen } = answers;
  const own = { questions, before: marksOf(before), after: marksOf(unseen) };
  const ofSuite = new Map(suiteResults(own).map((result) => [result.suite, result]));
  const changes = [...changesOf(general), ...changesOf(own)];
  return {
    suites: suiteResults(general),
    overall: resultOf('overall', general),
    heldOut: ofSuite.get('held-out') ?? null,
    heldOutSentences: ofSuite.get('held-out-sentences') ?? null,
    returned: trial && returnedOf(answers),
    learned: ofSuite.get('learned') ?? null,
    worse: changes
      .filter(({ answer, before, after }) => before === answer && after !== answer)
      .slice(0, shownChanges),
    improved: changes
      .filter(({ answer, before, after }) => before !== answer && after === answer)
      .toReversed()
      .slice(0, shownChanges),
  };
}

function latencyOf(asked: readonly Asked[]) {
  const milliseconds = asked.map((one) => one.milliseconds);
  return { p50: percentile(milliseconds, 0.5), p95: percentile(milliseconds, 0.95) };
}

function temperatureOf({ questions, unseen: asked }: OwnAnswers): number {
  const unseen = asked.filter((_, i) => questions[i]?.suite !== 'learned');
  return fitTemperature(
    marksOf(unseen),
    unseen.map(({ list }) => list),
  );
}

function reportOf(options: ExamOptions, general: Comparison, own: OwnAnswers, rng: Rng): ExamReport {
  const { version, trial, against, at, questions, calibration = null, precision, peakMemory } = options;
  const findings = findingsOf(options, general, own);
  return {
    version: version.id,
    trial: trial?.id ?? null,
    against: against.id,
    at,
    questions,
    precision,
    ...findings,
    confidence: { before: confidenceOf(general.before, rng), after: confidenceOf(general.after, rng) },
    temperature: temperatureOf(own),
    latency: { before: latencyOf(own.before), after: latencyOf(own.after) },
    peakMemory: peakMemory(),
    ...(calibration ? { calibration } : {}),
    ...judge(findings),
    limits: changesOf(general)
      .filter(({ answer, after }) => after !== answer)
      .slice(0, shownLimits),
  };
}

/**
 * Asks both versions the fixed suites and a random choice of the learned corrections, and the trial what was held out
 * of it. The version that ships has learned that too, and is asked it only to see whether it has.
 * The same versions, questions and seed give the same report except for times.
 */
export async function examine(options: ExamOptions): Promise<ExamResult> {
  const { version, against, language, ranking, fixed } = options;
  const rng = seededRng(options.seed);
  const questions = chooseOwn(options, rng);
  const fixedAsked = fixed.length * (against.fixed ? 1 : 2);
  const progressAfter = (already: number) => (done: number) =>
    options.onProgress(already + done, fixedAsked + 2 * questions.length);

  const after = await askFixed(version.model, language, fixed, progressAfter(0), ranking);
  const before =
    against.fixed ?? (await askFixed(against.model, language, fixed, progressAfter(fixed.length), ranking));
  await options.onFixed?.();
  const own = await askOwn(options, questions, progressAfter(fixedAsked));

  return {
    report: reportOf(options, { questions: fixed, before, after }, own, rng),
    fixed: after,
    against: before,
    found: questions.map(({ text, answer }, i) => ({
      text,
      answer,
      before: own.before[i]?.mark.rank ?? null,
      after: own.after[i]?.mark.rank ?? null,
    })),
  };
}

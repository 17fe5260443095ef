import { must } from '../../base/assert.ts';
import type { DocumentWords } from './document-words.ts';
import type { FirstPass, GapFiller, GapTask, Pass } from './gap-filler.ts';
import type { Gap } from './gaps.ts';
import type { Inference } from './inference.ts';
import type { Ranked } from './rank.ts';
import type { Others } from './span.ts';
import type { Window } from './window.ts';

/** Width of the beam over assignments, for texts with few gaps. */
const beamWidth = 3;
/** With more gaps than this the beam has a width of 1. */
const fewGaps = 3;

export interface JointTask {
  readonly gaps: readonly Gap[];
  readonly windows: readonly Window[];
  readonly maxLength: number;
  /** Characters of the word at a gap, by the gap's index; unknown by default. */
  readonly lengthOf?: (gap: number) => number | undefined;
  /** Words of the document outside each gap's sentence; none by default. */
  readonly documents?: readonly DocumentWords[];
  readonly mask: number;
  /** Tokens that the model sees after the last gap; see `GapTask`. */
  readonly tail: readonly number[];
  /** Called with the first passes, in which no gap is given another gap's word. */
  readonly onFirst: (passes: readonly Pass[]) => void;
}

/** Words chosen so far, by gap. */
type Assignment = ReadonlyMap<number, Ranked>;

interface State {
  readonly chosen: Assignment;
  /** log of the product of the words' probabilities, each given those chosen before it. */
  readonly logProbability: number;
}

const neighboursOf = ({ before, after }: Window) =>
  new Set([...before, ...after].flatMap((slot) => ('gap' in slot ? [slot.gap] : [])));

/**
 * Fills the gaps of a text jointly: first the gap with the most probable word, then each next one given the words
 * chosen so far (a beam over the chain rule), then every gap again given all the others (iterated conditional modes,
 * Besag 1986), whose ranking becomes the gap's list.
 * @returns for each gap its rescored pass
 */
export async function fillJointly(
  filler: GapFiller,
  inference: Inference,
  task: JointTask,
): Promise<readonly Pass[]> {
  const { gaps, windows, maxLength, lengthOf = () => undefined, documents = [], mask, tail } = task;
  const neighbours = windows.map(neighboursOf);
  const runGap = (index: number, chosen: Assignment): Promise<FirstPass> => {
    const others: Others = (gap) =>
      chosen.get(gap)?.ids ?? new Array<number>(must(gaps[gap], 'a gap').masks).fill(mask);
    const one: GapTask = {
      gap: must(gaps[index], 'a gap'),
      window: must(windows[index], 'a window'),
      others,
      maxLength,
      length: lengthOf(index),
      document: documents[index],
      tail: index === gaps.length - 1 ? tail : [],
    };
    return filler.fill(one, inference);
  };

  const first: FirstPass[] = [];
  for (const index of gaps.keys()) first.push(await runGap(index, new Map()));
  task.onFirst(first);

  const passOf = (index: number) => must(first[index], 'a first pass');
  const knowsMore = (index: number, chosen: Assignment) =>
    [...chosen.keys()].some((gap) => gap !== index && neighbours[index]?.has(gap));
  const given = async (index: number, chosen: Assignment): Promise<FirstPass> => {
    if (!knowsMore(index, chosen)) return passOf(index);
    const rest = new Map(chosen);
    rest.delete(index);
    return runGap(index, rest);
  };

  const chosen = new Map(await chooseTogether(first, given));
  const passes: Pass[] = [];
  for (const index of gaps.keys()) {
    const pass = await (await given(index, chosen)).rescored();
    const best = pass.ranked[0];
    if (best) chosen.set(index, best);
    passes.push(pass);
  }
  return passes;
}

/** The most probable assignment of a beam over the gaps, those with the most probable words first. */
async function chooseTogether(
  first: readonly FirstPass[],
  given: (index: number, chosen: Assignment) => Promise<FirstPass>,
): Promise<Assignment> {
  const width = first.length <= fewGaps ? beamWidth : 1;
  const sureness = (index: number) => first[index]?.ranked[0]?.probability ?? 0;
  const order = [...first.keys()].toSorted((a, b) => sureness(b) - sureness(a));
  let beam: readonly State[] = [{ chosen: new Map(), logProbability: 0 }];
  if (first.length === 1) return new Map();
  for (const index of order) {
    const next: State[] = [];
    for (const state of beam) {
      const { ranked } = await given(index, state.chosen);
      for (const word of ranked.slice(0, width)) {
        const chosen = new Map(state.chosen).set(index, word);
        next.push({ chosen, logProbability: state.logProbability + Math.log(word.probability) });
      }
      if (ranked.length === 0) next.push(state);
    }
    beam = next.toSorted((a, b) => b.logProbability - a.logProbability).slice(0, width);
  }
  return must(beam[0], 'the beam is never empty').chosen;
}

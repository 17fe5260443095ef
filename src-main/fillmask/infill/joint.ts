import { must } from '../../base/assert.ts';
import type { FirstPass, GapFiller, GapTask, Pass } from './gap-filler.ts';
import type { Gap } from './gaps.ts';
import type { Ranked } from './rank.ts';
import type { Filling } from './span.ts';
import type { Window } from './window.ts';

/** Assignments that are followed side by side while few gaps depend on each other. */
const beamWidth = 3;
/** With more gaps than this the best assignment alone is followed. */
const fewGaps = 3;

export interface JointTask {
  readonly gaps: readonly Gap[];
  readonly windows: readonly Window[];
  readonly maxLength: number;
  readonly mask: number;
  /** Tokens that the model sees behind the last gap; see `GapTask`. */
  readonly tail: readonly number[];
  /** Called with the first passes, where no gap knows of another's word. */
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
 * Fills the gaps of a text jointly: the surest first, each next one given the words chosen so far (a beam
 * over the chain rule), then each once more given all the others (iterated conditional modes,
 * Besag 1986), which is also the order of its list.
 * @returns one pass a gap, rescored
 */
export async function fillJointly(filler: GapFiller, task: JointTask): Promise<readonly Pass[]> {
  const { gaps, windows, maxLength, mask, tail } = task;
  const neighbours = windows.map(neighboursOf);
  const runGap = (index: number, chosen: Assignment): Promise<FirstPass> => {
    const others = (gap: number): Filling =>
      chosen.get(gap)?.ids ?? new Array<number>(must(gaps[gap], 'a gap').masks).fill(mask);
    const one: GapTask = {
      gap: must(gaps[index], 'a gap'),
      window: must(windows[index], 'a window'),
      others,
      maxLength,
      tail: index === gaps.length - 1 ? tail : [],
    };
    return filler.fill(one);
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

/** The most probable assignment that a beam over the gaps, the surest first, comes upon. */
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

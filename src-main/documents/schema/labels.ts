import type { Numbering, NumberingLevel, NumberingPlace } from '../../contract/document-formats.ts';
import { bulletText } from './bullets.ts';
import { formatNumber } from './number-formats.ts';
import { own } from './own.ts';

/** Labels of numbered paragraphs, counted as Word counts (17.9). */

/** Text of a level: literal pieces, and the indices of the levels whose numbers are inserted between them. */
type Template = readonly (string | number)[];

interface Counter {
  /** Current numbers of the levels; null where a level restarts with its next paragraph. */
  readonly numbers: (number | null)[];
}

interface Plan {
  readonly counter: Counter;
  readonly levels: readonly NumberingLevel[];
  readonly starts: Numbering['starts'];
  readonly templates: readonly Template[];
  /** Levels at which this numbering has not restarted yet. */
  readonly fresh: Set<number>;
}

function templateOf({ format, text, run }: NumberingLevel): Template {
  if (format === 'bullet') return [bulletText(text, run.ascii)];
  return text
    .split(/(%[1-9])/)
    .filter((piece) => piece !== '')
    .map((piece) => (/^%[1-9]$/.test(piece) ? Number(piece[1]) - 1 : piece));
}

/**
 * Whether a level restarts after another level was used: by default after any higher level, else after the given
 * level or a higher one.
 */
const restarts = ({ restart }: NumberingLevel, level: number, used: number): boolean =>
  used < level && (restart === null || used < restart);

const startOf = ({ starts, levels }: Plan, level: number): number =>
  starts[level] ?? levels[level]?.start ?? 1;

/** Advances the counter by one paragraph. */
function advance(plan: Plan, level: number): void {
  const { numbers } = plan.counter;
  const anew = plan.fresh.delete(level);
  const number = numbers[level];
  numbers[level] = anew || number === null || number === undefined ? startOf(plan, level) : number + 1;
  // Skipped levels count as started.
  for (let higher = 0; higher < level; higher++) numbers[higher] ??= startOf(plan, higher);
  for (let lower = level + 1; lower < numbers.length; lower++) {
    const below = plan.levels[lower];
    if (below && restarts(below, lower, level)) numbers[lower] = null;
  }
}

function labelAt({ counter, levels, templates }: Plan, level: number): string {
  const legal = levels[level]?.legal ?? false;
  let label = '';
  for (const piece of templates[level] ?? []) {
    if (typeof piece === 'string') {
      label += piece;
      continue;
    }
    const number = counter.numbers[piece];
    const format = levels[piece]?.format ?? 'decimal';
    if (number === null || number === undefined || piece > level) continue;
    label += formatNumber(
      number,
      legal && format !== 'decimalZero' && format !== 'none' ? 'decimal' : format,
    );
  }
  return label;
}

/** The counters of a document: numberings that refer to one abstract numbering share a counter. */
function createPlans(numberings: Readonly<Record<string, Numbering>>) {
  const plans = new Map<string, Plan | null>();
  const counters = new Map<string, Counter>();
  const templates = new Map<readonly NumberingLevel[], readonly Template[]>();
  return ({ id, anew }: NumberingPlace): Plan | null => {
    const key = anew ? `${id} ${anew.list}` : id;
    const known = plans.get(key);
    if (known !== undefined) return known;
    const numbering = own(numberings, id);
    if (!numbering) {
      plans.set(key, null);
      return null;
    }
    const { abstract, levels } = numbering;
    const starts = anew ? { [anew.level]: anew.start } : numbering.starts;
    const counter = counters.get(abstract) ?? { numbers: Array.from({ length: 9 }, () => null) };
    counters.set(abstract, counter);
    const shared = templates.get(levels) ?? levels.map(templateOf);
    templates.set(levels, shared);
    const plan: Plan = {
      counter,
      levels,
      starts,
      templates: shared,
      fresh: new Set(Object.keys(starts).map(Number)),
    };
    plans.set(key, plan);
    return plan;
  };
}

/**
 * @param paragraphs numbering places of all paragraphs in document order
 * @returns a label for each, without its suffix; null for a paragraph without a label
 */
export function labelsOf(
  paragraphs: Iterable<NumberingPlace | null>,
  numberings: Readonly<Record<string, Numbering>>,
): (string | null)[] {
  const planOf = createPlans(numberings);
  const labels: (string | null)[] = [];
  for (const place of paragraphs) {
    const plan = place && planOf(place);
    if (!plan) {
      labels.push(null);
      continue;
    }
    const level = Math.max(0, Math.min(plan.levels.length - 1, place.level));
    advance(plan, level);
    labels.push(labelAt(plan, level));
  }
  return labels;
}

import type { Look } from './marks.ts';
import type { Span } from './pieces.ts';
import type { Definition } from './source.ts';
import type { SourceUnit } from './source-units.ts';
import { looksKey, type Unit } from './units.ts';

/** Finds the syntax around every unit to write. */

/** A look over consecutive units, with the source's syntax or new syntax. */
export interface Layer {
  readonly look: Look;
  /** The span whose spelling is used; null for new syntax. */
  readonly span: Span | null;
  /** Label of a reference link; null for any other layer. */
  readonly label: string | null;
}

/** A unit to write and its unit in the source. */
export interface Match {
  readonly unit: Unit;
  readonly old: SourceUnit | null;
  /** Its looks, without emphasis that Markdown cannot express. */
  readonly looks: readonly Look[];
  /** Whether the looks are unchanged. */
  readonly same: boolean;
}

/** Whether two units are consecutive in one block of the source. */
export const isNext = (before: Match | undefined, after: Match | undefined): boolean =>
  !!before?.old &&
  !!after?.old &&
  after.old.index === before.old.index + 1 &&
  after.old.block === before.old.block;

function spansOf(span: Span | null): Span[] {
  const spans: Span[] = [];
  for (let around = span; around; around = around.parent) spans.unshift(around);
  return spans;
}

export class Layers {
  readonly #matches: readonly Match[];
  readonly #donors: readonly SourceUnit[];
  readonly #definitions: ReadonlyMap<string, Definition>;
  readonly #normalize: (label: string) => string;
  readonly #bySpan = new Map<Span, Layer>();

  constructor(
    matches: readonly Match[],
    donors: readonly SourceUnit[],
    definitions: ReadonlyMap<string, Definition>,
    normalize: (label: string) => string,
  ) {
    this.#matches = matches;
    this.#donors = donors;
    this.#definitions = definitions;
    this.#normalize = normalize;
  }

  /** The layers around every unit, outermost first. */
  stacks(): Layer[][] {
    const stacks: Layer[][] = [];
    for (const [i, match] of this.#matches.entries()) {
      if (match.same && match.old) stacks.push(spansOf(match.old.span).map((span) => this.#layerOf(span)));
      else stacks.push(this.#stackOf(i, stacks[i - 1] ?? []));
    }
    return stacks;
  }

  #layerOf(span: Span): Layer {
    const known = this.#bySpan.get(span);
    if (known) return known;
    const layer = this.#replaced(span) ?? { look: span.look, span, label: null };
    this.#bySpan.set(span, layer);
    return layer;
  }

  /** A new layer for syntax whose meaning changed; null where the meaning is the same. */
  #replaced({ look, form, label, ...range }: Span): Layer | null {
    if (form === 'free') return null;
    const definition = label === null ? null : this.#definitions.get(this.#normalize(label));
    const kept = definition?.href === look.href && (definition.title ?? null) === (look.title ?? null);
    if (label !== null && !kept) return { look, span: null, label: null };
    if (form === 'reference' || this.#isWhole(range)) return null;
    return { look, span: null, label };
  }

  /** Whether all units of a stretch are there, unchanged and with nothing inserted. */
  #isWhole({ start, end }: { readonly start: number; readonly end: number }): boolean {
    const inside = (unit: SourceUnit | null) => !!unit && unit.start >= start && unit.end <= end;
    const count = this.#donors.filter(inside).length;
    const first = this.#matches.findIndex(({ old }) => inside(old));
    const units = this.#matches.slice(first, first + count);
    return (
      units.length === count &&
      units.every((match, i) => match.same && inside(match.old) && (i === 0 || isNext(units[i - 1], match)))
    );
  }

  /** Layers for a unit whose looks differ from the source's. */
  #stackOf(at: number, before: readonly Layer[]): Layer[] {
    const match = this.#matches[at];
    if (!match) return [];
    const key = looksKey(match.looks);
    const previous = this.#matches[at - 1];
    if (previous && looksKey(previous.looks) === key && !leavesExact(before)) return [...before];
    const next = this.#matches[at + 1];
    const nextSpans = next?.same && next.old ? spansOf(next.old.span) : [];
    if (nextSpans.length > 0 && looksKey(next?.looks ?? []) === key) {
      const stack = nextSpans.map((span) => this.#layerOf(span));
      if (!leavesExact(stack)) return stack;
    }
    return this.#built(at, match.looks, before);
  }

  #built(at: number, looks: readonly Look[], before: readonly Layer[]): Layer[] {
    // A link continues around text that was made bold.
    const own = spansOf(this.#matches[at]?.old?.span ?? null).map((span) => this.#layerOf(span));
    const [one, other] = [fitting(before, looks), fitting(own, looks)];
    const stack = other.length > one.length ? other : one;
    const wanted = looks.filter(({ key }) => !stack.some(({ look }) => look.key === key));
    const rank = ({ name, key }: Look): number =>
      name === 'link' ? Number.POSITIVE_INFINITY : name === 'code' ? -1 : this.#length(at, key);
    const rest = wanted.sort((a, b) => rank(b) - rank(a));
    return [...stack, ...rest.map((look) => ({ look, span: null, label: null }))];
  }

  /** How many units from a unit on have a look. */
  #length(at: number, key: string): number {
    let end = at;
    while (this.#matches[end]?.looks.some((look) => look.key === key)) end++;
    return end - at;
  }
}

/** Layers from the outermost on, as long as a unit has their looks. */
function fitting(stack: readonly Layer[], looks: readonly Look[]): readonly Layer[] {
  const at = stack.findIndex((layer) => isExact(layer) || !looks.some(({ key }) => key === layer.look.key));
  return at < 0 ? stack : stack.slice(0, at);
}

/** Whether the text inside must not change. */
const isExact = ({ span }: Layer): boolean => span?.form === 'exact';
const leavesExact = (stack: readonly Layer[]): boolean => stack.some(isExact);

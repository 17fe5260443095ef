import type { Occurrence } from '../phrases/types.ts';
import type { Boundaries } from './boundaries.ts';
import { type PhraseSources, type Pool, type SourceName, sourceNames } from './pools.ts';
import type { Mark } from './structure.ts';
import type { Path } from './walk.ts';

/** Match lengths whose counts are features. */
const lengths = [2, 3, 4, 5, 6, 8, 10, 12] as const;

/** Value if there is no pool. */
const nothing = -1;

const comma = /[，、；,;]/;
const full = /[。！？.!?：:]/;
const other = /[\p{P}\p{S}]/u;

/**
 * Class of a unit: 0 start of a paragraph, 1 comma, 2 full stop or colon, 3 other mark, 4 Latin, 5 slot, 6
 * character.
 */
function classOf(unit: string | undefined): number {
  if (unit === undefined || unit === '\n') return 0;
  if (comma.test(unit)) return 1;
  if (full.test(unit)) return 2;
  if (other.test(unit)) return 3;
  if (/[\s0-9A-Za-z]/.test(unit)) return 4;
  return /[\uE000-\uF8FF]/.test(unit) ? 5 : 6;
}

interface Where {
  readonly before: number;
  /** Units since the start of the paragraph, at most 60, and since the last mark. */
  readonly inParagraph: number;
  readonly inClause: number;
  /** Class of the last unit of the previous paragraph. */
  readonly above: number;
}

export function whereIn(context: string): Where {
  const paragraph = context.slice(context.lastIndexOf('\n') + 1);
  const clause = /[^\p{P}]*$/u.exec(paragraph.slice(-40))?.[0].length ?? 0;
  const above = context.length - paragraph.length - 2;
  return {
    before: classOf(paragraph.at(-1)),
    inParagraph: Math.min(60, paragraph.length),
    inClause: clause,
    above: above < 0 ? 0 : classOf(context[above]),
  };
}

const whereFeatures = ({ before, inParagraph, inClause, above }: Where) => [
  before,
  inParagraph,
  inClause,
  above,
];

/** Index of the pool of each source and match length; -1 if there is none. */
export type PoolTable = Readonly<Record<SourceName, readonly number[]>>;

export function tableOf(pools: readonly Pool[]): PoolTable {
  const of = (source: SourceName) =>
    lengths.map((length) => pools.findIndex((pool) => pool.source === source && pool.length === length));
  return { document: of('document'), index: of('index'), phrasebook: of('phrasebook') };
}

function alive(path: Path, units: number, pool: number): number {
  return path.steps[units - 1]?.alive[pool] ?? 0;
}

/** Length of the longest match with a place that is followed by the text. */
function longest(pools: readonly Pool[], path: Path, units: number, source: SourceName): number {
  const at = pools.findIndex((pool, i) => pool.source === source && alive(path, units, i) > 0);
  return at < 0 ? 0 : (pools[at] as Pool).length;
}

function ofPool(pool: Pool | undefined, first: number, last: number): readonly [number, number, number] {
  if (!pool) return [nothing, nothing, nothing];
  const size = Math.max(1, pool.sample.length);
  return [first / size, last / size, Math.log2(1 + (last * pool.count) / size)];
}

/** For each source, its documents that go on with a path, by their numbers, each with how many units they agree. */
export type Support = Readonly<Record<SourceName, ReadonlyMap<number, number>>>;

function common(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let units = 0;
  while (units < most && one.charCodeAt(units) === other.charCodeAt(units)) units++;
  return units;
}

/** The documents of the pools' samples, the latest first. */
export function supportOf(pools: readonly Pool[], path: Path, sources: PhraseSources): Support {
  const of = (source: SourceName): Map<number, number> => {
    const agree = new Map<number, number>();
    const seen = new Set<Occurrence>();
    for (const [i, pool] of pools.entries()) {
      if (pool.source !== source || alive(path, 1, i) === 0) continue;
      for (const occurrence of pool.sample) {
        if (seen.has(occurrence)) continue;
        seen.add(occurrence);
        const units = common(occurrence.next, path.text);
        if (units > (agree.get(occurrence.document) ?? 0)) agree.set(occurrence.document, units);
      }
    }
    const dated = [...agree].map((one) => ({ one, at: sources[source]?.document(one[0])?.at ?? 0 }));
    return new Map(dated.toSorted((a, b) => b.at - a.at || b.one[0] - a.one[0]).map(({ one }) => one));
  };
  return { document: of('document'), index: of('index'), phrasebook: of('phrasebook') };
}

function supporters(agreed: Iterable<readonly [document: number, units: number]>, units: number): number {
  let count = 0;
  for (const [, some] of agreed) if (some >= units) count++;
  return count;
}

/** Documents that go on with the first `units` of the path, the latest first. */
export const documentsOf = (support: Support, units: number, source: SourceName): number[] =>
  [...support[source]].filter(([, agreed]) => agreed >= units).map(([document]) => document);

export interface Evaluated {
  readonly context: string;
  /** Familiarity of the sources with the text so far. */
  readonly known: readonly number[];
  readonly where: Where;
  readonly pools: readonly Pool[];
  readonly table: PoolTable;
}

/** A path, and the documents that go on with it. */
export interface Supported {
  readonly path: Path;
  readonly support: Support;
}

/** Features of the first `units` of a path, in a fixed order. */
export function pathFeatures(
  { where, pools, table, known }: Evaluated,
  { path, support }: Supported,
  { ends, atCaret }: Boundaries,
  units: number,
): number[] {
  const taken = path.steps.slice(0, units).map(({ probability }) => probability);
  const text = path.text.slice(0, units);
  const out = [
    taken.reduce((product, each) => product * each, 1),
    Math.min(...taken),
    taken[0] as number,
    taken.at(-1) as number,
    units,
    ends.filter((end) => end <= units).length,
    Number(atCaret),
    classOf(text.at(-1)),
    classOf(text[0]),
    [...text].filter((unit) => classOf(unit) < 4).length,
    Number(units === path.text.length),
    ...whereFeatures(where),
  ];
  for (const source of sourceNames) {
    out.push(longest(pools, path, units, source), pools.find((pool) => pool.source === source)?.length ?? 0);
    table[source].forEach((pool, i) => {
      if (source === 'phrasebook' && i % 2 === 1) return;
      const first = alive(path, 1, pool);
      const last = alive(path, units, pool);
      out.push(...ofPool(pools[pool], first, last));
    });
  }
  out.push(Math.log2(1 + supporters(support.index, units)), ...known);
  return out;
}

/** Features of a mark of the document's numbering, in an order of their own. */
export function markFeatures(context: string, mark: Mark): number[] {
  const { style, typed, distance, gap, value, isArabic, text } = mark;
  const { above } = whereIn(context);
  return [
    typed,
    distance,
    gap,
    distance - gap,
    style,
    text.length,
    Math.min(value, 20),
    Number(isArabic),
    above,
  ];
}

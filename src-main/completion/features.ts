import type { Boundaries } from './boundaries.ts';
import { type Pool, type SourceName, sourceNames } from './pools.ts';
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

/** Documents of the samples with a place that is followed by the text. */
export function documentsOf(pools: readonly Pool[], path: Path, units: number, source: SourceName): number[] {
  const text = path.text.slice(0, units);
  const found = new Set<number>();
  pools.forEach((pool, i) => {
    if (pool.source !== source || alive(path, units, i) === 0) return;
    for (const { document, next } of pool.sample) if (next.startsWith(text)) found.add(document);
  });
  return [...found];
}

export interface Evaluated {
  readonly context: string;
  /** Familiarity of the sources with the text so far. */
  readonly known: readonly number[];
  readonly where: Where;
  readonly pools: readonly Pool[];
  readonly table: PoolTable;
}

/** Features of the first `units` of a path, in a fixed order. */
export function pathFeatures(
  { where, pools, table, known }: Evaluated,
  path: Path,
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
  out.push(Math.log2(1 + documentsOf(pools, path, units, 'index').length), ...known);
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

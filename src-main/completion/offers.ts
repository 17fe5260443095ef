import { boundaries } from './boundaries.ts';
import { familiarity, sameKind } from './familiarity.ts';
import {
  documentsOf,
  type Evaluated,
  markFeatures,
  pathFeatures,
  type Supported,
  supportOf,
  tableOf,
  whereIn,
} from './features.ts';
import { asked, type PhraseSources, type Pool, pools, type SourceName } from './pools.ts';
import { nextMarks } from './structure.ts';
import { type Path, paths } from './walk.ts';

/** A possible continuation with its features, before its probability is computed. */
export interface Phrase {
  readonly text: string;
  readonly source: SourceName;
  /** Which weights compute its probability. */
  readonly judge: 'paths' | 'marks';
  readonly features: readonly number[];
  readonly evidence: Evidence;
  /** Documents with this continuation, by their numbers in the source's index, the latest first. */
  documents(): readonly number[];
}

/** Evidence for a phrase, as plain data for the interface. */
export interface Evidence {
  /** Units of the longest match of the context. */
  readonly matched: number;
  /** Estimated number of places with this continuation. */
  readonly count: number;
  /** Their share of the places where the context occurs. */
  readonly share: number;
  /** Whether the text before the caret reads like the writer's own documents. */
  readonly isOwnKind: boolean;
}

/** Least units of a phrase: shorter ones save no key press. */
const least = 2;

/** The source to name for a phrase: the one with the longest match. */
function sourceOf(found: readonly Pool[], path: Path, units: number): { source: SourceName; at: number } {
  let best = -1;
  found.forEach((pool, i) => {
    if ((path.steps[units - 1]?.alive[i] ?? 0) > 0 && pool.length > (found[best]?.length ?? 0)) best = i;
  });
  return { source: found[best]?.source ?? 'index', at: best };
}

const isOwnKind = ({ known: [mean = 0] }: Evaluated): boolean => mean >= sameKind;

function offersOf(evaluated: Evaluated, supported: Supported): Phrase[] {
  const { path, support } = supported;
  const where = boundaries(evaluated.context, path.text);
  return where.ends
    .filter((units) => units >= least)
    .map((units): Phrase => {
      const { source, at } = sourceOf(evaluated.pools, path, units);
      const pool = evaluated.pools[at];
      const size = Math.max(1, pool?.sample.length ?? 0);
      const share = (path.steps[units - 1]?.alive[at] ?? 0) / size;
      return {
        text: path.text.slice(0, units),
        source,
        judge: 'paths',
        features: pathFeatures(evaluated, supported, where, units),
        evidence: {
          matched: pool?.length ?? 0,
          count: Math.round(share * (pool?.count ?? 0)),
          share,
          isOwnKind: isOwnKind(evaluated),
        },
        documents: () => documentsOf(support, units, source),
      };
    });
}

/** The possible continuations. @param context text up to the caret, after `slotted` */
export function offers(context: string, sources: PhraseSources): Phrase[] {
  const found = pools(context, sources);
  const end = asked(context);
  const known = [sources.index, sources.phrasebook].flatMap((index) => familiarity(end, index));
  const evaluated = { context, where: whereIn(context), pools: found, table: tableOf(found), known };
  const counted = nextMarks(context).map(
    (mark): Phrase => ({
      text: mark.text,
      source: 'document',
      judge: 'marks',
      features: markFeatures(context, mark),
      evidence: { matched: mark.typed, count: 1, share: 1, isOwnKind: isOwnKind(evaluated) },
      documents: () => [],
    }),
  );
  return [
    ...paths(found).flatMap((path) =>
      offersOf(evaluated, { path, support: supportOf(found, path, sources) }),
    ),
    ...counted,
  ];
}

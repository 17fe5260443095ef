import type { OriginKind } from '../contract/phrases.ts';
import type { InlineLevel } from '../contract/schemas.ts';
import { least } from './levels.ts';
import { type Personal, shifted } from './personal.ts';

/** Merges the offers of all sources, with the probability that the writer continues with them. */

export interface Offer {
  readonly text: string;
  /** Calibrated, before the adjustment by the writer's earlier answers. */
  readonly probability: number;
  readonly origin: OriginKind;
  /** Documents with this continuation, by their numbers in the index of `origin`, the latest first. */
  readonly documents: readonly number[];
}

export interface Chosen extends Offer {
  /** Probability that this writer accepts the offer; the levels promise its average. */
  readonly expected: number;
}

export interface Decision {
  readonly level: InlineLevel;
  readonly personal: Personal;
  readonly isUnwanted: (text: string) => boolean;
  /** Most offers returned. */
  readonly top: number;
}

/** Expected number of units that the offer saves. Accepting costs one key press. */
const saved = ({ expected, text }: Chosen) => expected * (text.length - 1);

/**
 * The offers that are probable enough for the level, those that save most first. Of equal texts, the most probable.
 */
export function decide(
  offers: readonly Offer[],
  { level, personal, isUnwanted, top }: Decision,
): readonly Chosen[] {
  const sure = offers
    .map((one): Chosen => ({ ...one, expected: shifted(one.probability, personal[one.origin]) }))
    .filter(
      ({ expected, text, origin }) => text !== '' && expected >= least(level, origin) && !isUnwanted(text),
    )
    .toSorted((a, b) => b.expected - a.expected);
  const once = [...Map.groupBy(sure, ({ text }) => text).values()].flatMap(([surest]) => surest ?? []);
  return once.toSorted((a, b) => saved(b) - saved(a) || b.expected - a.expected).slice(0, top);
}

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
  /** Of a phrase: whether the text before the caret reads like the writer's own documents. */
  readonly evidence?: { readonly isOwnKind: boolean };
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

/**
 * Key presses that an offer saves, on average, to a power below 1: the end of a long phrase is offered again after its
 * beginning was accepted, so that a shorter and surer phrase loses less than its length.
 */
const lengthPower = 0.6;
const worth = ({ expected, text }: Chosen) => expected * (text.length - 1) ** lengthPower;

/** Offers that are sure enough for the level, those that are worth most first; of the same text the surest. */
export function decide(
  offers: readonly Offer[],
  { level, personal, isUnwanted, top }: Decision,
): readonly Chosen[] {
  const sure = offers
    .map((one): Chosen => ({ ...one, expected: shifted(one.probability, personal[one.origin]) }))
    .filter((one) => one.text !== '' && one.expected >= least(level, one) && !isUnwanted(one.text))
    .toSorted((a, b) => b.expected - a.expected);
  const once = [...Map.groupBy(sure, ({ text }) => text).values()].flatMap(([surest]) => surest ?? []);
  return once.toSorted((a, b) => worth(b) - worth(a) || b.expected - a.expected).slice(0, top);
}

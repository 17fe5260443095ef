import type { Opening } from '../../contract/rollouts.ts';
import type { Message } from '../../contract/text.ts';
import { message } from '../../texts/message.ts';
import { acceptance } from './rules/acceptance.ts';
import { constant } from './rules/constant.ts';
import { errorsInLast } from './rules/errors-in-last.ts';
import { errorsInMinute } from './rules/errors-in-minute.ts';
import { errorsSequential } from './rules/errors-sequential.ts';
import { latency, latencyTail } from './rules/latency.ts';
import { memory } from './rules/memory.ts';
import { notFinite } from './rules/not-finite.ts';
import type { Rule, Seen } from './rules/rule.ts';

/** The first that opens gives the reason. */
export const rules: readonly Rule[] = [
  notFinite,
  constant,
  errorsInLast,
  errorsInMinute,
  latency,
  latencyTail,
  memory,
  acceptance,
  errorsSequential,
];

/** The reason to stop a version, where a rule sees one. */
export function openingOn<On extends keyof Seen>(on: On, seen: Seen[On]): Opening | null {
  for (const one of rules) {
    const opening = one.opens(on, seen);
    if (opening) return opening;
  }
  return null;
}

/** Why a breaker opened, as part of a sentence. One that another edition of the app wrote may be unknown. */
export const openingText = (opening: Opening): Message =>
  rules.find(({ name }) => name === opening.rule)?.text(opening) ??
  message('versions.opening-unknown', {}, JSON.stringify(opening));

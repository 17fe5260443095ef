import type { Opening } from '../../contract/rollouts.ts';
import type { Bilingual } from '../../contract/schemas.ts';
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
export const openingText = (opening: Opening): Bilingual =>
  rules.find(({ name }) => name === opening.rule)?.text(opening) ?? {
    zh: '原因由另一版补墨记录，此处无法说明',
    en: 'the reason was recorded by another edition of Bumo and cannot be told here',
    detail: JSON.stringify(opening),
  };

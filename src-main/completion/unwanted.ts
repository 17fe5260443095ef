/**
 * Whether an offer is one that the writer does not want again. A phrase was turned down at one place of it; at
 * another place the rest, the beginning or a longer phrase around it is the same phrase.
 */

/** Units of a rule that make it a phrase: shorter ones are words, which hold where they are the whole offer. */
const leastOfPhrase = 4;
/** Units of a phrase's beginning that tell, standing before the caret, that it is being written. */
const tells = 2;

/** Whether what begins before the caret, or at it, is the phrase so far. */
function isWithin(rule: string, before: string, text: string): boolean {
  for (let typed = 0; typed < rule.length; typed++) {
    const rest = rule.slice(typed);
    if (!before.endsWith(rule.slice(0, typed)) || !rest.startsWith(text)) continue;
    if (typed >= tells || text.length * 2 >= rest.length) return true;
  }
  return false;
}

/** Whether the phrase would stand in the text with a part of the offer in it. */
function wouldStand(rule: string, before: string, text: string): boolean {
  const left = before.slice(-rule.length + 1);
  return (left + text).includes(rule);
}

/** @param before text up to the caret @param rules words and phrases that are not to be offered */
export function unwantedAt(before: string, rules: ReadonlySet<string>): (text: string) => boolean {
  const phrases = [...rules].filter((rule) => rule.length >= leastOfPhrase);
  return (text) =>
    rules.has(text) || phrases.some((rule) => isWithin(rule, before, text) || wouldStand(rule, before, text));
}

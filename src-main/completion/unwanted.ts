/**
 * Recognises offers that the writer rejected. A phrase is rejected at one position; at another, the offer may be its
 * rest, its start, or a longer phrase around it.
 */

/** Least units of a phrase. Shorter rules are words, which apply only to equal offers. */
const leastOfPhrase = 4;
/** Least typed units of a phrase that show that the writer is typing it. */
const tells = 2;

/** Whether the offer continues the phrase, from a typed start or from the caret. */
function isWithin(rule: string, before: string, text: string): boolean {
  for (let typed = 0; typed < rule.length; typed++) {
    const rest = rule.slice(typed);
    if (!before.endsWith(rule.slice(0, typed)) || !rest.startsWith(text)) continue;
    if (typed >= tells || text.length * 2 >= rest.length) return true;
  }
  return false;
}

/** Whether the text would contain the phrase, at least in part from the offer. */
function wouldStand(rule: string, before: string, text: string): boolean {
  const left = before.slice(-rule.length + 1);
  return (left + text).includes(rule);
}

/**
 * A test for unwanted offers.
 * @param before text up to the caret
 * @param rules rejected words and phrases
 */
export function unwantedAt(before: string, rules: ReadonlySet<string>): (text: string) => boolean {
  const phrases = [...rules].filter((rule) => rule.length >= leastOfPhrase);
  return (text) =>
    rules.has(text) || phrases.some((rule) => isWithin(rule, before, text) || wouldStand(rule, before, text));
}

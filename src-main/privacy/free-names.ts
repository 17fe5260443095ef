import characters from '../../resources/privacy/name-characters.json' with { type: 'json' };
import lists from '../../resources/privacy/surnames.json' with { type: 'json' };
import { beginsWord } from './common-words.ts';
import { holdsGrammar, isFreeName, isGiven } from './name-shape.ts';
import { han } from './scan.ts';
import { anySurname, compoundOnly } from './surnames.ts';
import { charactersOf, segmenter, wordsOf } from './words.ts';

/**
 * Names without a label or title: 免去胡志军的职务, 昨天和王芳一起去了. The test errs towards names: it also matches 代农业 in 现代农业 and
 * one in 300 phrases. Use it only to leave phrases out, not to replace text.
 */

/** UTF-16 units before a text that are segmented with it, so that its first word boundary is right. */
const lookedBack = 12;

const frequent = new Set(charactersOf(lists.frequent));
/** Grammatical words that are also given names, after a word that ends in a surname: 过程中, 阶段可. */
const grammarOrGiven = new Set(charactersOf(characters.grammarOrGiven));
const linking = new Set(charactersOf(characters.linking));
const compoundWords = new Set(wordsOf(lists.compoundWords));
const three = new RegExp(`^[${han}]{3}$`);
const two = new RegExp(`^[${han}]{2}$`);
const dot = /[·•・]/;

/** A text and the offsets where its words start. */
interface Words {
  readonly text: string;
  readonly starts: ReadonlySet<number>;
}

function segmented(text: string): Words {
  return {
    text,
    starts: new Set([...segmenter.segment(text)].map(({ index }) => index).concat(text.length)),
  };
}

/** Whether a surname and one more character at `at` are a name: 王芳, which is in no dictionary. */
function isShortName({ text, starts }: Words, at: number): boolean {
  const name = text.slice(at, at + 2);
  const [surname = '', given = ''] = name;
  if (!two.test(name) || !anySurname.test(surname) || beginsWord(name)) return false;
  if (holdsGrammar(given) && !grammarOrGiven.has(given)) return false;
  const [begins, parts, ends] = [starts.has(at), starts.has(at + 1), starts.has(at + 2)];
  if (!frequent.has(surname)) return begins && ends && isGiven(given);
  if (begins) return isGiven(given) || (parts && ends);
  // The surname ends an apparent word: 上田峰.
  return parts && ends && isGiven(given) && !linking.has(given);
}

const isLongName = ({ text }: Words, at: number): boolean => {
  const name = text.slice(at, at + 3);
  return three.test(name) && isFreeName(name);
};

/** A compound surname that is not a common word: 诸葛, but not 东方. */
const isCompound = ({ text, starts }: Words, at: number): boolean =>
  starts.has(at) && compoundOnly.test(text.slice(at, at + 2)) && !compoundWords.has(text.slice(at, at + 2));

/** Whether the text ends in a surname, so that the given name may follow. */
const endsInSurname = ({ text, starts }: Words): boolean =>
  frequent.has(text.at(-1) ?? '') && starts.has(text.length - 1);

/**
 * Whether a text contains a name or the start of one, or continues a name that starts in `before`.
 * @param before the text in front
 */
export function mayHoldName(before: string, text: string): boolean {
  if (dot.test(text)) return true;
  const left = before.slice(before.lastIndexOf('\n') + 1).slice(-lookedBack);
  const words = segmented(left + text);
  for (let at = Math.max(0, left.length - 2); at < words.text.length; at++) {
    if (isLongName(words, at)) return true;
    if (at + 2 > left.length && (isShortName(words, at) || isCompound(words, at))) return true;
  }
  return endsInSurname(words);
}

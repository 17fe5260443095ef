import { maskText } from '../contract/gap.ts';
import { textOfDraft } from '../learn/samples/sentences.ts';
import { scrub } from '../privacy/scrub.ts';
import type { ReadDb } from '../store/db.ts';
import { draftContents } from '../store/drafts.ts';

/** Most sentences. */
const most = 300;
const leastCharacters = 10;
const mostCharacters = 60;

const isPlain = (sentence: string): boolean => {
  const { length } = Array.from(sentence);
  const han = sentence.match(/\p{Script=Han}/gu)?.length ?? 0;
  return (
    length >= leastCharacters &&
    length <= mostCharacters &&
    han >= length / 2 &&
    !sentence.includes(maskText) &&
    // A placeholder would be learned, too.
    scrub(sentence).text === sentence
  );
};

/** @returns sentences of the writer's documents for replay, none of which contains a gap or personal data */
export function ownSentences(db: ReadDb): string[] {
  const sentences = [...draftContents(db)]
    .flatMap((content) => textOfDraft(content).split(/(?<=[。！？；])|\n/))
    .map((sentence) => sentence.trim())
    .filter(isPlain);
  return [...new Set(sentences)].slice(0, most);
}

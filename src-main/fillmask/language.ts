import type { Checkpoint } from '../models/types.ts';
import { type BoundLexicon, bindLexicon } from './infill/word-table.ts';
import { type Lexicon, longestWord } from './lexicon.ts';
import { createTokenizer, type Tokenizer } from './tokenizer.ts';

/** What all versions of a model share: how text is cut into tokens and which words there are. */
export interface Language {
  readonly tokenizer: Tokenizer;
  readonly lexicon: BoundLexicon;
}

export function createLanguage(
  checkpoint: Pick<Checkpoint, 'vocabulary' | 'tokenizerConfig'>,
  lexicon: Lexicon,
): Language {
  const tokenizer = createTokenizer(checkpoint);
  return { tokenizer, lexicon: bindLexicon(lexicon, tokenizer, longestWord) };
}

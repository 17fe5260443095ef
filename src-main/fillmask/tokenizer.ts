import { Tokenizer as WordPieceTokenizer } from '@huggingface/tokenizers';
import { assert, must } from '../base/assert.ts';
import { CodedError } from '../base/error.ts';
import { maskText } from '../contract/gap.ts';
import type { Checkpoint } from '../models/types.ts';
import { message } from '../texts/message.ts';

/** A token and the part of the text it stands for: UTF-16 offsets, end exclusive. */
export interface Token {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

export interface Tokenizer {
  readonly vocabulary: readonly string[];
  readonly special: {
    readonly cls: number;
    readonly sep: number;
    readonly mask: number;
    readonly unk: number;
  };
  /** Id of a whole token, or undefined where the vocabulary lacks it. */
  idOf(token: string): number | undefined;
  /**
   * Tokens of `text[from, to)` in order, without special tokens: `[CLS]` and the like written out
   * by the user are plain characters here. White space and control characters yield no token.
   */
  encode(text: string, from?: number, to?: number): Token[];
}

interface Rules {
  readonly lowercase: boolean;
  readonly stripAccents: boolean;
  readonly splitChinese: boolean;
}

/** BERT's defaults where tokenizer_config.json is silent (Hugging Face `BertTokenizer`). */
function rulesOf(config: Readonly<Record<string, unknown>>): Rules {
  const lowercase = config.do_lower_case !== false;
  return {
    lowercase,
    stripAccents: typeof config.strip_accents === 'boolean' ? config.strip_accents : lowercase,
    splitChinese: config.tokenize_chinese_chars !== false,
  };
}

function packageTokenizer(vocabulary: readonly string[], rules: Rules): WordPieceTokenizer {
  const specification = {
    // Registered special tokens would be cut out of the user's text.
    added_tokens: [],
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: rules.splitChinese,
      strip_accents: rules.stripAccents,
      lowercase: rules.lowercase,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: null,
    decoder: { type: 'WordPiece', prefix: '##', cleanup: false },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
    },
  };
  return new WordPieceTokenizer(specification, {});
}

/** What the normaliser makes of one code point on its own. */
type NormaliseOne = (codePoint: string) => string;

/** Normalised text in UTF-16 units, each with the code point of the text that it comes from. */
interface Origins {
  readonly length: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

function originsOf(text: string, base: number, normaliseOne: NormaliseOne): Origins {
  const starts: number[] = [];
  const ends: number[] = [];
  let at = base;
  for (const codePoint of text) {
    const units = normaliseOne(codePoint).length;
    for (let unit = 0; unit < units; unit++) {
      starts.push(at);
      ends.push(at + codePoint.length);
    }
    at += codePoint.length;
  }
  return { length: starts.length, starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
}

function memoised(normalise: (text: string) => string): NormaliseOne {
  const known = new Map<string, string>();
  return (codePoint) => {
    const found = known.get(codePoint);
    if (found !== undefined) return found;
    const made = normalise(codePoint);
    // Bounded by the distinct characters of one language in practice; emptied rather than left to grow.
    if (known.size > 20_000) known.clear();
    known.set(codePoint, made);
    return made;
  };
}

/** Spreads the tokens of one normalised word, which begins at unit `from`, over their origins. */
function place(tokens: readonly string[], word: string, from: number, origins: Origins): [number, number][] {
  const span = (a: number, b: number): [number, number] => [
    must(origins.starts[a], 'a token begins inside the text'),
    must(origins.ends[b - 1], 'a token ends inside the text'),
  ];
  if (tokens.length === 1) return [span(from, from + word.length)];
  let at = from;
  return tokens.map((token, index) => {
    const units = index === 0 ? token.length : token.length - 2;
    at += units;
    return span(at - units, at);
  });
}

function missing(token: string): never {
  throw new CodedError('model-wrong-vocabulary', message('engine.vocabulary-lacks', { token }));
}

/**
 * BERT's WordPiece tokenizer from the model's own vocabulary, with exact offsets, which the
 * package does not give. Normalising, splitting and WordPiece are the package's; the offsets come from
 * normalising each code point alone, which yields as many units as normalising the whole.
 * @throws CodedError `model-wrong-vocabulary` where a special token is missing.
 */
export function createTokenizer(checkpoint: Pick<Checkpoint, 'vocabulary' | 'tokenizerConfig'>): Tokenizer {
  const { vocabulary } = checkpoint;
  const ids = new Map(vocabulary.map((token, id) => [token, id]));
  const idOfSpecial = (token: string) => ids.get(token) ?? missing(token);
  const special = {
    cls: idOfSpecial('[CLS]'),
    sep: idOfSpecial('[SEP]'),
    mask: idOfSpecial(maskText),
    unk: idOfSpecial('[UNK]'),
  };
  const { normalizer, pre_tokenizer, model } = packageTokenizer(
    vocabulary,
    rulesOf(checkpoint.tokenizerConfig),
  );
  assert(normalizer && pre_tokenizer && model, 'the tokenizer has its three stages');
  const normaliseOne = memoised((text) => normalizer.normalize(text));

  return {
    vocabulary,
    special,
    idOf: (token) => ids.get(token),
    encode(text, from = 0, to = text.length) {
      const slice = text.slice(from, to);
      const normalised = normalizer.normalize(slice);
      const origins = originsOf(slice, from, normaliseOne);
      assert(origins.length === normalised.length, 'code points normalise to the same length as their text');
      const tokens: Token[] = [];
      let at = 0;
      for (const word of pre_tokenizer.pre_tokenize(normalised)) {
        at = normalised.indexOf(word, at);
        const pieces = model.encode([word]);
        for (const [index, [start, end]] of place(pieces, word, at, origins).entries()) {
          tokens.push({ id: ids.get(pieces[index] ?? '') ?? special.unk, start, end });
        }
        at += word.length;
      }
      return tokens;
    },
  };
}

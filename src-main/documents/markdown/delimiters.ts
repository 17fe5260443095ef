import { firstCharacter, lastCharacter } from './characters.ts';
import { isPunctuation } from './constructs.ts';
import { destination, titlePart } from './escape.ts';
import type { Habits } from './habits.ts';
import type { Layer } from './layers.ts';
import { Lines } from './lines.ts';
import { type Look, tagOf } from './marks.ts';
import type { Source } from './source.ts';

/** Writes the delimiters of layers: where they begin and end. */

/** A stretch of units that a layer covers. */
export interface Stretch {
  readonly layer: Layer;
  /** Whether a delimiter was copied from the source. */
  copied: boolean;
}

export type InlineToken =
  | { readonly kind: 'text'; readonly lines: Lines }
  | { readonly kind: 'open' | 'close'; readonly stretch: Stretch };

interface Spelling {
  readonly open: string;
  readonly close: string;
}

const flanked = /^[*_~]+$/;
const address = /^[a-z][a-z0-9+.-]{1,31}:[^\s<>\p{Cc}]*$/iu;

export interface DelimiterJob {
  readonly tokens: readonly InlineToken[];
  readonly source: Source | null;
  readonly habits: Habits;
  /** Emphasis as HTML. */
  readonly html: boolean;
}

/** The tokens as lines. */
export function writeTokens(job: DelimiterJob): Lines {
  const spellings = new Map<Stretch, Spelling>();
  for (const token of job.tokens)
    if (token.kind !== 'text' && !spellings.has(token.stretch))
      spellings.set(token.stretch, spellingOf(job, token.stretch));
  const lines = new Lines();
  for (const token of job.tokens) {
    if (token.kind === 'text') lines.addLines(token.lines);
    else lines.addLines(Lines.of(spellings.get(token.stretch)?.[token.kind] ?? ''));
  }
  return lines;
}

function spellingOf(job: DelimiterJob, stretch: Stretch): Spelling {
  const { layer } = stretch;
  const given = sourceSpelling(job.source, layer);
  if (stretch.copied && given) return given;
  if (layer.look.name === 'link') return given ?? linkSpelling(job, stretch);
  const candidates = [...(given ? [given] : []), ...usualSpellings(layer.look, job.habits)];
  const fits = (one: Spelling) => !flanked.test(one.open) || (!job.html && isFlanked(job, stretch, one.open));
  return candidates.find(fits) ?? htmlSpelling(layer.look);
}

function sourceSpelling(source: Source | null, { span }: Layer): Spelling | null {
  if (!span || !source) return null;
  const cut = (from: number, to: number) => source.lines.cut(from, to, Number.POSITIVE_INFINITY).text;
  return { open: cut(span.start, span.inner.start), close: cut(span.inner.end, span.end) };
}

function htmlSpelling({ name }: Look): Spelling {
  const tag = name === 'link' || name === 'code' ? 'span' : tagOf[name];
  return { open: `<${tag}>`, close: `</${tag}>` };
}

function usualSpellings({ name }: Look, habits: Habits): Spelling[] {
  const same = (...signs: readonly string[]) =>
    [...new Set(signs)].map((sign) => ({ open: sign, close: sign }));
  if (name === 'bold') return same(habits.strong, '**');
  if (name === 'italic') return same(habits.emphasis, '*');
  return name === 'strike' ? same('~~') : [];
}

function linkSpelling({ tokens }: DelimiterJob, stretch: Stretch): Spelling {
  const { look, label } = stretch.layer;
  if (label !== null) return { open: '[', close: `][${label}]` };
  const from = tokens.findIndex((token) => token.kind === 'open' && token.stretch === stretch);
  const [text, end] = tokens.slice(from + 1, from + 3);
  const alone = text?.kind === 'text' && end?.kind === 'close' && end.stretch === stretch;
  const exact =
    alone && !stretch.copied && text.lines.text === look.href && address.test(look.href) && !look.title;
  return exact
    ? { open: '<', close: '>' }
    : { open: '[', close: `](${destination(look.href)}${titlePart(look.title)})` };
}

const isSpace = (char: string): boolean => char === '' || /\s/.test(char);

/** Whether both delimiters of a stretch are read as emphasis (CommonMark 0.31, 6.2). */
function isFlanked(job: DelimiterJob, stretch: Stretch, sign: string): boolean {
  const underscore = sign.startsWith('_');
  return job.tokens.every((token, i) => {
    if (token.kind === 'text' || token.stretch !== stretch) return true;
    const [outer, inner] =
      token.kind === 'open'
        ? [charBeside(job, i, -1), charBeside(job, i, 1)]
        : [charBeside(job, i, 1), charBeside(job, i, -1)];
    const free = isSpace(outer) || isPunctuation(outer);
    if (isSpace(inner) || (isPunctuation(inner) && !free)) return false;
    return !underscore || free;
  });
}

/** The character next to a token, delimiters of emphasis left out; empty at the end of a line. */
function charBeside({ tokens }: DelimiterJob, at: number, step: 1 | -1): string {
  for (let i = at + step; ; i += step) {
    const token = tokens[i];
    if (!token) return '';
    if (token.kind !== 'text') {
      if (token.stretch.layer.look.name === 'link') return '[';
      continue;
    }
    const { text } = token.lines;
    if (text !== '') return step === 1 ? firstCharacter(text) : lastCharacter(text);
  }
}

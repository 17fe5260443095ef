import { normalizeIdentifier } from 'micromark-util-normalize-identifier';
import { lastCharacter } from './characters.ts';
import { type InlineToken, type Stretch, writeTokens } from './delimiters.ts';
import { escaped, fullyEscaped, type Surroundings } from './escape.ts';
import type { InlineJob } from './inline-job.ts';
import { countedMatches, type Item, isOwn, isWhole, itemsOf, sameLayers } from './items.ts';
import { isNext, type Layer, Layers, type Match } from './layers.ts';
import { Lines } from './lines.ts';
import { oneLine } from './marks.ts';
import { matchUnits } from './matching.ts';
import { wrapBetween } from './pieces.ts';
import type { SourceUnit } from './source-units.ts';
import { gapUnits, imageOf, quotedCode } from './spelling.ts';
import { shownValue } from './units.ts';

/** Writes the inline content of a block: text of the source is copied with the syntax between. */

export const writeInline = (job: InlineJob): Lines => new InlineWriter(job).write();

class InlineWriter {
  readonly #job: InlineJob;
  readonly #matches: readonly Match[];
  readonly #items: readonly Item[];
  /** Units that are part of a spelled gap. */
  readonly #gaps: ReadonlySet<number>;
  readonly #tokens: InlineToken[] = [];
  #open: Stretch[] = [];
  /** The current line so far. */
  #line = '';

  constructor(job: InlineJob) {
    this.#job = job;
    const donors = job.care === 2 ? [] : job.donors;
    this.#matches = countedMatches(matchUnits(job.units, donors), firstOf(job));
    const stacks = new Layers(this.#matches, donors, job.definitions, normalizeIdentifier).stacks();
    this.#items = itemsOf(this.#matches, stacks, donors);
    this.#gaps = gapUnits(this.#matches.map(({ unit }) => unit));
  }

  write(): Lines {
    for (const [i, item] of this.#items.entries()) {
      this.#between(this.#items[i - 1], item);
      const [match] = item.matches;
      if (item.code) this.#add(this.#code(item, item.code));
      else if (match) this.#add(this.#spelled(item, match));
    }
    this.#end();
    const { source, habits, care } = this.#job;
    return writeTokens({ tokens: this.#tokens, source, habits, html: care === 2 });
  }

  /** Writes the syntax between two items, or before the first. */
  #between(before: Item | undefined, item: Item): void {
    const { block, care } = this.#job;
    const match = item.matches[0];
    const from = before ? before.end : (block?.content.start ?? null);
    const flat = sameLayers(item.stack, this.#open);
    const known =
      from !== null && item.start !== null && match?.same && isOwn(item) && (!before || isOwn(before));
    const next = before
      ? before.matches.at(-1)?.same && isNext(before.matches.at(-1), match)
      : this.#isFirst(match);
    if (known && next && (care === 0 || flat)) this.#copy(from, item.start ?? from, item.stack);
    else this.#turn(item.stack, match);
  }

  /** Whether a unit is the first of the block that is written. */
  #isFirst(match: Match | undefined): boolean {
    return !!match?.old && match.old === firstOf(this.#job);
  }

  /** The source's own syntax between two items. */
  #copy(from: number, to: number, stack: readonly Layer[]): void {
    const shared = this.#shared(stack);
    for (const stretch of this.#open.splice(shared)) stretch.copied = true;
    this.#open.push(...stack.slice(shared).map((layer) => ({ layer, copied: true })));
    this.#add(this.#cut(from, to));
  }

  /** Ends and begins layers. */
  #turn(stack: readonly Layer[], match: Match | undefined): void {
    const shared = this.#shared(stack);
    for (const stretch of this.#open.splice(shared).reverse()) this.#tokens.push({ kind: 'close', stretch });
    const unseen = match?.old?.unseen;
    if (unseen && this.#keepsUnseen(match)) this.#add(this.#cut(unseen.start, unseen.end));
    for (const layer of stack.slice(shared)) {
      const stretch = { layer, copied: false };
      this.#open.push(stretch);
      this.#tokens.push({ kind: 'open', stretch });
    }
  }

  #shared(stack: readonly Layer[]): number {
    const at = stack.findIndex((layer, i) => this.#open[i]?.layer !== layer);
    return Math.min(at < 0 ? stack.length : at, this.#open.length);
  }

  /** An invisible line end stays where it remains invisible. */
  #keepsUnseen({ unit }: Match): boolean {
    const { single, care } = this.#job;
    return (
      !single &&
      care === 0 &&
      unit.kind === 'text' &&
      this.#line !== '' &&
      wrapBetween(lastCharacter(this.#line), unit.text) === ''
    );
  }

  #end(): void {
    const last = this.#items.at(-1);
    const { block, care, donors } = this.#job;
    const match = last?.matches.at(-1);
    const ends =
      match?.same &&
      match.old?.block === block &&
      donors.findLast((unit) => unit.block === block) === match.old;
    const own = last && last.end !== null && isOwn(last);
    if (ends && own && block && (care === 0 || this.#open.length === 0))
      this.#copy(last.end ?? 0, block.content.end, []);
    else this.#turn([], undefined);
  }

  #cut(from: number, to: number): Lines {
    const { source, block } = this.#job;
    const lines = source?.lines.cut(from, to, block?.depth ?? Number.POSITIVE_INFINITY) ?? new Lines();
    return block ? lines : lines.moved();
  }

  #add(lines: Lines): void {
    const { text } = lines;
    if (text === '') return;
    this.#tokens.push({ kind: 'text', lines });
    const at = text.lastIndexOf('\n');
    this.#line = at < 0 ? this.#line + text : text.slice(at + 1);
  }

  #spelled({ at, stack }: Item, match: Match): Lines {
    const { unit, old } = match;
    if (unit.kind === 'break') return this.#lineBreak(at, match);
    if (unit.kind === 'image') return old ? this.#copied(old) : Lines.of(imageOf(unit));
    if (unit.kind === 'atom') return this.#atom(at, match);
    if (old?.wrap) return this.#wrapped(at, old);
    // In code and addresses, backslashes and entities are literal.
    const verbatim =
      old?.span?.look.name === 'code' || (old?.span?.form === 'exact' && old.span.label === null);
    const known = old !== null && (!verbatim || stack.at(-1)?.span === old.span);
    const spelling = known ? (this.#job.source?.text.slice(old.start, old.end) ?? '') : unit.text;
    return new Lines().add(this.#character(at, spelling, known));
  }

  #atom(at: number, { unit, old }: Match): Lines {
    if (old?.kind === 'atom') return this.#copied(old);
    const text = this.#job.single ? oneLine(unit.text) : unit.text;
    if (this.#job.care < 2) return Lines.of(text);
    const around = { ...this.#around(at), after: '', lineSoFar: null };
    return Lines.of(Array.from(text, (char) => fullyEscaped(char, around)).join(''));
  }

  /** A node of the source as the file spells it, on one line where only one is allowed. */
  #copied({ start, end }: SourceUnit): Lines {
    const lines = this.#cut(start, end);
    return this.#job.single ? new Lines().add(oneLine(lines.text)) : lines;
  }

  #character(i: number, spelling: string, known: boolean): string {
    const { care, inCell } = this.#job;
    const unit = this.#matches[i]?.unit;
    if (!unit) return '';
    if (this.#gaps.has(i)) return spelling;
    if (inCell && unit.text === '|') return '\\|';
    if (care === 0 || (known && !this.#mayBegin(i))) return spelling;
    if (care === 2) return fullyEscaped(unit.text, this.#around(i));
    return known && spelling !== unit.text ? spelling : escaped(unit.text, this.#around(i));
  }

  #around(i: number): Surroundings {
    const next = this.#matches[i + 1]?.unit;
    const lineSoFar = this.#mayBegin(i) ? this.#line : null;
    const after = next ? shownValue(next) : '';
    return { before: lastCharacter(this.#line), after, lineSoFar, inHeading: this.#job.inHeading };
  }

  /** Whether a unit is at or near the beginning of a line and was not there in the source. */
  #mayBegin(i: number): boolean {
    return this.#line.length < 10 && !this.#standsAsItStood(i);
  }

  #standsAsItStood(i: number): boolean {
    const match = this.#matches[i];
    return i > 0 ? isNext(this.#matches[i - 1], match) : this.#isFirst(match);
  }

  /** A line end that is shown as a space. */
  #wrapped(i: number, old: SourceUnit): Lines {
    const [before, match, after] = this.#matches.slice(Math.max(0, i - 1), i + 2);
    const intact = i > 0 && isNext(before, match) && isNext(match, after);
    const { single, care } = this.#job;
    const last = lastCharacter(this.#line);
    const next = this.#matches[i + 1]?.unit.text ?? '';
    const fits = last.trim() !== '' && next.trim() !== '' && wrapBetween(last, next) === ' ';
    if (single || care === 2 || !(intact || fits)) return new Lines().add(this.#line === '' ? '' : ' ');
    return this.#cut(old.start, old.end);
  }

  #lineBreak(i: number, { old }: Match): Lines {
    const { single, care, habits } = this.#job;
    const last = i === this.#matches.length - 1;
    const clean = lastCharacter(this.#line).trim() !== '';
    if (old && !last) {
      const lines = this.#cut(old.start, old.end);
      const html = lines.head.startsWith('<');
      if (lines.rest.length === 0 || (!single && (html || clean))) return lines;
    }
    if (single || last || care === 2) return new Lines().add('<br>');
    return new Lines().add(habits.lineBreak === 'spaces' && clean ? '  ' : '\\').break();
  }

  /** A span of code: copied, or between new backticks. */
  #code({ matches, start, end }: Item, { span }: Layer): Lines {
    const { source, inCell, single, care } = this.#job;
    if (span && start === span.start && end === span.end && isWhole(matches) && care < 2) {
      const lines = this.#cut(start, end);
      if (!single || lines.rest.length === 0) return lines;
    }
    const content = new Lines();
    for (const [i, { unit, old }] of matches.entries()) {
      const inside = i > 0 && i < matches.length - 1;
      if (old?.wrap && !single && inside) content.addLines(this.#cut(old.start, old.end));
      else content.add(inCell ? unit.text.replaceAll('|', '\\|') : unit.text);
    }
    const known = span && source ? /^`+/.exec(source.text.slice(span.start, span.end))?.[0] : undefined;
    return quotedCode(content, known?.length ?? 1);
  }
}

/** The first unit that the block has in the source. */
const firstOf = ({ block, donors }: InlineJob): SourceUnit | undefined =>
  block ? donors.find((unit) => unit.block === block) : undefined;

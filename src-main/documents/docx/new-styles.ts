import type { ParagraphFormat, RunFormat } from '../../contract/document-formats.ts';
import { lookProperties } from './look-properties.ts';
import type { Markup } from './markup.ts';
import { paragraphChanges } from './paragraph-properties.ts';
import { patchProperties } from './properties.ts';

/**
 * The styles part of a new package. Styles are given as effective formats; the part holds their differences from the
 * styles that they are based on.
 */

/** A paragraph style. */
export interface NewStyle {
  readonly id: string;
  /** A built-in style of Word has its English name in lower case: `heading 1`. */
  readonly name: string;
  /** The style that this style is based on; by default the default style. */
  readonly basedOn?: string;
  /** The style of the paragraph that Enter adds; by default the same style. */
  readonly next?: string;
  /** Effective values, without `base`. */
  readonly format?: ParagraphFormat;
  /** Effective values. */
  readonly run: RunFormat;
  /** 1–9 for a heading. */
  readonly outline?: number;
  /** Paragraph properties that `ParagraphFormat` lacks, by local name. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Whether Word's style list hides it. */
  readonly unlisted?: true;
  /** Whether it is no built-in style of Word. */
  readonly custom?: true;
}

/** Fields in which two formats differ, with their values in `after`; undefined for a field that `after` lacks. */
export function runChanges(before: RunFormat, after: RunFormat): Map<string, unknown> {
  const changes = new Map<string, unknown>();
  const [a, b]: Record<string, unknown>[] = [{ ...before }, { ...after }];
  for (const field of new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})]))
    if (JSON.stringify(a?.[field]) !== JSON.stringify(b?.[field])) changes.set(field, b?.[field]);
  return changes;
}

const runProperties = (markup: Markup, before: RunFormat, after: RunFormat): string =>
  patchProperties(
    markup,
    'rPr',
    undefined,
    lookProperties(markup, runChanges(before, after), undefined, before),
  );

function paragraphProperties(markup: Markup, base: NewStyle | undefined, style: NewStyle): string {
  const lookOf = ({ format = {}, run }: Pick<NewStyle, 'format' | 'run'>) => ({
    format: { ...format, base: run },
    style: null,
    numbering: null,
  });
  const before = lookOf(base ?? { run: style.run });
  const changes = new Map(paragraphChanges(markup, undefined, before, lookOf(style), () => undefined));
  for (const [name, xml] of Object.entries(style.properties ?? {})) changes.set(name, xml);
  if (style.outline !== undefined)
    changes.set('outlineLvl', markup.tag('outlineLvl', { val: style.outline - 1 }));
  return patchProperties(markup, 'pPr', undefined, changes);
}

function paragraphStyle(markup: Markup, all: readonly NewStyle[], style: NewStyle): string {
  const [normal] = all;
  const isNormal = style === normal;
  const base = isNormal ? undefined : (all.find(({ id }) => id === style.basedOn) ?? normal);
  const inner = [
    markup.tag('name', { val: style.name }),
    base ? markup.tag('basedOn', { val: base.id }) : '',
    style.next === undefined ? '' : markup.tag('next', { val: style.next }),
    style.unlisted ? '' : markup.tag('qFormat'),
    paragraphProperties(markup, base, style),
    // The default style repeats the document defaults: some programs take the character size of a text grid from the
    // style.
    runProperties(markup, base?.run ?? {}, style.run),
  ];
  const attributes = {
    type: 'paragraph',
    default: isNormal ? '1' : null,
    customStyle: style.custom ? '1' : null,
    styleId: style.id,
  };
  return markup.tag('style', attributes, inner.join(''));
}

/** The character, table and list styles that Word expects in every document, and the two that new documents use. */
function otherStyles(markup: Markup, normal: NewStyle): string {
  const tag: Markup['tag'] = markup.tag.bind(markup);
  const style = (type: string, id: string, name: string, inner: string, isDefault = false) =>
    tag(
      'style',
      { type, default: isDefault ? '1' : null, styleId: id },
      `${tag('name', { val: name })}${inner}`,
    );
  const hidden = tag('uiPriority', { val: 99 }) + tag('semiHidden') + tag('unhideWhenUsed');
  const margin = (side: string, w: number) => tag(side, { w, type: 'dxa' });
  const margins = tag(
    'tblCellMar',
    {},
    margin('top', 0) + margin('left', 108) + margin('bottom', 0) + margin('right', 108),
  );
  const edges = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map((edge) => markup.line(edge, 4));
  const link: RunFormat = { ...normal.run, color: '0563C1', underline: 'single' };
  return [
    style('character', 'DefaultParagraphFont', 'Default Paragraph Font', hidden, true),
    style(
      'table',
      'TableNormal',
      'Normal Table',
      hidden + tag('tblPr', {}, tag('tblInd', { w: 0, type: 'dxa' }) + margins),
      true,
    ),
    style('numbering', 'NoList', 'No List', hidden, true),
    style(
      'table',
      'TableGrid',
      'Table Grid',
      tag('basedOn', { val: 'TableNormal' }) + tag('tblPr', {}, tag('tblBorders', {}, edges.join(''))),
    ),
    style(
      'character',
      'Hyperlink',
      'Hyperlink',
      tag('basedOn', { val: 'DefaultParagraphFont' }) + runProperties(markup, normal.run, link),
    ),
  ].join('');
}

/**
 * The content of `w:styles`.
 * @param styles the default style first
 */
export function writeStyles(markup: Markup, styles: readonly [NewStyle, ...NewStyle[]]): string {
  const [normal] = styles;
  const language = markup.tag('lang', { val: 'en-US', eastAsia: 'zh-CN', bidi: 'ar-SA' });
  const run = patchProperties(
    markup,
    'rPr',
    undefined,
    new Map([...lookProperties(markup, runChanges({}, normal.run), undefined, {}), ['lang', language]]),
  );
  const defaults = markup.tag(
    'docDefaults',
    {},
    markup.tag('rPrDefault', {}, run) + markup.tag('pPrDefault'),
  );
  const own = styles.map((style) => paragraphStyle(markup, styles, style));
  return defaults + own.join('') + otherStyles(markup, normal);
}

import type { ParagraphFormat, RunFormat } from '../../contract/document-formats.ts';
import { lookProperties } from './look-properties.ts';
import type { Markup } from './markup.ts';
import { paragraphChanges } from './paragraph-properties.ts';
import { patchProperties } from './properties.ts';

/** The styles part of a new package. Styles are given as effective formats; the part holds the differences. */

/** A paragraph style. */
export interface NewStyle {
  readonly id: string;
  /** Word knows its own styles by their English names in lower case: `heading 1`. */
  readonly name: string;
  /** Style that this one is based on; the default style where it is missing. */
  readonly basedOn?: string;
  /** Style of the paragraph that Enter makes behind it; itself where it is missing. */
  readonly next?: string;
  /** Effective values, without `base`. */
  readonly format?: ParagraphFormat;
  /** Effective values. */
  readonly run: RunFormat;
  /** 1–9 for a heading. */
  readonly outline?: number;
  /** Paragraph properties that no format has, by local name. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Whether the style list leaves it out. */
  readonly unlisted?: true;
  /** Whether Word does not have it by itself. */
  readonly custom?: true;
}

/** Fields of `after` that `before` does not have, and those that it has and `after` does not. */
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
    // The default style repeats the defaults: some programs count the characters of a text grid by its own size.
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

/** Styles of characters, tables and lists that Word expects in every document, and the two that Bumo's documents use. */
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
  const edges = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map((edge) =>
    tag(edge, { val: 'single', sz: 4, space: 0, color: 'auto' }),
  );
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

import type { Node } from '@tiptap/pm/model';
import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import type {
  NumberingLevel,
  NumberingPlace,
  ParagraphFormat,
  RunFormat,
  RunOverride,
  Sheet,
} from '../../src-main/contract/document-formats.ts';
import { runCss } from '../../src-main/documents/schema/css.ts';
import { labelsOf } from '../../src-main/documents/schema/labels.ts';
import { eachChange, insideBlock, type Range } from './changed.ts';
import { type Label, paint } from './paint.ts';
import { edgesOf, emsOf, sizeOf, stopAfter } from './stops.ts';
import { themed } from './theme-colors.ts';

/**
 * Labels of numbered paragraphs (一、 （一） 第一条 1.1 •), drawn before their text by CSS. They are not part of the
 * document: they cannot be selected, copied or counted.
 */

interface Labels {
  readonly sheet: Sheet | null;
  /** Labels of the numbered paragraphs in order; null for a paragraph without one. */
  readonly all: readonly (Label | null)[];
}

const placeOf = (node: Node): NumberingPlace | null =>
  (node.isTextblock && (node.attrs.numbering as NumberingPlace | null | undefined)) || null;

/** The label's differences from its paragraph. A bullet was mapped to Unicode, which symbol fonts lack. */
function lookOf({ label = {}, base = {} }: ParagraphFormat, bullet: boolean): RunFormat {
  const { bold, italic } = base;
  const look: RunOverride = { ...(bold ? { bold } : {}), ...(italic ? { italic } : {}), ...label };
  const fonts: ReadonlySet<string> = new Set(bullet ? ['eastAsia', 'ascii', 'hint'] : []);
  return Object.fromEntries(
    Object.entries(look).filter(([field, value]) => value !== 'none' && !fonts.has(field)),
  );
}

/** Width of the label and its tab, in points. */
function widthOf(text: string, look: RunFormat, format: ParagraphFormat, sheet: Sheet): number {
  const { start } = edgesOf(format);
  const end = start + emsOf(text) * sizeOf({ ...format.base, ...look });
  return Math.round((stopAfter(end, format, sheet.defaultTab).at - start) * 10) / 10;
}

/** Declarations of a style as custom properties. */
const asProperties = (css: string): [string, string][] =>
  css
    .split(';')
    .map((declaration) => declaration.split(/:(.*)/s))
    .flatMap(([name, value]) =>
      name && value ? [[`--label-${name.trim()}`, value.trim()] as [string, string]] : [],
    );

const large = /^[●■◆○□◇]$/;

function labelOf(text: string, level: NumberingLevel, format: ParagraphFormat, sheet: Sheet): Label {
  const { suffix } = level;
  const bullet = level.format === 'bullet';
  const look = lookOf(format, bullet);
  const properties = asProperties(themed(runCss(look)));
  if (suffix === 'tab') properties.push(['--label-width', `${widthOf(text, look, format, sheet)}pt`]);
  return { text: suffix === 'space' ? `${text} ` : text, large: bullet && large.test(text), properties };
}

function countAll(doc: Node, sheet: Sheet | null): Labels {
  if (!sheet) return { sheet, all: [] };
  const blocks: { format: ParagraphFormat; place: NumberingPlace }[] = [];
  doc.descendants((node) => {
    const place = placeOf(node);
    if (place) blocks.push({ format: (node.attrs.format as ParagraphFormat | null) ?? {}, place });
    return !node.isTextblock;
  });
  const texts = labelsOf(
    blocks.map(({ place }) => place),
    sheet.numberings,
  );
  const all = blocks.map(({ format, place }, i) => {
    const level = sheet.numberings[place.id]?.levels[place.level];
    const text = texts[i];
    return text && level ? labelOf(text, level, format, sheet) : null;
  });
  return { sheet, all };
}

function anyNumbered(doc: Node, { from, to }: Range): boolean {
  let found = false;
  doc.nodesBetween(Math.max(0, from - 1), Math.min(doc.content.size, to + 1), (node) => {
    found ||= placeOf(node) !== null;
    return !found && !node.isTextblock;
  });
  return found;
}

/** Whether labels may have changed. Typing inside a paragraph changes none. */
function renumbers(tr: Transaction): boolean {
  let found = false;
  eachChange(tr, (before, was, after, is) => {
    if (found || (insideBlock(before, was) && insideBlock(after, is))) return;
    found = anyNumbered(before, was) || anyNumbered(after, is);
  });
  return found;
}

const key = new PluginKey<Labels>('labels');

/** The present labels of the numbered paragraphs in order. */
export const labelsIn = (state: EditorState): readonly (Label | null)[] => key.getState(state)?.all ?? [];

/** Counts the labels; `paint` draws them. */
export const labelsPlugin = (sheetNow: () => Sheet | null): Plugin<Labels> =>
  new Plugin<Labels>({
    key,
    state: {
      init: (_config, { doc }) => countAll(doc, sheetNow()),
      apply(tr, before) {
        const sheet = sheetNow();
        return sheet !== before.sheet || (tr.docChanged && renumbers(tr)) ? countAll(tr.doc, sheet) : before;
      },
    },
    view: (view) => {
      paint(view.dom, labelsIn(view.state));
      return {
        update(now, before) {
          const labels = labelsIn(now.state);
          if (now.state.doc !== before.doc || labels !== labelsIn(before)) paint(now.dom, labels);
        },
      };
    },
  });

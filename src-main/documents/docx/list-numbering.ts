import type { Node } from '@tiptap/pm/model';
import type { NumberingRestart } from '../../contract/document-formats.ts';
import { uriOf } from '../package/namespaces.ts';
import { child, childValue, elementsOf, insertInto, parseXml, type XmlElement } from '../package/xml.ts';
import { Markup } from './markup.ts';
import type { PackageEdits, TextPart } from './package-edits.ts';

/** Numberings for new lists. Each list gets its own `w:num`, so that its numbers start at the list's own start. */

/** Twips by which each level is indented. */
const step = 420;
const bullets = ['•', '◦', '▪'];
const depths = [0, 1, 2, 3, 4, 5, 6, 7, 8];

const empty = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<w:numbering xmlns:w="${uriOf('w')}"></w:numbering>`;

const most = (elements: readonly XmlElement[], name: string): number =>
  elements.reduce((highest, { attributes }) => Math.max(highest, Number(attributes[name] ?? 0) || 0), 0);

function abstractXml(markup: Markup, id: number, kind: 'bullet' | 'ordered'): string {
  const levels = depths.map((level) =>
    markup.tag(
      'lvl',
      { ilvl: level },
      markup.tag('start', { val: 1 }) +
        markup.tag('numFmt', { val: kind === 'bullet' ? 'bullet' : 'decimal' }) +
        markup.tag('lvlText', { val: kind === 'bullet' ? (bullets[level % 3] ?? '•') : `%${level + 1}.` }) +
        markup.tag('lvlJc', { val: 'left' }) +
        markup.tag('pPr', {}, markup.tag('ind', { left: step * (level + 1), hanging: step })),
    ),
  );
  return markup.tag(
    'abstractNum',
    { abstractNumId: id },
    markup.tag('multiLevelType', { val: 'multilevel' }) + levels.join(''),
  );
}

/** Inserts an element in the schema's order: abstract definitions, numberings, then the clean-up count. */
function insert(xml: string, root: XmlElement, name: string, added: string): string {
  const elements = elementsOf(root);
  const last = elements.findLast(
    (one) => one.name === name || (name === 'w:num' && one.name === 'w:abstractNum'),
  );
  const first = elements.find((one) => one.name === 'w:num' || one.name === 'w:numIdMacAtCleanup');
  const at = last?.end ?? (name === 'w:abstractNum' ? first?.start : undefined);
  return insertInto(xml, root, added, at);
}

const startOverride = (markup: Markup, level: number, start: number, definition = ''): string =>
  markup.tag('lvlOverride', { ilvl: level }, markup.tag('startOverride', { val: start }) + definition);

/** The inner XML of a `w:num` that copies another one, its own level definitions included, and restarts a level. */
function restarted(markup: Markup, root: XmlElement, id: string, { level, start }: NumberingRestart): string {
  const like = elementsOf(root).find((one) => one.name === 'w:num' && one.attributes['w:numId'] === id);
  const abstract = childValue(like, 'w:abstractNumId') ?? '0';
  const defined = new Map<number, string>();
  for (const one of like ? elementsOf(like) : []) {
    const definition = one.name === 'w:lvlOverride' ? child(one, 'w:lvl') : undefined;
    if (definition) defined.set(Number(one.attributes['w:ilvl']), markup.slice(definition));
  }
  const levels = [...new Set([level, ...defined.keys()])].sort((a, b) => a - b);
  const overrides = levels.map((at) =>
    at === level
      ? startOverride(markup, at, start, defined.get(at))
      : markup.tag('lvlOverride', { ilvl: at }, defined.get(at)),
  );
  return markup.tag('abstractNumId', { val: abstract }) + overrides.join('');
}

export function createListNumberings(part: TextPart): Pick<PackageEdits, 'list' | 'renumbered'> {
  const known = new Map<Node, string>();
  const renumbered = new Map<string, string>();
  const definitions = new Map<string, number>();

  function definition(kind: 'bullet' | 'ordered'): number {
    const made = definitions.get(kind);
    if (made !== undefined) return made;
    const text = part.read() ?? empty;
    const document = parseXml(text);
    const id = most(elementsOf(document.root), 'w:abstractNumId') + 1;
    part.write(insert(text, document.root, 'w:abstractNum', abstractXml(new Markup(document), id, kind)));
    definitions.set(kind, id);
    return id;
  }

  /** @param write the inner XML of the new `w:num` @returns its id */
  function addNum(write: (markup: Markup, root: XmlElement) => string): string {
    const text = part.read() ?? empty;
    const document = parseXml(text);
    const { root } = document;
    const markup = new Markup(document);
    const id = String(most(elementsOf(root), 'w:numId') + 1);
    part.write(insert(text, root, 'w:num', markup.tag('num', { numId: id }, write(markup, root))));
    return id;
  }

  return {
    list(kind, list) {
      const made = known.get(list);
      if (made !== undefined) return made;
      const abstract = definition(kind);
      const start = Number(list.attrs.start ?? 1);
      const id = addNum(
        (markup) =>
          markup.tag('abstractNumId', { val: abstract }) +
          (kind === 'ordered' ? startOverride(markup, 0, start) : ''),
      );
      known.set(list, id);
      return id;
    },
    renumbered(id, restart) {
      const key = `${id} ${restart.list}`;
      const made = renumbered.get(key) ?? addNum((markup, root) => restarted(markup, root, id, restart));
      renumbered.set(key, made);
      return made;
    },
  };
}

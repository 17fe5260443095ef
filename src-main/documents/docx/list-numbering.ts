import type { Node } from '@tiptap/pm/model';
import { uriOf } from '../package/namespaces.ts';
import { elementsOf, insertInto, parseXml, type XmlElement } from '../package/xml.ts';
import { Markup } from './markup.ts';
import type { TextPart } from './package-edits.ts';

/** Numberings for lists that the writer made. Each list is a `w:num` of its own, so that its numbers begin anew. */

/** Twips by which a level is indented. */
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

/** Definitions come first, then the numberings, then a clean-up count. */
function insert(xml: string, root: XmlElement, name: string, added: string): string {
  const elements = elementsOf(root);
  const last = elements.findLast(
    (one) => one.name === name || (name === 'w:num' && one.name === 'w:abstractNum'),
  );
  const first = elements.find((one) => one.name === 'w:num' || one.name === 'w:numIdMacAtCleanup');
  const at = last?.end ?? (name === 'w:abstractNum' ? first?.start : undefined);
  return insertInto(xml, root, added, at);
}

export function createListNumberings(part: TextPart): (kind: 'bullet' | 'ordered', list: Node) => string {
  const known = new Map<Node, string>();
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

  return (kind, list) => {
    const made = known.get(list);
    if (made !== undefined) return made;
    const abstract = definition(kind);
    const text = part.read() ?? empty;
    const document = parseXml(text);
    const markup = new Markup(document);
    const id = String(most(elementsOf(document.root), 'w:numId') + 1);
    const start = Number(list.attrs.start ?? 1);
    const override = markup.tag('lvlOverride', { ilvl: 0 }, markup.tag('startOverride', { val: start }));
    const inner = markup.tag('abstractNumId', { val: abstract }) + (kind === 'ordered' ? override : '');
    part.write(insert(text, document.root, 'w:num', markup.tag('num', { numId: id }, inner)));
    known.set(list, id);
    return id;
  };
}

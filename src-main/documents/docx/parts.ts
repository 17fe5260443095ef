import type { Document, Element } from '@xmldom/xmldom';
import { child, children, isOn, wordValue } from './package.ts';

/** The parts that a document's body refers to. */

export interface Relation {
  /** Part in the package, or an address. */
  readonly path: string;
  readonly external: boolean;
}
export type Relations = ReadonlyMap<string, Relation>;

/** What a paragraph takes from its style. */
export interface Style {
  readonly name: string;
  /** 1–9 for a heading. */
  readonly heading: number | null;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly alignment: string | null;
  readonly numId: string | null;
  readonly level: number | null;
}

export type ListKind = 'bullet' | 'ordered';

const all = (document: Document | null, name: string): Element[] =>
  document ? Array.from(document.getElementsByTagName(name)) : [];

export function readRelations(document: Document | null): Relations {
  return new Map(
    all(document, 'Relationship').map((one) => {
      const target = one.getAttribute('Target') ?? '';
      const external = one.getAttribute('TargetMode') === 'External';
      const path = external ? target : target.startsWith('/') ? target.slice(1) : `word/${target}`;
      return [one.getAttribute('Id') ?? '', { path, external }];
    }),
  );
}

/** Styles with what they inherit. */
export function readStyles(document: Document | null): ReadonlyMap<string, Style> {
  const elements = new Map(all(document, 'w:style').map((one) => [one.getAttribute('w:styleId') ?? '', one]));
  const read = (id: string, seen: readonly string[]): Style | undefined => {
    const element = elements.get(id);
    if (!element || seen.includes(id)) return undefined;
    const base = read(wordValue(element, 'w:basedOn') ?? '', [...seen, id]);
    const paragraph = child(element, 'w:pPr');
    const run = child(element, 'w:rPr');
    const numbering = child(paragraph, 'w:numPr');
    const name = wordValue(element, 'w:name') ?? '';
    const outline = wordValue(paragraph, 'w:outlineLvl');
    const named = /^heading ([1-9])$/i.exec(name)?.[1] ?? (/^title$/i.test(name) ? '1' : undefined);
    const level = outline === null ? null : Number(outline) + 1;
    return {
      name,
      heading: named ? Number(named) : level !== null && level <= 9 ? level : (base?.heading ?? null),
      bold: isOn(run, 'w:b') ?? base?.bold ?? false,
      italic: isOn(run, 'w:i') ?? base?.italic ?? false,
      alignment: wordValue(paragraph, 'w:jc') ?? base?.alignment ?? null,
      numId: wordValue(numbering, 'w:numId') ?? base?.numId ?? null,
      level: Number(wordValue(numbering, 'w:ilvl') ?? base?.level ?? 0),
    };
  };
  const styles = new Map<string, Style>();
  for (const id of elements.keys()) {
    const style = read(id, []);
    if (style) styles.set(id, style);
  }
  return styles;
}

/** @returns what list a level of a numbering makes */
export function readNumbering(document: Document | null): (numId: string, level: number) => ListKind {
  const levels = new Map(
    all(document, 'w:abstractNum').map((one) => [
      one.getAttribute('w:abstractNumId') ?? '',
      children(one).filter(({ tagName }) => tagName === 'w:lvl'),
    ]),
  );
  const abstractOf = new Map(
    all(document, 'w:num').map((one) => [
      one.getAttribute('w:numId') ?? '',
      wordValue(one, 'w:abstractNumId') ?? '',
    ]),
  );
  return (numId, level) => {
    const found = levels
      .get(abstractOf.get(numId) ?? '')
      ?.find((one) => one.getAttribute('w:ilvl') === String(level));
    return wordValue(found, 'w:numFmt') === 'bullet' ? 'bullet' : 'ordered';
  };
}

import { child, childValue, elementsOf, isOn, isOnValue, type XmlElement } from '../package/xml.ts';

/** The styles of a file (17.7.4.17) by id, as they are written. */

export type StyleKind = 'paragraph' | 'character' | 'table' | 'numbering';

export interface StyleElement {
  readonly id: string;
  readonly kind: StyleKind;
  readonly name: string;
  /** The style that it is based on; undefined for none. */
  readonly basedOn: string | undefined;
  readonly next: string | undefined;
  readonly default: boolean;
  /** Whether the style list shows it. */
  readonly listed: boolean;
  readonly element: XmlElement;
}

export type StyleIndex = ReadonlyMap<string, StyleElement>;

const kinds: ReadonlySet<string> = new Set<StyleKind>(['paragraph', 'character', 'table', 'numbering']);
const isKind = (text: string): text is StyleKind => kinds.has(text);

const said = (text: string | undefined): boolean => text !== undefined && isOnValue(text);

/** @param root of the styles part @returns the first style of each id, in the order of the file */
export function indexStyles(root: XmlElement | null): StyleIndex {
  const index = new Map<string, StyleElement>();
  for (const element of root ? elementsOf(root) : []) {
    if (element.name !== 'w:style') continue;
    const { attributes } = element;
    const id = attributes['w:styleId'];
    const kind = attributes['w:type'] ?? 'paragraph';
    if (id === undefined || !isKind(kind) || index.has(id)) continue;
    const isDefault = said(attributes['w:default']);
    const shown = isOn(element, 'w:qFormat') || said(attributes['w:customStyle']) || isDefault;
    index.set(id, {
      id,
      kind,
      name: childValue(element, 'w:name') ?? id,
      basedOn: childValue(element, 'w:basedOn') ?? undefined,
      next: childValue(element, 'w:next') ?? undefined,
      default: isDefault,
      listed: Boolean(shown) && !isOn(element, 'w:semiHidden') && !isOn(element, 'w:hidden'),
      element,
    });
  }
  return index;
}

/** The default style of a kind; undefined where the file has none. */
export function defaultStyle(index: StyleIndex, kind: StyleKind): string | undefined {
  for (const style of index.values()) if (style.kind === kind && style.default) return style.id;
  return undefined;
}

/** `w:numId` of a numbering style, which `w:numStyleLink` refers to. */
export const numberingOfStyle = (index: StyleIndex, id: string): string | null =>
  childValue(child(child(index.get(id)?.element, 'w:pPr'), 'w:numPr'), 'w:numId');

/**
 * Resolves chains of `w:basedOn` from their roots, each style once and without recursion: chains may be thousands
 * long, or circular. A circular chain ends before the style that would occur twice.
 *
 * @param derive a style on top of the resolved style that it is based on
 */
export function chainResolver<Resolved>(
  index: StyleIndex,
  kind: StyleKind,
  derive: (style: StyleElement, base: Resolved | undefined) => Resolved,
): (id: string) => Resolved | undefined {
  const known = new Map<string, Resolved>();
  return (id) => {
    const chain = new Map<string, StyleElement>();
    let at: string | undefined = id;
    while (at !== undefined && !known.has(at) && !chain.has(at)) {
      const style: StyleElement | undefined = index.get(at);
      if (style?.kind !== kind) break;
      chain.set(at, style);
      at = style.basedOn;
    }
    let base = at === undefined ? undefined : known.get(at);
    for (const style of [...chain.values()].reverse()) {
      base = derive(style, base);
      known.set(style.id, base);
    }
    return known.get(id);
  };
}

import type { Node } from '@tiptap/pm/model';
import type { Selection } from '@tiptap/pm/state';
import { asMasks, gapName, maskText } from '../../src-main/documents/schema/gaps.ts';

/** Finds text in a document. Positions are ProseMirror's. */

export interface Match {
  readonly from: number;
  readonly to: number;
}

export interface SearchOptions {
  readonly matchCase: boolean;
  /** Ａ finds A, （ finds (, and an ideographic space finds a space. */
  readonly foldWidth: boolean;
}

/** Placeholder for a node that is no text; no query contains it. */
const notText = '\ufffc';
/** Placeholder for a gap, one position for any spelling: a noncharacter. */
const gapSign = '\ufdd0';

const leafText = (node: Node): string => (node.type.name === gapName ? gapSign : notText);

/** A query in the form that documents are searched in: `[mask]` finds every gap. */
const wantedText = (query: string): string =>
  asMasks(query).text.replaceAll(gapSign, notText).replaceAll(maskText, gapSign);

/** Folds a text code unit by code unit, so that offsets stay true. */
export function fold(text: string, { matchCase, foldWidth }: SearchOptions): string {
  const wide = foldWidth
    ? text.replace(/[\uff01-\uff5e\u3000]/g, (sign) =>
        sign === '\u3000' ? ' ' : String.fromCharCode(sign.charCodeAt(0) - 0xfee0),
      )
    : text;
  if (matchCase) return wide;
  // A letter with a longer lower case is not folded, so that offsets stay the same.
  return [...wide]
    .map((sign) => (sign.toLowerCase().length === sign.length ? sign.toLowerCase() : sign))
    .join('');
}

/** All matches of a query, without overlaps, each inside one paragraph. */
export function search(doc: Node, query: string, options: SearchOptions): Match[] {
  const wanted = fold(wantedText(query), options);
  if (wanted === '') return [];
  const matches: Match[] = [];
  doc.descendants((node, pos) => {
    if (!node.isTextblock) return true;
    const text = fold(node.textBetween(0, node.content.size, notText, leafText), options);
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      matches.push({ from: pos + 1 + at, to: pos + 1 + at + wanted.length });
    }
    return false;
  });
  return matches;
}

/** The first match at or after a position, with wrap-around; -1 for none. */
export function nextFrom(matches: readonly Match[], pos: number): number {
  if (matches.length === 0) return -1;
  const after = matches.findIndex(({ from }) => from >= pos);
  return Math.max(after, 0);
}

/** The index of a match with wrap-around; -1 for an empty list. */
export const around = (index: number, count: number): number => (count === 0 ? -1 : (index + count) % count);

/** Longest selection that is taken for a query, in UTF-16 code units. */
const longestQuery = 100;

/** The selected text as a query; null for no selection, a long text, or several paragraphs. */
export function queryOf(doc: Node, { from, to, empty }: Selection): string | null {
  const selected = empty ? '' : doc.textBetween(from, to, '\n');
  return selected === '' || selected.includes('\n') || selected.length > longestQuery ? null : selected;
}

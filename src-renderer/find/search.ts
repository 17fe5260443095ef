import type { Node } from '@tiptap/pm/model';
import type { Selection } from '@tiptap/pm/state';
import { asMasks, gapName, maskText } from '../../src-main/documents/schema/gaps.ts';

/** Finding text in a document. Positions are ProseMirror's. */

export interface Match {
  readonly from: number;
  readonly to: number;
}

export interface SearchOptions {
  readonly matchCase: boolean;
  /** Ａ finds A, （ finds (, and an ideographic space finds a space. */
  readonly foldWidth: boolean;
}

/** What stands for a node that is no text: in no query. */
const notText = '\ufffc';
/** What stands for a gap: of one position in a document, whatever its spelling. A noncharacter of no text. */
const gapSign = '\ufdd0';

const leafText = (node: Node): string => (node.type.name === gapName ? gapSign : notText);

/** A query as documents are searched: `[mask]` finds every gap. */
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
  // A letter whose lower case is longer stays: its offset matters more than its case.
  return [...wide]
    .map((sign) => (sign.toLowerCase().length === sign.length ? sign.toLowerCase() : sign))
    .join('');
}

/** Every place where the query stands, none overlapping another; inside one paragraph each. */
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

/** The first match at or after a position, going round; -1 where there is none. */
export function nextFrom(matches: readonly Match[], pos: number): number {
  if (matches.length === 0) return -1;
  const after = matches.findIndex(({ from }) => from >= pos);
  return Math.max(after, 0);
}

/** The match of an index that went past an end of the list, going round; -1 where there is none. */
export const around = (index: number, count: number): number => (count === 0 ? -1 : (index + count) % count);

/** Longest selection that is taken for a query, in UTF-16 code units. */
const longestQuery = 100;

/** What the writer selected to look for; null for nothing, for a long text, and for more than a paragraph. */
export function queryOf(doc: Node, { from, to, empty }: Selection): string | null {
  const selected = empty ? '' : doc.textBetween(from, to, '\n');
  return selected === '' || selected.includes('\n') || selected.length > longestQuery ? null : selected;
}

import { parse, postprocess, preprocess } from 'micromark';
import { gfmFootnote } from 'micromark-extension-gfm-footnote';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import { gfmTable } from 'micromark-extension-gfm-table';
import { gfmTaskListItem } from 'micromark-extension-gfm-task-list-item';
import type { Event } from 'micromark-util-types';
import { ownSyntax } from './constructs.ts';

/** A stretch of the source; `end` is exclusive. Offsets are UTF-16 code units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A stretch of syntax, with what is inside of it. */
export interface Token extends Range {
  readonly type: string;
  readonly children: readonly Token[];
  /** A line of code, with the columns of a tab that belong to it. */
  readonly value: string;
}

/** The definitions of a document, for reading a part of it. */
export interface Known {
  /** Normalized labels of link definitions. */
  readonly definitions: Iterable<string>;
  /** Normalized labels of footnotes. */
  readonly footnotes: Iterable<string>;
}

const extensions = [gfmTable(), gfmStrikethrough(), gfmFootnote(), gfmTaskListItem(), ownSyntax];

/** The syntax of a text as a tree with exact places. Never throws: every text is Markdown. */
export function tokenize(text: string, known?: Known): readonly Token[] {
  const parser = parse({ extensions });
  if (known) {
    for (const label of known.definitions) parser.defined.push(label);
    parser.gfmFootnotes = [...known.footnotes];
  }
  // The byte order mark is not text; the parser would remove a second one too.
  const shift = text.startsWith('\ufeff') ? 1 : 0;
  const rest = text.slice(shift).replace(/^\ufeff/, '\ufffc');
  return treeOf(postprocess(parser.document().write(preprocess()(rest, undefined, true))), shift);
}

function treeOf(events: readonly Event[], shift: number): readonly Token[] {
  const root: Token[] = [];
  const open: Token[][] = [root];
  for (const [event, token, context] of events) {
    if (event === 'exit') {
      open.pop();
      continue;
    }
    const children: Token[] = [];
    open.at(-1)?.push({
      type: token.type,
      start: token.start.offset + shift,
      end: token.end.offset + shift,
      children,
      value: token.type === 'codeFlowValue' ? context.sliceSerialize(token) : '',
    });
    open.push(children);
  }
  return root;
}

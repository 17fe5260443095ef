import { Lines } from './lines.ts';
import type { Block } from './source.ts';
import type { Target } from './targets.ts';
import { cut, isUnchanged, splitsTab, type WriteContext, type WrittenBlock } from './write-context.ts';

/** Writes lists: unchanged items are copied, and consecutive numbers stay consecutive. */

/** The lead of an item: `-   `, ` 1) `. */
const leadPattern = /^([ \t]*)(?:(\d{1,9})([.)])|([-+*]))([ \t]*)$/;

interface Lead {
  readonly indent: string;
  readonly number: string;
  readonly sign: string;
  readonly space: string;
}

function leadOf(write: WriteContext, item: Block): Lead {
  const text = cut(write, item, item.start, item.content.start).text;
  const [, indent = '', number = '', delimiter, bullet, space = ' '] = leadPattern.exec(text) ?? [];
  return { indent, number, sign: delimiter ?? bullet ?? '-', space };
}

const leadText = ({ indent, number, sign }: Lead): string => indent + number + sign;

/** The width of a text at the beginning of a line, in columns. */
function columns(text: string): number {
  let width = 0;
  for (const char of text) width += char === '\t' ? 4 - (width % 4) : 1;
  return width;
}

const others: Readonly<Record<string, string>> = { '-': '*', '*': '-', '+': '-', '.': ')', ')': '.' };

/** The marker that a list of the source has; empty for a new list. */
export function markerOf(write: WriteContext, { source, type }: Target): string {
  const item = source?.type === type ? source.children[0] : undefined;
  return item ? leadOf(write, item).sign : '';
}

/** @param avoid markers of adjacent lists, which this list would otherwise join */
export function writeItems(write: WriteContext, target: Target, avoid: readonly string[]): WrittenBlock {
  const { source, children, type } = target;
  const list = source?.type === type ? source : null;
  const leads = list?.children.map((item) => leadOf(write, item)) ?? [];
  const ordered = type === 'orderedList';
  const own = leads[0]?.sign ?? (ordered ? write.habits.delimiter : write.habits.bullet);
  const sign = avoid.includes(own) && (!list || write.care > 0) ? (others[own] ?? own) : own;
  if (list && sign === own && write.care === 0 && isUnchanged(write, target))
    return { lines: cut(write, list, list.start, list.end), marker: sign };
  const numbers = ordered ? numbersOf(target, list, leads) : [];
  const lines = new Lines();
  for (const [i, item] of children.entries()) {
    const before = children[i - 1];
    if (before) lines.addLines(between(write, list, before, item));
    const number = numbers[i] ?? '';
    const stays = list !== null && item.source?.parent === list;
    const written = writeItem(write, item, stays ? list : null, {
      ...templateOf(write, list, item, leads),
      number,
      sign,
    });
    lines.addLines(stays ? written : written.moved());
  }
  return { lines, marker: sign };
}

/** The lead of the item itself, or of the list's first item. */
function templateOf(write: WriteContext, list: Block | null, item: Target, leads: readonly Lead[]): Lead {
  const at = list && item.source ? list.children.indexOf(item.source) : -1;
  const own = leads[at];
  // After another item, an item that is indented further may be read as inside it.
  const indent = write.care > 0 ? '' : (leads[0]?.indent ?? '');
  if (own) return write.care > 0 ? { ...own, indent } : own;
  const [first] = leads;
  const space =
    first && first.space.length <= 4 && !first.space.includes('\t') ? first.space : write.habits.space;
  return { indent, number: '', sign: '', space: space === '' ? ' ' : space };
}

/** The numbers of the items; as in the source where those are not consecutive. */
function numbersOf({ node, children }: Target, list: Block | null, leads: readonly Lead[]): string[] {
  const start = Math.min(999_999_999, Math.max(0, Math.floor(Number(node.attrs.start ?? 1)) || 0));
  const values = leads.map(({ number }) => Number(number));
  const constant = values.length > 1 && values.every((value) => value === values[0]);
  const counting = values.every((value, i) => value === (values[0] ?? 0) + i);
  const first = list?.attrs.start === start ? (leads[0]?.number ?? String(start)) : String(start);
  let last = '';
  return children.map((item, i) => {
    const at = list && item.source ? list.children.indexOf(item.source) : -1;
    const own = leads[at]?.number;
    if (i === 0) last = first;
    else if (constant) last = first;
    else if (own && !counting) last = own;
    else
      last = String(Math.min(999_999_999, Number(last) + 1)).padStart(
        first.startsWith('0') ? first.length : 1,
        '0',
      );
    // 01 and 1 are the same number.
    return own && Number(own) === Number(last) ? own : last;
  });
}

/** The space between two items: as before the second item in the source, or as between the others. */
function between(write: WriteContext, list: Block | null, before: Target, item: Target): Lines {
  const gapBefore = (block: Block): Lines | null => {
    const previous = list?.children[list.children.indexOf(block) - 1];
    return previous ? cut(write, block, previous.end, block.start) : null;
  };
  const own = list && item.source?.parent === list ? gapBefore(item.source) : null;
  if (own) return own;
  const gaps = list?.children.map(gapBefore).filter((gap) => gap !== null) ?? [];
  const loose = gaps.length > 0 ? gaps.some(({ rest }) => rest.length > 1) : [before, item].some(isLoose);
  return loose ? new Lines().break().break() : new Lines().break();
}

/** Whether an item has more than a paragraph and lists. */
const isLoose = ({ children }: Target): boolean =>
  children.slice(1).some(({ type }) => !type.endsWith('List'));

function writeItem(write: WriteContext, item: Target, list: Block | null, lead: Lead): Lines {
  const { source, children } = item;
  const own = list && source ? source : null;
  const old = own ? leadOf(write, own) : null;
  const space = (children.length > 0 && lead.space === '') || splitsTab(write, item) ? ' ' : lead.space;
  const text = leadText(lead) + space;
  const same = old !== null && leadText(old) === leadText(lead);
  if (own && same && write.care === 0 && isUnchanged(write, item)) return cut(write, own, own.start, own.end);
  const fitted = old && !same ? fitWidth(old, lead) : text;
  const keeps = own !== null && (same || columns(fitted) === columns(old ? leadText(old) + old.space : ''));
  const inside = write.inside(write, children, { parent: own, known: keeps, inItem: true });
  const lines = new Lines().add(fitted).addLines(inside);
  if (children.length === 0) lines.head = lines.head.trimEnd();
  return lines.within(own?.depth ?? 0, ' '.repeat(columns(fitted)));
}

/** The new lead, padded to the width of the old one where possible. */
function fitWidth(old: Lead, lead: Lead): string {
  const text = leadText(lead);
  const width = columns(leadText(old) + old.space);
  const room = width - columns(text);
  return text + (room >= 1 && room <= 4 ? ' '.repeat(room) : lead.space === '' ? ' ' : lead.space);
}

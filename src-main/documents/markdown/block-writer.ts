import { writeCode } from './code-writer.ts';
import type { Care } from './inline-job.ts';
import { writeInline } from './inline-writer.ts';
import { Lines } from './lines.ts';
import { markerOf, writeItems } from './list-writer.ts';
import { isSourceBlock, shownNode } from './shown.ts';
import type { Block } from './source.ts';
import { sourceUnits } from './source-units.ts';
import { writeTable } from './table-writer.ts';
import type { Target } from './targets.ts';
import { isEmpty, textUnits, trimmedUnits, type Unit, unitsOf } from './units.ts';
import { readsAs } from './verify.ts';
import {
  type Container,
  caresFrom,
  cut,
  isUnchanged,
  splitsTab,
  textDonors,
  type WriteContext,
  type WrittenBlock,
} from './write-context.ts';

/** Writes the blocks of a document: unchanged blocks are copied, of changed blocks only the change is written. */

const moreCare = (care: Care, other: Care): Care => (care > other ? care : other);

/** Writes the blocks of a container or the document. */
export function writeBlocks(write: WriteContext, targets: readonly Target[], container: Container): Lines {
  const { parent, known, careOf } = container;
  const lines = new Lines();
  let marker = '';
  for (const [i, target] of targets.entries()) {
    const [before, after] = [targets[i - 1], targets[i + 1]];
    const care = moreCare(careOf?.(i) ?? 0, write.care);
    const careful = care > 0 || (before !== undefined && (careOf?.(i - 1) ?? 0) > 0);
    if (before) lines.addLines(separator(write, [before, target], container, careful));
    const markers = [
      before?.type === target.type ? marker : '',
      after?.type === target.type ? markerOf(write, after) : '',
    ];
    const written = writeBlock({ ...write, care }, target, { before, after, markers });
    marker = written.marker;
    const stays = known && target.source?.parent === parent;
    lines.addLines(stays ? written.lines : written.lines.moved());
  }
  return lines;
}

type Pair = readonly [Target, Target];

/** The space between two blocks: as in the source, or a blank line. */
function separator(
  write: WriteContext,
  [before, after]: Pair,
  container: Container,
  careful: boolean,
): Lines {
  const { source } = after;
  if (source && container.known && source.parent === container.parent && !careful) {
    const siblings = siblingsOf(write, source);
    const previous = siblings[siblings.indexOf(source) - 1];
    const own = previous && cut(write, source, previous.end, source.start);
    const same = previous === before.source && previous?.type === before.type && source.type === after.type;
    if (own && (same || own.rest.length > 1)) return own;
  }
  const line = new Lines().break();
  return container.inItem && !careful && isTight([before, after]) ? line : line.break();
}

/** Whether a list follows a paragraph of an item without a blank line. */
function isTight([before, after]: Pair): boolean {
  const interrupts = after.type === 'bulletList' || Number(after.node.attrs.start ?? 1) === 1;
  const filled = (after.children[0]?.children.length ?? 0) > 0;
  return before.type === 'paragraph' && after.type.endsWith('List') && interrupts && filled;
}

/** The siblings of a block in the source. */
const siblingsOf = (write: WriteContext, block: Block): readonly Block[] =>
  block.parent ? block.parent.children : (write.source?.blocks ?? []);

interface Place {
  /** Neighbours in the same container. */
  readonly before: Target | undefined;
  readonly after: Target | undefined;
  /** Markers of the lists right before and after. */
  readonly markers: readonly string[];
}

function writeBlock(write: WriteContext, target: Target, place: Place): WrittenBlock {
  const { source, type } = target;
  if (type.endsWith('List')) return writeItems(write, target, place.markers);
  // An unclosed fence would take in the following blocks.
  const open = source?.fence && source.fence.close === null && place.after !== undefined;
  const care = isTakenIn(write, target, place) ? moreCare(1, write.care) : write.care;
  const careful = { ...write, care };
  const copied = isUnchanged(write, target) && !open && mayCopy(careful, target);
  const lines = source && copied ? cut(write, source, source.start, source.end) : written(careful, target);
  return { lines, marker: '' };
}

/** Whether indented code would be read as part of its neighbours: a list, other code, an empty item. */
function isTakenIn(write: WriteContext, { type, source }: Target, { before, after }: Place): boolean {
  if (type !== 'codeBlock' || !source || source.fence) return false;
  if (after?.children[0]?.type === 'listItem' && after.children[0].children.length === 0) return true;
  if (!before) return false;
  const siblings = siblingsOf(write, source);
  const moved = before.source === null || siblings.indexOf(before.source) !== siblings.indexOf(source) - 1;
  return moved && /List$|^codeBlock$/.test(before.type);
}

/** Whether a block may be copied: with care, only where its text still reads the same. */
function mayCopy(write: WriteContext, { source, type, node }: Target): boolean {
  if (write.care === 0 || !source) return true;
  if (type === 'blockquote' || type === 'table' || type === 'horizontalRule') return false;
  if (type === 'codeBlock') return source.fence !== null;
  const lines = cut(write, source, source.start, source.end);
  if (type === 'atomBlock') return !/^\s/.test(lines.head);
  return write.care === 1 && readsAs(lines.text, write.context, shownNode(node));
}

function written(write: WriteContext, target: Target): Lines {
  const { node } = target;
  switch (target.type) {
    case 'horizontalRule':
      // After a list's marker, other signs would be another rule.
      return Lines.of(write.care > 0 ? '___' : write.habits.rule);
    case 'codeBlock':
      return writeCode(write, target);
    case 'blockquote':
      return writeQuote(write, target);
    case 'table':
      return writeTable(write, target);
    case 'atomBlock':
      return writeAtom(write, target);
    default:
      return writeText(write, target, trimmedUnits(unitsOf(node)));
  }
}

/** The atom's source; the plain text of an atom that is not Markdown. */
function writeAtom(write: WriteContext, target: Target): Lines {
  const { source, node } = target;
  const { kind, text } = node.attrs;
  if (isSourceBlock(node)) return Lines.of(String(text));
  const same = source?.attrs.kind === kind && source?.attrs.text === text;
  if (source && same) return cut(write, source, source.start, source.end);
  return writeText(write, target, textUnits(String(text ?? '').trim(), []));
}

function writeQuote(write: WriteContext, target: Target): Lines {
  const { source, children } = target;
  const same = source?.type === 'blockquote' ? source : null;
  const inside = writeBlocks(write, children, { parent: same, known: same !== null, inItem: false });
  const own =
    same && !splitsTab(write, target) ? cut(write, same, same.start, same.content.start).text : '> ';
  // The space after the sign belongs to the sign.
  const lead = own.endsWith('>') && /^\s/.test(inside.head) ? `${own} ` : own;
  const lines = new Lines().add(lead).addLines(inside);
  if (children.length === 0) lines.head = lines.head.trimEnd();
  return lines.within(same?.depth ?? 0, '> ');
}

/** Writes a paragraph or a heading with the least care that reads as it should. */
function writeText(write: WriteContext, target: Target, units: readonly Unit[]): Lines {
  const expected = shownNode(target.node);
  let first: Lines | null = null;
  for (const care of caresFrom(write.care)) {
    const lines = textLines({ ...write, care }, target, units);
    first ??= lines;
    if (readsAs(lines.text, write.context, expected)) return lines;
  }
  return first ?? new Lines();
}

function textLines(write: WriteContext, target: Target, units: readonly Unit[]): Lines {
  const { source, habits, care, context } = write;
  const { lead, tail } = syntaxOf(write, target);
  const own = target.source;
  const block = own?.type === 'paragraph' || own?.type === 'heading' ? own : null;
  const heading = target.type === 'heading';
  const inline = writeInline({
    units,
    source,
    donors: source && care < 2 ? sourceUnits(source, textDonors(target)) : [],
    block: care < 2 ? block : null,
    care,
    single: heading && tail.rest.length === 0,
    inCell: false,
    inHeading: heading,
    habits,
    definitions: context.definitions,
  });
  const gap = lead !== '' && !/\s$/.test(lead) && !isEmpty(units) ? ' ' : '';
  return new Lines()
    .add(lead + gap)
    .addLines(inline)
    .addLines(tail);
}

/** The syntax before and after the text of a paragraph or a heading. */
function syntaxOf(write: WriteContext, { node, type, source }: Target): { lead: string; tail: Lines } {
  const level = Number(node.attrs.level ?? 1);
  const fresh = {
    lead: type === 'heading' ? `${'#'.repeat(Math.min(6, Math.max(1, level)))} ` : '',
    tail: new Lines(),
  };
  if (source?.type !== type || write.care === 2) return fresh;
  const lead = cut(write, source, source.start, source.content.start).text;
  const tail = cut(write, source, source.content.end, source.end);
  if (type === 'paragraph' || source.attrs.level === level) return { lead, tail };
  if (tail.rest.length === 0 || level > 2) return fresh;
  const underline = new Lines();
  for (const line of tail.rest)
    underline.break(line.eol, line.prefixes).add(line.text.replace(/[=-]/g, level === 1 ? '=' : '-'));
  return { lead, tail: underline };
}

import { align } from '../align.ts';
import { Lines } from './lines.ts';
import type { Block, Fence } from './source.ts';
import type { Target } from './targets.ts';
import { cut, type WriteContext } from './write-context.ts';

/** Writes a block of code: changed lines, and the fences where they must change. */
export function writeCode(write: WriteContext, target: Target): Lines {
  const { source, node } = target;
  const lines = node.textContent === '' ? [] : node.textContent.split('\n');
  const language = node.attrs.language ? String(node.attrs.language) : null;
  if (source?.type === 'codeBlock' && write.care === 0) {
    if (source.fence) return patchFenced(write, source, source.fence, lines, language);
    const [first = '', last = ''] = [lines[0], lines.at(-1)];
    if (language === null && first.trim() !== '' && last.trim() !== '')
      return patchIndented(write, source, lines);
  }
  return fenced(write, lines, language);
}

const infoOf = (language: string | null): string =>
  (language ?? '').replace(/[\s`]+/g, '-').replace(/[\\&]/g, '\\$&');

function fenced({ habits }: WriteContext, lines: readonly string[], language: string | null): Lines {
  const fence = fenceFor(lines, habits.fence);
  return Lines.of([fence + infoOf(language), ...lines, fence].join('\n'));
}

/** A fence that is longer than any in the lines. */
function fenceFor(lines: readonly string[], fence: string): string {
  const sign = fence.charAt(0);
  const pattern = new RegExp(`^ {0,3}(\\${sign}{3,})[ \\t]*$`);
  const longest = lines.reduce((most, line) => Math.max(most, pattern.exec(line)?.[1]?.length ?? 0), 0);
  return longest < fence.length ? fence : sign.repeat(longest + 1);
}

/** Adds the lines of code; lines of the source as they are written there. */
function addCode(
  to: Lines,
  before: Lines,
  from: number,
  old: readonly string[],
  lines: readonly string[],
  indent: string,
): void {
  const found = align(old, lines);
  for (const [i, text] of lines.entries()) {
    const known = before.rest[(found[i] ?? -1) + from];
    if (known && (found[i] ?? -1) >= 0) to.break(known.eol, known.prefixes).add(known.text);
    else to.break().add(text === '' ? '' : indent + text);
  }
}

function patchFenced(
  write: WriteContext,
  block: Block,
  fence: Fence,
  lines: readonly string[],
  language: string | null,
): Lines {
  const { open, language: info, close, sequence } = fence;
  const whole = cut(write, block, block.start, block.end);
  const sign = fenceFor(lines, sequence);
  const longer = sign.slice(sequence.length);
  const named = language !== block.attrs.language;
  const lineEnd = write.source?.lines.lineEnd(open.start) ?? info.end;
  const start = cut(write, block, open.start, open.end).head.replace(sequence, sign);
  const word = named ? infoOf(language) : cut(write, block, info.start, info.end).head;
  const result = new Lines().add(start + word).add(cut(write, block, info.end, lineEnd).head);
  const old = block.code === '' && whole.rest.length < (close ? 2 : 1) ? [] : block.code.split('\n');
  addCode(result, whole, 0, old, lines, /^ */.exec(start)?.[0] ?? '');
  const end = close ? whole.rest.at(-1) : null;
  const indent = /^ */.exec(start)?.[0] ?? '';
  if (end) return result.break(end.eol, end.prefixes).add(end.text.replace(sequence, sequence + longer));
  return result.break().add(indent + sign);
}

function patchIndented(write: WriteContext, block: Block, lines: readonly string[]): Lines {
  const whole = cut(write, block, block.start, block.end);
  const all = new Lines();
  all.break().add(whole.head);
  all.addLines(Object.assign(new Lines(), { rest: whole.rest }));
  const patched = new Lines();
  addCode(patched, all, 0, block.code.split('\n'), lines, '    ');
  const [first, ...rest] = patched.rest;
  const result = new Lines().add(first?.text ?? '');
  for (const { eol, prefixes, text } of rest) result.break(eol, prefixes).add(text);
  return result;
}

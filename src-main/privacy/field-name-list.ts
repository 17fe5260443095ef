import type { FieldGroup, Link } from './field.ts';
import {
  apartName,
  dotted,
  isFieldName,
  isTransliteration,
  isWords,
  nameEnd,
  type Range,
  run,
  title,
} from './field-name.ts';
import { isFreeName, isName } from './name-shape.ts';
import { anySurname } from './surnames.ts';

/** Fields that hold several names: 参会人员：王磊（组长）、昝宏，Tom Li. */

const aside = String.raw`(?: ?\([^()\n⟦⟧]{1,12}\))?`;
const numbering = String.raw`(?:\d{1,2}[.、)] ?)?`;
/** After a label for one person, names with an enumeration comma or a conjunction. */
const oneJoint = new RegExp(
  `${aside}(?: ?[、/,;] ?|(?:和|及|与| {1,2})(?=[\u4e00-\u9fffA-Z])| ?[;、,]?\\n ?)`,
  'y',
);
const listJoint = new RegExp(
  `${aside}(?:[ \\t]{0,2}[、/,;|&][ \\t]{0,2}\\n? ?|[ \\t]{1,4}|和|及|与| ?\\n ?)${numbering}`,
  'y',
);
const firstNumber = new RegExp(`\\n? ?${numbering}@?`, 'y');
/** UTF-16 units of the longest word that a list of names may hold. */
const mostSkipped = 4;
/** What follows a name that stands on a line of its own. */
const lineEnd = /^ ?(?:$|[\n、,;|(\t]| (?!:))/;
const piece = '[\u3400-\u9fff]{2,4}?';
const conjunction = new RegExp(`^${piece}(?:(?:和|及|与|以及)${piece})+$`);
const joined = new RegExp(`(${piece})(?:(?:和|及|与|以及)(?=${piece})|$)`, 'y');

/** A further name of a list must have a surname or be one of another language. */
function isListName(written: string, several: boolean, sure: boolean): boolean {
  if (dotted.test(written)) return true;
  if (written.length < 2 || written.length > 4 || !isFieldName(written)) return false;
  if (!several && !sure) return isFreeName(written);
  return isName(written, anySurname, true) || isTransliteration(written) || !isWords(written);
}

/** 王芳和李娜: the names of a run that conjunctions join. */
function* conjoined(written: string, at: number): Generator<Range> {
  joined.lastIndex = 0;
  for (let match = joined.exec(written); match; match = joined.exec(written)) {
    const [all, name = ''] = match;
    const start = at + joined.lastIndex - all.length;
    yield { start, end: start + name.length };
  }
}

/** The run of Chinese characters at an offset, without 等 and titles. */
function writtenAt(text: string, at: number): string {
  run.lastIndex = at;
  return (run.exec(text)?.[0] ?? '').replace(/(?<=.{2})等$/, '').replace(title, '');
}

function* itemAt(text: string, at: number, link: Link, group: FieldGroup): Generator<Range> {
  const written = writtenAt(text, at);
  if (conjunction.test(written)) {
    const ranges = [...conjoined(written, at)];
    if (ranges.every(({ start, end }) => isListName(text.slice(start, end), true, true))) {
      yield* ranges;
      return;
    }
  }
  const end = link === 'colon' ? nameEnd(text, at, group !== 'latinName') : apartName(text, at);
  if (end !== null) yield { start: at, end };
  else if (group === 'names' && isListName(written, true, true))
    yield { start: at, end: at + written.length };
}

/** Whether the list goes on at an offset, behind a joint. */
function goesOn(text: string, at: number, joint: string, several: boolean): boolean {
  const written = writtenAt(text, at);
  if (written === '') return several || /^[A-Z][a-z]+/.test(text.slice(at, at + 12));
  if (joint.includes('\n') && !lineEnd.test(text.slice(at + written.length, at + written.length + 2)))
    return false;
  return conjunction.test(written) || isListName(written, several, /[、/和及与]/.test(joint));
}

/**
 * The names that a field's value starts with.
 * @param group `names` announces several people, `latinName` also what is no person
 */
export function* namesAt(text: string, at: number, link: Link, group: FieldGroup): Generator<Range> {
  const several = group === 'names';
  const joint = several ? listJoint : oneJoint;
  firstNumber.lastIndex = at;
  let start = several && firstNumber.test(text) ? firstNumber.lastIndex : at;
  for (;;) {
    if (text[start] === '@') start++;
    const ranges = [...itemAt(text, start, link, group)];
    yield* ranges;
    // A word in a list of names does not end it.
    const skipped = several && start > at ? writtenAt(text, start).length : 0;
    const end = ranges.at(-1)?.end ?? (skipped > 0 && skipped <= mostSkipped ? start + skipped : null);
    if (end === null) return;
    joint.lastIndex = end;
    const found = joint.exec(text)?.[0];
    if (found === undefined) return;
    start = joint.lastIndex;
    if (!several && !goesOn(text, start, found, several)) return;
    if (several && found.includes('\n') && !goesOn(text, start, found, several)) return;
  }
}

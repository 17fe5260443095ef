import type { JSONContent } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';
import { withGaps } from '../../src-main/documents/schema/gap-nodes.ts';
import { replay } from './journal.ts';

/** Reads stored drafts, those of older versions included. */

export interface DraftContent {
  readonly content: JSONContent;
  /** Entries of steps that follow it. */
  readonly journal: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const isDocument = (value: unknown): value is JSONContent => isJson(value) && value.type === 'doc';

/** The first drafts had no attributes of the document. */
const isOld = (document: JSONContent): boolean => document.attrs === undefined;

const alignedAs = (align: unknown) => (typeof align === 'string' ? { align } : null);

function renewedAttributes(type: unknown, attrs: Json): Json {
  if (type === 'font' && typeof attrs.size === 'number') return { ...attrs, size: attrs.size / 2 };
  if (!('textAlign' in attrs)) return attrs;
  const { textAlign, ...rest } = attrs;
  return { ...rest, format: alignedAs(textAlign) };
}

/**
 * Converts nodes, marks and steps of the first schema: its font sizes were in half points, its alignment an
 * attribute. Positions stay the same.
 */
function renewed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renewed);
  if (!isJson(value)) return value;
  if (value.stepType === 'attr' && value.attr === 'textAlign')
    return { ...value, attr: 'format', value: alignedAs(value.value) };
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    key === 'attrs' ? inner : renewed(inner),
  ]);
  const copy: Json = Object.fromEntries(entries);
  return isJson(value.attrs) ? { ...copy, attrs: renewedAttributes(value.type, value.attrs) } : copy;
}

/** An invalid entry is refused later by the replay. */
function renewedEntry(entry: string): string {
  try {
    return JSON.stringify(renewed(JSON.parse(entry)));
  } catch {
    return entry;
  }
}

function fromLines(text: string): JSONContent {
  const schema = documentSchema();
  const paragraphs = text
    .split('\n')
    .map((line) => schema.node('paragraph', null, line ? [schema.text(line)] : []));
  return withGaps(schema.node('doc', null, paragraphs)).toJSON() as JSONContent;
}

/** A stored draft; null gives an empty document. Content that is no document is shown as text. */
export function readDraft(stored: { content: string; journal: readonly string[] } | null): DraftContent {
  if (stored === null) return { content: fromLines(''), journal: [] };
  let parsed: unknown = null;
  try {
    parsed = JSON.parse(stored.content);
  } catch {
    // Not JSON: text, as below.
  }
  if (!isDocument(parsed)) return { content: fromLines(stored.content), journal: stored.journal };
  if (!isOld(parsed)) return { content: parsed, journal: stored.journal };
  return { content: renewed(parsed) as JSONContent, journal: stored.journal.map(renewedEntry) };
}

/** The document of a stored draft, for reading only. */
export function draftDocument(stored: { content: string; journal: readonly string[] }): Node {
  const { content, journal } = readDraft(stored);
  return replay(documentSchema().nodeFromJSON(content), journal).doc;
}

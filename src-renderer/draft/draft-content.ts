import type { JSONContent } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';
import { withGaps } from '../../src-main/documents/schema/gap-nodes.ts';
import { replay } from './journal.ts';

/** Stored drafts as the editor reads them, those of older versions too. */

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
 * Nodes, marks and steps of the first schema as those of today's: a font's size was in half points, alignment an
 * attribute of its own. Positions stay as they are.
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

/** An entry that is not JSON is left for the replay to refuse. */
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

/** A stored draft; null gives an empty one. What is no document is shown as the text that it is. */
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

/** The document of a stored draft, for those who only read it. */
export function draftDocument(stored: { content: string; journal: readonly string[] }): Node {
  const { content, journal } = readDraft(stored);
  return replay(documentSchema().nodeFromJSON(content), journal).doc;
}

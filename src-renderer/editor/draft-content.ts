import type { JSONContent } from '@tiptap/core';

const isDocument = (value: unknown): value is JSONContent =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'doc';

/** The kept draft as the editor reads it. What is no document of ours is shown as the text that it is. */
export function parseDraft(content: string | null): JSONContent {
  if (content === null) return { type: 'doc', content: [{ type: 'paragraph' }] };
  try {
    const parsed: unknown = JSON.parse(content);
    if (isDocument(parsed)) return parsed;
  } catch {
    // Not JSON: text, as below.
  }
  const paragraphs = content.split('\n').map((line) => ({
    type: 'paragraph',
    ...(line ? { content: [{ type: 'text', text: line }] } : {}),
  }));
  return { type: 'doc', content: paragraphs };
}

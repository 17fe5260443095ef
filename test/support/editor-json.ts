/** The editor's documents for tests that have no editor. */

interface Block {
  readonly type: string;
  readonly attrs?: Record<string, unknown>;
  readonly content?: readonly { readonly type: string; readonly text?: string }[];
}

const blockOf = (line: string, attrs?: Record<string, unknown>): Block => ({
  type: 'paragraph',
  ...(attrs ? { attrs } : {}),
  ...(line === '' ? {} : { content: [{ type: 'text', text: line }] }),
});

/** A document of these lines as the editor's JSON text. */
export const contentOf = (text: string): string =>
  JSON.stringify({ type: 'doc', content: text.split('\n').map((line) => blockOf(line)) });

/** The lines of a document. */
export const linesOf = (content: string): string[] =>
  (JSON.parse(content) as { content: Block[] }).content.map((block) =>
    (block.content ?? []).map(({ text = '' }) => text).join(''),
  );

/** A document with other lines: those that stay keep where they came from. */
export function edited(content: string, text: string): string {
  const doc = JSON.parse(content) as { content: Block[] };
  const blocks = text.split('\n').map((line, i) => blockOf(line, doc.content[i]?.attrs));
  return JSON.stringify({ ...doc, content: blocks });
}

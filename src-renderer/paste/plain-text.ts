import { Fragment, type ResolvedPos, Slice } from '@tiptap/pm/model';

/**
 * Plain text as paragraphs, every character unchanged. Pure.
 * @param blankLines whether empty lines are empty paragraphs; in Markdown they separate paragraphs
 */
export function plainSlice(text: string, $context: ResolvedPos, blankLines: boolean): Slice {
  const { schema } = $context.doc.type;
  const { paragraph } = schema.nodes;
  const marks = $context.marks();
  const lines = text.split(blankLines ? /\r\n?|\n/ : /(?:\r\n?|\n)+/);
  const paragraphs = lines.map((line) =>
    paragraph?.create(null, line === '' ? null : schema.text(line, marks)),
  );
  return new Slice(Fragment.from(paragraphs.filter((one) => one !== undefined)), 0, 0);
}

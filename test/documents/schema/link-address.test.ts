import { DOMSerializer } from '@tiptap/pm/model';
import { expect, test } from 'vitest';
import { documentSchema } from '../../../src-main/documents/schema/extensions.ts';

/** The address that the editor puts on a link, and the one that is saved. */
function addresses(href: string): [string | undefined, string] {
  const schema = documentSchema();
  const mark = schema.marks.link?.create({ href });
  const render = DOMSerializer.marksFromSchema(schema).link;
  if (!mark || !render) throw new Error('no links in the schema');
  const [, attributes] = render(mark, true) as unknown as [string, { href?: string }];
  return [attributes.href, String(mark.attrs.href)];
}

test.each([
  '\\\\host\\share\\a.docx',
  '//host/share',
  '/\\host/share',
  '\\\t\\host\\share',
  ' \\\\host',
  'file://host/share/a.docx',
  'FILE:\\\\host\\share',
])('a link to a share of another computer leads nowhere and is saved as it was: %j', (href) => {
  expect(addresses(href)).toEqual(['', href]);
});

test.each(['https://example.com/a', 'mailto:a@example.com', '#bookmark', 'a/b.docx'])(
  'other links stay: %s',
  (href) => {
    expect(addresses(href)).toEqual([href, href]);
  },
);

import { Extension, getSchema, Mark } from '@tiptap/core';
import { Node } from '@tiptap/pm/model';
import { AttrStep, Transform } from '@tiptap/pm/transform';
import StarterKit from '@tiptap/starter-kit';
import { expect, test } from 'vitest';
import { documentSchema } from '../../src-main/documents/schema/extensions.ts';
import { readDraft } from '../../src-renderer/draft/draft-content.ts';
import { entryOf, replay } from '../../src-renderer/draft/journal.ts';

const schema = documentSchema();
const shown = (stored: { content: string; journal: string[] } | null) => {
  const { content, journal } = readDraft(stored);
  return replay(Node.fromJSON(schema, content), journal);
};

/** The schema of the first drafts: no attributes of the document, sizes in half points, `textAlign`. */
const before = getSchema([
  StarterKit,
  Extension.create({
    name: 'textAlign',
    addGlobalAttributes: () => [
      { types: ['heading', 'paragraph'], attributes: { textAlign: { default: null } } },
    ],
  }),
  Mark.create({
    name: 'font',
    addAttributes: () => ({
      eastAsia: { default: null },
      ascii: { default: null },
      size: { default: null },
      color: { default: null },
    }),
    renderHTML: () => ['span', 0],
  }),
]);
const font = (size: number) => before.mark('font', { eastAsia: '仿宋', size, color: 'C00000' });
const old = before.node('doc', null, [
  before.node('heading', { level: 1, textAlign: 'center' }, [before.text('通知')]),
  before.node('paragraph', null, [
    before.text('各部门：', [font(32)]),
    before.text('请参加', [before.mark('bold')]),
  ]),
  before.node('bulletList', null, [
    before.node('listItem', null, [before.node('paragraph', { textAlign: 'right' })]),
  ]),
]);

test('a draft of the first schema keeps its text, marks, sizes in points and alignment', () => {
  const { doc, whole } = shown({ content: JSON.stringify(old), journal: [] });
  expect(whole).toBe(true);
  doc.check();
  expect(doc.textBetween(0, doc.content.size, '|')).toBe(old.textBetween(0, old.content.size, '|'));
  expect(doc.child(0).attrs).toMatchObject({ level: 1, format: { align: 'center' } });
  const [mark] = doc.child(1).child(0).marks;
  expect(mark?.attrs).toMatchObject({ eastAsia: '仿宋', size: 16, color: 'C00000' });
  expect(doc.child(1).child(1).marks[0]?.type.name).toBe('bold');
  expect(doc.child(2).child(0).child(0).attrs.format).toEqual({ align: 'right' });
});

test('so does its journal', () => {
  const transform = new Transform(old)
    .insert(5, before.text('抄送', [font(28)]))
    .addMark(7, 9, font(44))
    .removeMark(7, 8, font(44))
    .split(3);
  transform.step(new AttrStep(0, 'textAlign', 'right'));
  transform.setNodeMarkup(4, null, { level: 2, textAlign: 'justify' });
  const { doc, whole } = shown({ content: JSON.stringify(old), journal: [entryOf(transform.steps)] });
  expect(whole).toBe(true);
  expect(doc.textBetween(0, doc.content.size, '|')).toBe(
    transform.doc.textBetween(0, transform.doc.content.size, '|'),
  );
  expect(doc.child(0).attrs.format).toEqual({ align: 'right' });
  expect(doc.child(1).attrs).toMatchObject({ level: 2, format: { align: 'justify' } });
  const sizes: unknown[] = [];
  doc.descendants((node) => void (node.isText && sizes.push(node.marks[0]?.attrs.size ?? null)));
  // 抄送, one letter of the larger size that lost it again and one that has it, and what follows.
  expect(sizes).toEqual([null, 14, null, 22, 16, null]);
});

test('a draft of today is left as it is', () => {
  const doc = schema.node('doc', { source: 'a'.repeat(64) }, [
    schema.node('paragraph', { format: { align: 'center' } }, [
      schema.text('字', [schema.mark('font', { size: 16 })]),
    ]),
  ]);
  const journal = [
    entryOf(new Transform(doc).insert(1, schema.text('甲', [schema.mark('font', { size: 22 })])).steps),
  ];
  const stored = { content: JSON.stringify(doc), journal };
  expect(readDraft(stored)).toEqual({ content: doc.toJSON(), journal });
});

test('text that is no document is shown as lines, its gaps as gaps; nothing stored is an empty document', () => {
  const { doc } = shown({ content: '一\n\n二［MASK］', journal: [] });
  expect(doc.childCount).toBe(3);
  expect(doc.child(2).child(1).attrs.spelling).toBe('［MASK］');
  expect(shown(null).doc.textContent).toBe('');
});

test('an entry that is not JSON is refused by the replay alone', () => {
  expect(shown({ content: JSON.stringify(old), journal: ['{'] }).whole).toBe(false);
});

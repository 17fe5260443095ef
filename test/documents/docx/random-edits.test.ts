import { Fragment, type Node } from '@tiptap/pm/model';
import { EditorState, TextSelection, type Transaction } from '@tiptap/pm/state';
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  isInTable,
  tableEditing,
} from '@tiptap/pm/tables';
import { canJoin, canSplit } from '@tiptap/pm/transform';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { documentSchema } from '../../../src-main/documents/schema/extensions.ts';
import { bodyOf, docxOf, namespaces, open, save } from '../../support/docx.ts';

/** Random scripts of edits: no letter is lost, and blocks that no edit touched are copied byte for byte. */

const schema = documentSchema();
const run = (text: string, properties = '') =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
const p = (inner: string, properties = '') => `<w:p><w:pPr>${properties}</w:pPr>${inner}</w:p>`;
const cell = (text: string, properties = '') => `<w:tc><w:tcPr>${properties}</w:tcPr>${p(run(text))}</w:tc>`;
const row = (...cells: string[]) => `<w:tr>${cells.join('')}</w:tr>`;

const field = `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run('三')}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
const table = `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="9"/><w:gridCol w:w="9"/><w:gridCol w:w="9"/></w:tblGrid>${row(cell('甲', '<w:vMerge w:val="restart"/>'), cell('乙'), cell('丙'))}${row(cell('', '<w:vMerge/>'), cell('丁', '<w:gridSpan w:val="2"/>'))}${row(cell('戊'), cell('己'), cell('庚'))}</w:tbl>`;
const bytes = docxOf(
  p(run('关于', '<w:b/>') + run('召开会议的通知'), '<w:jc w:val="center"/>') +
    p(`<w:bookmarkStart w:id="1" w:name="a"/>${run('各部门：')}<w:bookmarkEnd w:id="1"/>`) +
    p(`${run('订单一直没')}${run('[MASK]', '<w:i/>')}${run('，见')}${field}${run('条。')}`) +
    `<w:sdt><w:sdtPr/><w:sdtContent>${p(run('控件里的段落'))}</w:sdtContent></w:sdt>` +
    table +
    p(
      `<w:hyperlink r:id="rId9">${run('链接')}</w:hyperlink>${run('之后')}<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>`,
    ) +
    p(`<w:commentRangeStart w:id="2"/>${run('批注从这里')}`) +
    p(`${run('到这里')}<w:commentRangeEnd w:id="2"/><w:r><w:commentReference w:id="2"/></w:r>`) +
    p('') +
    p(run('一\u3000二 三')),
  {
    relations: `<Relationship Id="rId9" Type="${namespaces.r}/hyperlink" Target="https://example.org/" TargetMode="External"/>`,
  },
);
const start = open(bytes);

interface Step {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
}

const textBlocks = (doc: Node): number[] => {
  const found: number[] = [];
  doc.descendants((node, pos) => {
    if (node.isTextblock) found.push(pos);
    return !node.isTextblock;
  });
  return found;
};

/** A number from 0 to 1 as a position inside some text. */
function place(doc: Node, at: number): number {
  const blocks = textBlocks(doc);
  const pos = blocks[Math.floor(at * blocks.length)] ?? 0;
  const size = doc.nodeAt(pos)?.content.size ?? 0;
  return pos + 1 + Math.floor(((at * 7919) % 1) * (size + 1));
}

const tableCommands = [addRowAfter, addRowBefore, addColumnAfter, addColumnBefore, deleteRow, deleteColumn];

function transaction(state: EditorState, { kind, a, b }: Step): Transaction | null {
  const { tr, doc } = state;
  const [from, to] = [place(doc, a), place(doc, b)].sort((x, y) => x - y) as [number, number];
  const $from = doc.resolve(from);
  switch (kind) {
    case 0:
      return tr.insert(from, schema.text('新字', $from.marks()));
    case 1:
      return canSplit(doc, from) ? tr.split(from) : null;
    case 2: {
      const at = $from.before();
      return canJoin(doc, at) ? tr.join(at) : null;
    }
    case 3:
      return tr.delete(from, Math.min(to, from + 12));
    case 4:
      return tr.delete(from, to);
    case 5:
      return tr.addMark(from, Math.min(to, $from.end()), schema.mark('bold'));
    case 6:
      return tr.removeMark($from.start(), $from.end());
    case 7:
      return tr.replace(to, to, doc.slice(from, Math.min(to, from + 40)));
    default:
      return null;
  }
}

function applied(state: EditorState, step: Step): EditorState {
  try {
    if (step.kind < 8) {
      const tr = transaction(state, step);
      tr?.doc.check();
      return tr ? state.apply(tr) : state;
    }
    const near = TextSelection.near(state.doc.resolve(place(state.doc, step.a)));
    const there = state.apply(state.tr.setSelection(near));
    if (!isInTable(there)) return state;
    let next = there;
    tableCommands[Math.floor(step.b * tableCommands.length)]?.(there, (tr) => {
      next = there.apply(tr);
    });
    next.doc.check();
    return next;
  } catch {
    // An edit that the editor itself refuses.
    return state;
  }
}

/** Every letter, and every thing that is no letter, in order; lines without any are left out. */
function readOf(doc: Node): string[] {
  const out: string[] = [];
  doc.descendants((node) => {
    if (!node.isTextblock) return true;
    const leaf = (one: Node) =>
      one.type.name === 'gap' ? String(one.attrs.spelling) : `{${one.attrs.kind}}`;
    out.push(node.textBetween(0, node.content.size, '', leaf));
    return false;
  });
  return out.filter((line) => line !== '');
}

const step = fc.record({
  kind: fc.integer({ min: 0, max: 8 }),
  a: fc.double({ min: 0, max: 0.9999, noNaN: true }),
  b: fc.double({ min: 0, max: 0.9999, noNaN: true }),
});

const scripts = Number(process.env.BUMO_EDIT_SCRIPTS ?? 400);

describe('random scripts of edits', () => {
  test('lose no letter, and what they lead to opens again', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
        let state = EditorState.create({ doc: start, plugins: [tableEditing()] });
        for (const one of steps) state = applied(state, one);
        expect(readOf(open(save(bytes, state.doc)))).toEqual(readOf(state.doc));
      }),
      { numRuns: scripts },
    );
  });

  test('leave the blocks alone that they do not touch', () => {
    const body = bodyOf(bytes);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: start.childCount - 1 }), step, (index, one) => {
        let pos = 0;
        for (let i = 0; i < index; i++) pos += start.child(i).nodeSize;
        const node = start.child(index);
        if (!node.isTextblock) return;
        const at = pos + 1 + Math.floor(one.a * (node.content.size + 1));
        const state = EditorState.create({ doc: start });
        const tr =
          one.kind < 4
            ? state.tr.insert(at, schema.text('字'))
            : state.tr.replaceWith(pos + 1, pos + 1 + node.content.size, Fragment.empty);
        const after = bodyOf(save(bytes, tr.doc));
        // Everything before and behind the paragraph is there as it was.
        const paragraphs = body.split(/(?<=<\/w:p>)/);
        const changed = after.split(/(?<=<\/w:p>)/);
        expect(changed).toHaveLength(paragraphs.length);
        expect(changed.filter((text, i) => text !== paragraphs[i]).length).toBeLessThanOrEqual(1);
      }),
      { numRuns: scripts },
    );
  });
});

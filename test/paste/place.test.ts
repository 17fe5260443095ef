import { Slice } from '@tiptap/pm/model';
import type { EditorState } from '@tiptap/pm/state';
import { describe, expect, test } from 'vitest';
import { abilitiesOf } from '../../src-renderer/format/abilities.ts';
import { placePasted } from '../../src-renderer/paste/place.ts';
import { plainSlice } from '../../src-renderer/paste/plain-text.ts';
import { isMarkdown, withinAbilities } from '../../src-renderer/paste/within.ts';
import { documentOf, headed, paragraph, stateOf, text } from '../format/sheet.ts';

type Json = Record<string, unknown>;

const right = { align: 'right' };
const open = (...blocks: Json[]): Slice => Slice.maxOpen(documentOf(...blocks).content, true);

function placed(state: EditorState, slice: Slice) {
  const next = state.apply(placePasted(state, slice));
  next.doc.check();
  return next;
}
const shown = (state: EditorState) =>
  state.doc.children.map(
    (node) => `${node.type.name} ${node.attrs.format?.align ?? '-'} ${node.textContent}`,
  );

describe('where pasted text goes', () => {
  const list = {
    type: 'orderedList',
    content: [{ type: 'listItem', content: [{ type: 'paragraph', content: [text('一')] }] }],
  };

  test('in an empty paragraph blocks keep their own look, whatever comes last', () => {
    const state = stateOf(documentOf(paragraph('')), 1);
    const one = placed(state, open(paragraph('落款', { format: right })));
    expect(shown(one)).toEqual(['paragraph right 落款']);
    expect(one.selection.from).toBe(3);
    const more = placed(state, open(paragraph('落款', { format: right }), list));
    expect(shown(more)).toEqual(['paragraph right 落款', 'orderedList - 一']);
    expect(more.selection.$from.parent.textContent).toBe('一');
  });

  test('in the middle of a paragraph the first and the last join the text around', () => {
    const state = stateOf(documentOf(paragraph('甲乙')), 2);
    const next = placed(state, open(paragraph('一', { format: right }), paragraph('二', { format: right })));
    expect(shown(next)).toEqual(['paragraph justify 甲一', 'paragraph right 二乙']);
  });

  test('at the beginning of a paragraph several keep their look, one joins', () => {
    const state = stateOf(documentOf(paragraph('甲')), 1);
    const several = open(paragraph('一', { format: right }), paragraph('二', { format: right }));
    expect(shown(placed(state, several))[0]).toBe('paragraph right 一');
    expect(shown(placed(state, open(paragraph('一', { format: right }))))).toEqual([
      'paragraph justify 一甲',
    ]);
  });

  test('a paragraph like the one that is there keeps the element of the file', () => {
    const state = stateOf(documentOf(paragraph('', { src: 'k:1' })), 1);
    const next = placed(state, open(paragraph('一'), paragraph('二')));
    expect(next.doc.children.map(({ attrs }) => attrs.src)).toEqual(['k:1', null]);
  });

  test('a selection goes first', () => {
    const state = stateOf(documentOf(paragraph('甲'), paragraph('乙')), 1, 5);
    expect(shown(placed(state, open(headed('标题'))))).toEqual(['heading center 标题']);
  });
});

describe('plain text', () => {
  const { doc } = stateOf(documentOf(paragraph([text('甲', { type: 'bold' })])), 1);
  const lines = (value: string, blankLines = true) =>
    plainSlice(value, doc.resolve(2), blankLines).content.content.map((node) => node.textContent);

  test('keeps blank lines, spaces, tabs and signs', () => {
    expect(lines('　　<b>\t甲</b>\r\n\r\n\nC:\\_a_\\*b*\r末  尾')).toEqual([
      '　　<b>\t甲</b>',
      '',
      '',
      'C:\\_a_\\*b*',
      '末  尾',
    ]);
  });

  test('in Markdown a blank line is what stands between paragraphs', () => {
    expect(lines('甲\r\n\r\n乙\n丙', false)).toEqual(['甲', '乙', '丙']);
    const markdown = (['md', 'txt', 'docx', null] as const).filter((format) =>
      isMarkdown(abilitiesOf(format, false)),
    );
    expect(markdown).toEqual(['md']);
  });

  test('has the look of the text that it is put into', () => {
    const slice = plainSlice('乙', doc.resolve(2), true);
    expect(slice.content.firstChild?.firstChild?.marks.map(({ type }) => type.name)).toEqual(['bold']);
  });
});

describe('what the file cannot hold', () => {
  const slice = open(
    paragraph([text('甲', { type: 'bold' }, { type: 'underline' }, { type: 'font', attrs: { size: 9 } })], {
      format: right,
    }),
  );
  const marks = (format: 'docx' | 'md' | 'txt') => {
    const { content } = withinAbilities(slice, abilitiesOf(format, false), () => undefined);
    const block = content.firstChild;
    return [
      block?.attrs.format ?? null,
      ...(block?.firstChild?.marks.map(({ type }) => type.name).sort() ?? []),
    ];
  };

  test('does not come in', () => {
    expect(marks('docx')).toEqual([right, 'bold', 'font', 'underline']);
    expect(marks('md')).toEqual([null, 'bold']);
    expect(marks('txt')).toEqual([null]);
  });

  const item = (...content: Json[]) => ({ type: 'listItem', content });
  const cell = (...words: string[]) => ({ type: 'tableCell', content: words.map((one) => paragraph(one)) });
  const plain = (value: Slice) => {
    let lost = 0;
    const fitting = withinAbilities(value, abilitiesOf('txt', false), () => lost++);
    expect(new Set(fitting.content.content.map(({ type }) => type.name))).toEqual(new Set(['paragraph']));
    return { lines: fitting.content.content.map((node) => node.textContent), lost, slice: fitting };
  };

  test('comes into a text file as lines: labels of lists, cells with tabs between them', () => {
    const nested = { type: 'bulletList', content: [item(paragraph('丙')), item(paragraph('丁'))] };
    const blocks = open(
      headed('标题'),
      {
        type: 'orderedList',
        attrs: { start: 9 },
        content: [item(paragraph('甲'), paragraph('甲后')), item(paragraph('乙'), nested)],
      },
      {
        type: 'table',
        content: [
          { type: 'tableRow', content: [cell('姓名'), cell('职务', '备注')] },
          { type: 'tableRow', content: [cell('张三'), cell('')] },
        ],
      },
      { type: 'blockquote', content: [paragraph('引文')] },
      { type: 'codeBlock', content: [text('a\n  b')] },
      { type: 'horizontalRule' },
      paragraph('尾'),
    );
    expect(plain(blocks).lines).toEqual([
      '标题',
      '9. 甲',
      '   甲后',
      '10. 乙',
      '    - 丙',
      '    - 丁',
      '姓名\t职务 备注',
      '张三\t',
      '引文',
      'a',
      '  b',
      '---',
      '尾',
    ]);
  });

  test('comes into a text file without a look, gaps and words of things remaining; pictures are counted', () => {
    const things = open(
      paragraph(
        [
          text('甲', { type: 'bold' }, { type: 'link', attrs: { href: 'https://a.cn/' } }),
          { type: 'gap' },
          { type: 'atom', attrs: { kind: 'field', text: '第3页' } },
          { type: 'image', attrs: { src: 'data:image/png;base64,AA', alt: '印章' } },
          { type: 'atom', attrs: { kind: 'picture', part: 'word/media/image1.png' } },
        ],
        { style: '1', numbering: { id: '3', level: 0 }, format: right },
      ),
    );
    const { lost, slice: fitting } = plain(things);
    const [block] = fitting.content.content;
    expect([block?.attrs.style, block?.attrs.numbering, block?.attrs.format]).toEqual([null, null, null]);
    expect(
      block?.children.map(({ type, text: words, marks: looks }) => [type.name, words, looks.length]),
    ).toEqual([
      ['text', '甲', 0],
      ['gap', undefined, 0],
      ['text', '第3页印章', 0],
    ]);
    expect(lost).toBe(2);
  });

  test('words out of one item of a list come into a text file without its label', () => {
    const list = { type: 'orderedList', content: [item(paragraph('第一条')), item(paragraph('第二条'))] };
    const whole = documentOf(list);
    expect(plain(whole.slice(3, 5, true)).lines).toEqual(['第一']);
    expect(plain(whole.slice(3, whole.content.size - 3, true)).lines).toEqual(['1. 第一条', '2. 第二条']);
  });

  test('a word of a heading that comes into a text file joins the line it is put into', () => {
    const state = stateOf(documentOf(paragraph('甲乙')), 2);
    const word = withinAbilities(open(headed('标题')), abilitiesOf('txt', false), () => undefined);
    expect(shown(placed(state, word))).toEqual(['paragraph justify 甲标题乙']);
  });
});

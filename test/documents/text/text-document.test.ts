import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Content } from '../../../src-main/documents/content.ts';
import { encodeText } from '../../../src-main/documents/text/codec.ts';
import { readLines } from '../../../src-main/documents/text/lines.ts';
import { placeholderOf } from '../../../src-main/documents/text/placeholder.ts';
import { patchText, readText, type TextForm } from '../../../src-main/documents/text/text-document.ts';
import { encodings } from '../../../src-main/documents/text/units.ts';
import { thrown } from '../../support/refused.ts';

const bytesOf = (text: string): Uint8Array => encodeText(text, 'utf-8');
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const line = (text: string, src: unknown = null): Content => ({
  type: 'paragraph',
  attrs: { src },
  ...(text === '' ? {} : { content: [{ type: 'text', text }] }),
});
const shown = (block: Content): string => block.content?.[0]?.text ?? '';
const withText = (block: Content | undefined, text: string): Content => line(text, block?.attrs?.src);

const edit = (text: string, change: (blocks: readonly Content[]) => readonly Content[]): string => {
  const source = bytesOf(text);
  const { blocks, form } = readText(source);
  return textOf(patchText(source, change(blocks), form));
};

/** Text bytes with line ends, and bytes that mean nothing. */
const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 80 }),
  fc
    .array(fc.constantFrom(0x0a, 0x0d, 0x00, 0x41, 0xb0, 0xa1, 0xe4, 0xbd, 0xa0, 0x82, 0xff, 0xfe), {
      maxLength: 80,
    })
    .map((list) => Uint8Array.from(list)),
);

const step = fc.record({
  kind: fc.constantFrom('change', 'insert', 'remove', 'split'),
  at: fc.nat(40),
  text: fc.constantFrom('', '新', 'ab', '文字'),
});

function applyStep(
  blocks: readonly Content[],
  { kind, at, text }: { kind: string; at: number; text: string },
): readonly Content[] {
  const i = at % (blocks.length + 1);
  if (kind === 'insert') return blocks.toSpliced(i, 0, line(text));
  const block = blocks[i];
  if (!block || (kind === 'remove' && blocks.length === 1)) return blocks;
  if (kind === 'remove') return blocks.toSpliced(i, 1);
  if (kind === 'change') return blocks.with(i, withText(block, shown(block) + text));
  const [first = '', ...others] = shown(block);
  return blocks.toSpliced(i, 1, withText(block, first), withText(block, others.join('')));
}

/** The bytes, endings included, of the lines that are in the editor as they were. */
function keptLines(
  source: Uint8Array,
  edited: readonly Content[],
  { encoding, bom }: TextForm,
): Uint8Array[] {
  const mark = bom ? (encoding === 'utf-8' ? 3 : 2) : 0;
  const lines = new Map(readLines(source, encoding, mark).map((one) => [one.start.toString(36), one]));
  const seen = new Set<unknown>();
  return edited.flatMap((block) => {
    const one = lines.get(String(block.attrs?.src).split(':')[1] ?? '');
    const isFirst = !seen.has(block.attrs?.src);
    seen.add(block.attrs?.src);
    return one && isFirst && one.text === shown(block) ? [source.subarray(one.start, one.next)] : [];
  });
}

describe('a text file', () => {
  test('that was not changed is the same bytes, whatever they are, in every encoding', () => {
    fc.assert(
      fc.property(anyBytes, fc.option(fc.constantFrom(...encodings)), (source, encoding) => {
        const { blocks, form } = readText(source, encoding ?? undefined);
        expect(patchText(source, blocks, form)).toEqual(source);
      }),
      { numRuns: 3000 },
    );
  });

  test('keeps every line that an edit leaves alone, whatever the edit', () => {
    fc.assert(
      fc.property(
        anyBytes,
        fc.constantFrom(...encodings),
        fc.array(step, { maxLength: 5 }),
        (source, encoding, steps) => {
          const { blocks, form } = readText(source, encoding);
          const edited = steps.reduce(applyStep, blocks);
          const saved = Buffer.from(patchText(source, edited, form));
          let from = 0;
          for (const raw of keptLines(source, edited, form)) {
            const found = saved.indexOf(raw, from);
            expect(found).toBeGreaterThanOrEqual(from);
            from = found + raw.length;
          }
        },
      ),
      { numRuns: 1500 },
    );
  });

  test('is one paragraph a line; the end of the last line is no line', () => {
    const { blocks, form } = readText(bytesOf('甲\r\n\n乙\r\n丙\r\n'));
    expect(blocks.map(shown)).toEqual(['甲', '', '乙', '丙']);
    expect(form).toEqual({ encoding: 'utf-8', bom: false, ending: '\r\n' });
    expect(new Set(blocks.map(({ attrs }) => attrs?.src)).size).toBe(4);
    expect(String(blocks[0]?.attrs?.src)).toMatch(/^[0-9a-f]{8}:0$/);
  });

  test('without text is one empty paragraph, which may be written in', () => {
    const { blocks, form } = readText(new Uint8Array());
    expect(blocks).toEqual([{ type: 'paragraph', attrs: { src: null } }]);
    expect(textOf(patchText(new Uint8Array(), [line('通知'), line('正文')], form))).toBe('通知\n正文');
  });
});

describe('a line', () => {
  const mixed = '一\r\n二\n三\r四';

  test('that changes keeps its ending, and the others theirs', () => {
    expect(edit(mixed, ([a, b, ...rest]) => [a as Content, withText(b, '两'), ...rest])).toBe(
      '一\r\n两\n三\r四',
    );
  });

  test('that is new takes the ending of the line before', () => {
    expect(edit(mixed, ([a, ...rest]) => [a as Content, line('新'), ...rest])).toBe('一\r\n新\r\n二\n三\r四');
    expect(edit(mixed, (blocks) => [line('新'), ...blocks])).toBe('新\r\n一\r\n二\n三\r四');
  });

  test('behind a last one without an ending gives that an ending; the file still ends without', () => {
    expect(edit(mixed, (blocks) => [...blocks, line('五')])).toBe('一\r\n二\n三\r四\r五');
    expect(edit('一\n', (blocks) => [...blocks, line('二')])).toBe('一\n二\n');
    expect(edit('一', (blocks) => [...blocks, line('二')])).toBe('一\n二');
  });

  test('that moves takes its ending along', () => {
    expect(edit(mixed, ([a, b, c, d]) => [d, c, b, a] as Content[])).toBe('四\r\n三\r二\n一\r\n');
  });

  test('of two with one source is the first; of none it is new', () => {
    expect(edit('甲乙\r\n丙\n', ([a, b]) => [withText(a, '甲'), withText(a, '乙'), b as Content])).toBe(
      '甲\r\n乙\r\n丙\n',
    );
    expect(edit('甲\n乙\n', ([a]) => [a as Content])).toBe('甲\n');
    expect(edit(mixed, ([a, b]) => [a, b, a] as Content[])).toBe('一\r\n二\n一');
    expect(edit('甲\n', () => [line('甲', '00000000:0')])).toBe('甲\n');
  });

  test('with a break inside becomes two', () => {
    const broken: Content = {
      type: 'paragraph',
      content: [{ type: 'text', text: '上' }, { type: 'hardBreak' }, { type: 'text', text: '下' }],
    };
    expect(edit('一\r\n', ([a]) => [a as Content, broken])).toBe('一\r\n上\r\n下\r\n');
  });
});

describe('what a text file has no form for', () => {
  test('is written as its text: gaps as they were spelled, atoms, tables, lists', () => {
    const cell = (text: string): Content => ({ type: 'tableCell', content: [line(text)] });
    const blocks: Content[] = [
      {
        type: 'heading',
        content: [
          { type: 'gap', attrs: { spelling: '【MASK】' } },
          { type: 'gap', attrs: { spelling: null } },
          { type: 'atom', attrs: { text: '①', kind: 'symbol' } },
          { type: 'text', text: '尾' },
        ],
      },
      { type: 'table', content: [{ type: 'tableRow', content: [cell('甲'), cell('乙')] }] },
      { type: 'bulletList', content: [{ type: 'listItem', content: [line('项')] }] },
      { type: 'horizontalRule' },
    ];
    expect(edit('', () => blocks)).toBe('【MASK】[MASK]①尾\n甲\t乙\n项\n');
  });
});

describe('an encoding', () => {
  const big5 = (text: string) => encodeText(text, 'big5');

  test('that cannot hold what was typed is refused, with the characters; UTF-8 can', () => {
    const source = big5('公文\r\n內容\r\n');
    const { blocks, form } = readText(source, 'big5');
    const edited = [withText(blocks[0], '公文简😀'), blocks[1] as Content];
    expect(thrown(() => patchText(source, edited, form))).toMatchObject({
      code: 'text-unencodable',
      zh: expect.stringContaining('简 😀'),
    });
    expect(textOf(patchText(source, edited, form, 'utf-8'))).toBe('公文简😀\r\n內容\r\n');
  });

  test('that is chosen is used and no other is looked for, whatever the bytes look like', () => {
    const source = big5('公文內容');
    const { form, sure, candidates } = readText(source, 'gb18030');
    expect([form.encoding, sure, candidates]).toEqual(['gb18030', true, ['gb18030']]);
  });

  test('keeps its byte order mark, and has none in the text', () => {
    const source = new Uint8Array(
      Buffer.concat([Uint8Array.of(0xff, 0xfe), encodeText('甲\r\n乙', 'utf-16le')]),
    );
    const { blocks, form } = readText(source);
    expect(blocks.map(shown)).toEqual(['甲', '乙']);
    expect(form.bom).toBe(true);
    const saved = patchText(source, [withText(blocks[0], '丁'), blocks[1] as Content], form);
    expect(saved).toEqual(
      new Uint8Array(Buffer.concat([Uint8Array.of(0xff, 0xfe), encodeText('丁\r\n乙', 'utf-16le')])),
    );
    expect(textOf(patchText(source, blocks, form, 'utf-8'))).toBe('甲\r\n乙');
  });

  test('keeps the bytes of a changed line around the change, its second spellings too', () => {
    const source = Uint8Array.of(0xa3, 0xa0, 0xbc, 0xd7, 0xff, 0xd2, 0xd2, 0xa3, 0xa0, 0x0a);
    const { blocks, form } = readText(source, 'gb18030');
    const text = `\u3000甲${placeholderOf(0xff)}乙\u3000`;
    expect(shown(blocks[0] as Content)).toBe(text);
    const saved = patchText(source, [withText(blocks[0], text.replace('乙', '丙'))], form);
    expect(saved).toEqual(Uint8Array.of(0xa3, 0xa0, 0xbc, 0xd7, 0xff, 0xb1, 0xfb, 0xa3, 0xa0, 0x0a));
  });

  test('that is changed leaves no byte without a meaning', () => {
    const source = Uint8Array.of(0xbc, 0xd7, 0xff, 0, 0x0a);
    const { blocks, form } = readText(source, 'gb18030');
    expect(patchText(source, blocks, form, 'utf-8')).toEqual(bytesOf('甲\ufffd\0\n'));
  });
});

test('more than a million lines are refused', () => {
  const source = new Uint8Array(1_000_002).fill(0x0a);
  expect(() => readText(source)).toThrow(expect.objectContaining({ code: 'document-too-complex' }));
});

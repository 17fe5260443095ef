import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText, encodeText, encodings, newForm, type TextForm } from '../../src-main/documents/text.ts';

const forms = fc.record({
  encoding: fc.constantFrom(...encodings),
  bom: fc.boolean(),
  lineEnding: fc.constantFrom('\n', '\r\n', '\r'),
}) as fc.Arbitrary<TextForm>;

const lines = fc.array(fc.constantFrom('今天天气很好', '合同第 3 条', '𠮷野家 😀', '', 'abc', '㎡、〇、―'), {
  minLength: 2,
  maxLength: 6,
});

describe('a text file', () => {
  test('with a mark comes back byte for byte, in every encoding', () => {
    fc.assert(
      fc.property(lines, forms, (written, form) => {
        const text = written.join('\n');
        const marked = { ...form, bom: form.encoding !== 'gb18030' };
        const bytes = encodeText(text, marked);
        const read = decodeText(bytes);
        if (marked.bom) expect(read.text).toBe(text);
        expect(encodeText(read.text, read.form)).toEqual(bytes);
      }),
    );
  });

  test.each([
    ['utf-8', '关于召开年度工作会议的通知\r\n各部门：\r\n'],
    ['gb18030', '关于召开年度工作会议的通知\r\n各部门：\r\n'],
    ['utf-16le', '关于召开年度工作会议的通知\r\n各部门：\r\n'],
    ['utf-16be', '关于召开年度工作会议的通知\r\n各部门：\r\n'],
  ] as const)('of %s without a mark is recognised', (encoding, raw) => {
    const text = raw.replaceAll('\r\n', '\n');
    const bytes = encodeText(text, { encoding, bom: false, lineEnding: '\r\n' });
    expect(decodeText(bytes)).toEqual({ text, form: { encoding, bom: false, lineEnding: '\r\n' } });
  });

  test('that is empty is new', () => {
    expect(decodeText(new Uint8Array())).toEqual({ text: '', form: newForm });
  });

  test.each([
    [
      'a picture',
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0xff),
    ],
    ['random bytes', Uint8Array.from({ length: 400 }, (_, i) => (i * 151 + 128) % 256)],
  ])('%s is refused', (_name, bytes) => {
    expect(() => decodeText(bytes)).toThrow(expect.objectContaining({ code: 'document-unreadable' }));
  });
});

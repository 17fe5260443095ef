import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { decodeXml, encodeXml, rootName } from '../../../src-main/documents/package/xml-text.ts';
import { bytesOf } from './zip-builder.ts';

const body = '<文档 属性="值">正文 😀 é</文档>';
const utf16 = (text: string, order: 'le' | 'be') => {
  const bytes = Buffer.from(text, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
};

describe('an XML part', () => {
  test.each([
    ['UTF-8', bytesOf(body)],
    ['UTF-8 with a mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytesOf(body)])],
    ['UTF-8 that calls itself UTF-16', bytesOf(`<?xml version="1.0" encoding="UTF-16"?>${body}`)],
    ['UTF-16LE with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16(body, 'le')])],
    ['UTF-16BE with a mark', Buffer.concat([Buffer.from([0xfe, 0xff]), utf16(body, 'be')])],
    ['UTF-16LE', utf16(body, 'le')],
    ['UTF-16BE', utf16(body, 'be')],
  ])('in %s is read, and written back as it was', (_name, bytes) => {
    const { text, form } = decodeXml(new Uint8Array(bytes));
    expect(text.endsWith(body)).toBe(true);
    expect(text.startsWith('<')).toBe(true);
    expect(encodeXml(text, form)).toEqual(new Uint8Array(bytes));
  });

  test('in an old encoding is read by its declaration; what that cannot hold becomes a reference', () => {
    const text = '<?xml version="1.0" encoding="Big5"?><文檔>公文</文檔>';
    const bytes = new Uint8Array(iconv.encode(text, 'big5'));
    const read = decodeXml(bytes);
    expect(read.text).toBe(text);
    expect(encodeXml(read.text, read.form)).toEqual(bytes);
    const changed = encodeXml(text.replace('公文', '简😀'), read.form);
    expect(decodeXml(changed).text).toBe(text.replace('公文', '&#31616;&#128512;'));
  });

  test('that is not what its encoding allows is refused, never changed', () => {
    expect(() => decodeXml(Uint8Array.of(0x3c, 0x61, 0xff, 0x3e))).toThrow(RangeError);
    expect(() => decodeXml(Uint8Array.of(0xff, 0xfe, 0x3c, 0, 0, 0xd8))).toThrow(RangeError);
  });

  test('of any bytes is the same bytes again, or refused', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.constantFrom('', 'GBK', 'Shift_JIS', 'iso-8859-1'),
        (tail, name) => {
          const head = name === '' ? '' : `<?xml version="1.0" encoding="${name}"?>`;
          const bytes = new Uint8Array(Buffer.concat([bytesOf(head), tail]));
          let read: ReturnType<typeof decodeXml>;
          try {
            read = decodeXml(bytes);
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError);
            return;
          }
          expect(encodeXml(read.text, read.form)).toEqual(bytes);
        },
      ),
    );
  });
});

describe('the name of a root', () => {
  test('is that of its namespace, whatever the prefix', () => {
    const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
    expect(rootName(`<?xml version="1.0"?><!-- c --><ns0:document xmlns:ns0="${word}"><a`)).toBe(
      'w:document',
    );
    expect(rootName('<document xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main">')).toBe(
      'w:document',
    );
    expect(rootName('<document/>')).toBe('document');
    expect(rootName('<a:b xmlns:a="urn:x"/>')).toBe('{urn:x}b');
  });

  test('is found behind a long comment, and there is none in what is no XML', () => {
    expect(rootName(`<!--${'x'.repeat(20_000)}--><r/>`)).toBe('r');
    for (const text of ['', 'text', '<', '<1/>', '<a:b/>']) expect(rootName(text)).toBeNull();
  });
});

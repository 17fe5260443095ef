import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { seededRng } from '../../../src-main/base/rng.ts';
import { errorCodes } from '../../../src-main/contract/errors.ts';
import { refusal, refusalCodes } from '../../../src-main/documents/package/refusals.ts';
import { type FileKind, whatIs } from '../../../src-main/documents/package/what-is.ts';
import { render } from '../../../src-main/texts/message.ts';
import { buildOle } from './ole-builder.ts';
import { buildPackage, types, wordNamespace } from './package-builder.ts';
import { buildZip, bytesOf } from './zip-builder.ts';

const random = seededRng(3);
const noise = (length: number) => Uint8Array.from({ length }, () => Math.floor(random() * 256));
const join = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
const utf16 = (text: string) => join(Uint8Array.of(0xff, 0xfe), Buffer.from(text, 'utf16le'));
const docx = buildPackage();
const main = (xml: string, type?: string) =>
  buildPackage({ 'word/document.xml': xml, '[Content_Types].xml': types('word/document.xml', type) });

const samples: readonly (readonly [name: string, bytes: Uint8Array, kind: FileKind])[] = [
  ['a document', docx, 'docx'],
  ['a strict document', main('<document xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'), 'docx'],
  ['a document behind other bytes', join(bytesOf('junk'), docx), 'docx'],
  ['a document without content types', buildPackage({ '[Content_Types].xml': null }), 'docx'],
  ['nothing', new Uint8Array(), 'empty'],
  ['zeros', new Uint8Array(4096), 'empty'],
  ['a document without its beginning', docx.subarray(30), 'truncated'],
  ['half of a document', docx.subarray(0, docx.length >> 1), 'truncated'],
  ['a package without a main part', buildPackage({ 'word/document.xml': null }), 'no-main-part'],
  ['a package without relationships', buildPackage({ '_rels/.rels': null }), 'no-main-part'],
  ['a main part of another kind', main(`<w:styles xmlns:w="${wordNamespace}"/>`), 'wrong-root'],
  ['a main part that is no XML', main('text'), 'damaged'],
  ['broken relationships', buildPackage({ '_rels/.rels': '<Relationships>' }), 'damaged'],
  ['a workbook', main('<workbook xmlns="x"/>', 'spreadsheetml.sheet'), 'xlsx'],
  [
    'a workbook by its root',
    main('<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>', 'x'),
    'xlsx',
  ],
  ['a presentation', main('<presentation xmlns="x"/>', 'presentationml.presentation'), 'pptx'],
  [
    'an OpenDocument text',
    buildZip([{ name: 'mimetype', content: 'application/vnd.oasis.opendocument.text', method: 0 }]),
    'odt',
  ],
  ['an e-book', buildZip([{ name: 'mimetype', content: 'application/epub+zip', method: 0 }]), 'zip'],
  ['another archive', buildZip([{ name: '通知.docx', content: docx }]), 'zip'],
  [
    'an encrypted archive',
    buildZip([
      { name: '[Content_Types].xml', content: 'x', flags: 1 },
      { name: '_rels/.rels', content: 'x', flags: 1 },
    ]),
    'encrypted',
  ],
  ['an old .doc', buildOle(['WordDocument', '1Table']), 'old-doc'],
  ['an old .doc of large sectors', buildOle(['1Table', 'Data', 'Macros', 'WordDocument'], [], 12), 'old-doc'],
  ['an old .xls that holds a .doc', buildOle(['Workbook'], ['WordDocument']), 'old-office'],
  [
    'a document with a password',
    buildOle(['EncryptionInfo', 'EncryptedPackage', '\u0006DataSpaces']),
    'encrypted',
  ],
  ['an old file that is cut', buildOle(['WordDocument']).subarray(0, 600), 'old-office'],
  ['an encryption tool’s file', join(bytesOf('%TSD-Header-###%'), noise(3000)), 'enterprise'],
  ['another tool’s file', join(Uint8Array.of(0x62, 0x14, 0x23, 0x65), noise(200)), 'enterprise'],
  ['a third tool’s file', join(noise(64), bytesOf('E-SafeNet   LOCK'), noise(3000)), 'enterprise'],
  [
    'a tool’s file with a header of rights',
    join(bytesOf('<DRMContent version="1">'), noise(3000)),
    'enterprise',
  ],
  ['an unknown tool’s file', join(bytesOf('\u0001LOCK'), new Uint8Array(500), noise(9000)), 'enterprise'],
  ['a packed file', gzipSync(noise(9000)), 'other'],
  ['a picture', join(Uint8Array.of(0x89, 0x50, 0x4e, 0x47), noise(9000)), 'other'],
  ['a few random bytes', noise(300), 'other'],
  [
    'Word 2003 XML',
    bytesOf(
      '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">',
    ),
    'word-2003-xml',
  ],
  [
    'flat OPC',
    bytesOf(
      '<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">',
    ),
    'flat-opc',
  ],
  [
    'flat OPC in UTF-16',
    utf16(
      '<?xml version="1.0" encoding="UTF-16"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">',
    ),
    'flat-opc',
  ],
  ['other XML', bytesOf('<?xml version="1.0"?><note/>'), 'other'],
  ['RTF', bytesOf('{\\rtf1\\ansi 通知}'), 'rtf'],
  ['a PDF', bytesOf('%PDF-1.7\n'), 'pdf'],
  ['a web page', bytesOf('\ufeff\r\n<!-- saved --><!DOCTYPE html><html>'), 'html'],
  [
    'a web page that is XML',
    bytesOf('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">'),
    'html',
  ],
  [
    'a web page of an office program',
    bytesOf('<html xmlns:w="urn:schemas-microsoft-com:office:word">'),
    'html',
  ],
  ['a web archive', bytesOf('MIME-Version: 1.0\r\nContent-Type: multipart/related'), 'html'],
  ['text', bytesOf('# 通知\n\n各部门：'), 'text'],
  ['text in GB18030', new Uint8Array(iconv.encode('各部门、各单位：请按时参加会议。', 'gb18030')), 'text'],
  ['text in UTF-16', utf16('各部门、各单位：请按时参加会议。'), 'text'],
];

describe('what is called .docx', () => {
  test.each(samples)('%s is named', (_name, bytes, kind) => {
    expect(whatIs(bytes)).toBe(kind);
  });

  test('is named whatever its bytes are', () => {
    for (let i = 0; i < 500; i++) {
      const bytes = docx.slice();
      for (let n = 0; n < 4; n++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      expect(typeof whatIs(bytes.subarray(0, Math.floor(random() * 2 * bytes.length)))).toBe('string');
    }
    const ole = buildOle(['WordDocument'], ['x', 'y']);
    for (let i = 0; i < 500; i++) {
      const bytes = ole.slice();
      for (let n = 0; n < 8; n++) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      expect(typeof whatIs(bytes)).toBe('string');
    }
  });
});

describe('a refusal', () => {
  test('has a code of the contract and says what to do, in both languages', () => {
    expect(refusalCodes.filter((code) => !(errorCodes as readonly string[]).includes(code))).toEqual([]);
    const kinds = new Set(samples.map(([, , kind]) => kind).filter((kind) => kind !== 'docx'));
    for (const kind of kinds) {
      const { text } = refusal(kind as Exclude<FileKind, 'docx'>);
      expect(render(text, 'zh')).toMatch(/请/);
      expect(render(text, 'en')).toMatch(/Save|save|Open|open|Copy|copy|Let|Split|Rename|Convert/);
    }
    expect(new Set(refusalCodes).size).toBe(refusalCodes.length);
  });

  test('is never for a kind that no sample shows', () => {
    const shown = new Set(samples.map(([, , kind]) => kind));
    // A package over the limits is too large to be made here.
    expect(refusalCodes).toHaveLength(shown.size);
  });
});

import iconv from 'iconv-lite';
import { SaxesParser } from 'saxes';
import { beginsWith } from '../bytes.ts';
import { prefixOf } from './namespaces.ts';

/** Decodes and encodes XML parts; unchanged text gives the same bytes. */

export interface XmlForm {
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030' | 'big5' | 'shiftjis' | 'latin1';
  /** The byte order mark; empty for none. */
  readonly mark: Uint8Array;
}

export const newXmlForm: XmlForm = { encoding: 'utf-8', mark: new Uint8Array() };

/** OPC requires UTF-8 or UTF-16 (ECMA-376 part 2, 8.3.2); some programs write these encodings. */
const declared: Readonly<Record<string, XmlForm['encoding']>> = {
  gb2312: 'gb18030',
  gbk: 'gb18030',
  gb18030: 'gb18030',
  big5: 'big5',
  shift_jis: 'shiftjis',
  'iso-8859-1': 'latin1',
  'windows-1252': 'latin1',
};

/** By byte order mark, by the first `<`, or by the declaration (XML 1.0, appendix F). */
export function xmlFormOf(bytes: Uint8Array): XmlForm {
  const marked = (encoding: XmlForm['encoding'], length: number) => ({
    encoding,
    mark: bytes.slice(0, length),
  });
  if (beginsWith(bytes, [0xef, 0xbb, 0xbf])) return marked('utf-8', 3);
  if (beginsWith(bytes, [0xff, 0xfe])) return marked('utf-16le', 2);
  if (beginsWith(bytes, [0xfe, 0xff])) return marked('utf-16be', 2);
  if (beginsWith(bytes, [0x3c, 0])) return marked('utf-16le', 0);
  if (beginsWith(bytes, [0, 0x3c])) return marked('utf-16be', 0);
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const name = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']/.exec(head)?.[1]?.toLowerCase() ?? '';
  return marked(declared[name] ?? 'utf-8', 0);
}

const isUnicode = (encoding: XmlForm['encoding']): boolean => encoding.startsWith('utf-');

/** @throws RangeError for bytes that are not valid in the encoding */
export function decodeXml(bytes: Uint8Array): { text: string; form: XmlForm } {
  const form = xmlFormOf(bytes);
  const body = bytes.subarray(form.mark.length);
  if (isUnicode(form.encoding)) {
    try {
      return { text: new TextDecoder(form.encoding, { fatal: true, ignoreBOM: true }).decode(body), form };
    } catch (cause) {
      throw new RangeError(`the text is not valid ${form.encoding}`, { cause });
    }
  }
  const text = iconv.decode(Buffer.from(body), form.encoding);
  if (Buffer.compare(iconv.encode(text, form.encoding), body) !== 0)
    throw new RangeError(`the text is not valid ${form.encoding}`);
  return { text, form };
}

/** Characters that the encoding lacks become character references. */
export function encodeXml(text: string, { encoding, mark }: XmlForm): Uint8Array {
  if (encoding === 'utf-8') return new Uint8Array(Buffer.concat([mark, new TextEncoder().encode(text)]));
  if (isUnicode(encoding)) {
    const bytes = Buffer.from(text, 'utf16le');
    return new Uint8Array(Buffer.concat([mark, encoding === 'utf-16be' ? bytes.swap16() : bytes]));
  }
  const written = (one: string) => iconv.decode(iconv.encode(one, encoding), encoding) === one;
  const safe = text.replace(/[^\0-\x7f]/gu, (one) => (written(one) ? one : `&#${one.codePointAt(0)};`));
  return new Uint8Array(iconv.encode(safe, encoding));
}

/** Code units in which the first tag is searched. */
const headLength = 65_536;

/** The name of the first element, under the standard prefix of its namespace (see xml.ts); null where there is none. */
export function rootName(text: string): string | null {
  const parser = new SaxesParser({ xmlns: true });
  let found: string | null = null;
  let failed = false;
  parser.on('error', () => {
    failed = true;
  });
  parser.on('opentag', ({ uri, local }) => {
    if (failed) return;
    const prefix = prefixOf(uri);
    found ??= uri === '' ? local : prefix === undefined ? `{${uri}}${local}` : `${prefix}:${local}`;
  });
  for (let at = 0; at < Math.min(text.length, headLength) && found === null && !failed; at += 2048)
    parser.write(text.slice(at, at + 2048));
  return found;
}

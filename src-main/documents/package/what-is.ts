import { beginsWith } from '../bytes.ts';
import { decodeBytes } from '../text/codec.ts';
import { placeholderByte } from '../text/placeholder.ts';
import { markOf, recognise } from '../text/recognise.ts';
import { isOle, oleNames } from './ole.ts';
import { parseContentTypes, parseRelationships } from './opc-parts.ts';
import { XmlError } from './xml.ts';
import { decodeXml, rootName } from './xml-text.ts';
import { openZip, type Zip } from './zip.ts';
import { ZipError } from './zip-directory.ts';

/** The actual kind of a file with the extension .docx. */
export type FileKind =
  | 'docx'
  | 'empty'
  | 'truncated'
  | 'damaged'
  | 'too-large'
  | 'no-main-part'
  | 'wrong-root'
  | 'encrypted'
  | 'enterprise'
  | 'old-doc'
  | 'old-office'
  | 'word-2003-xml'
  | 'flat-opc'
  | 'rtf'
  | 'pdf'
  | 'html'
  | 'text'
  | 'odt'
  | 'xlsx'
  | 'pptx'
  | 'zip'
  | 'other';

const latin = (bytes: Uint8Array, from = 0, to = bytes.length): string =>
  Buffer.from(bytes.subarray(from, to)).toString('latin1');

function oleKind(bytes: Uint8Array): FileKind {
  const names = new Set(oleNames(bytes));
  if (names.has('EncryptedPackage') || names.has('EncryptionInfo')) return 'encrypted';
  return names.has('WordDocument') ? 'old-doc' : 'old-office';
}

/** Headers of companies' encryption tools. */
const isEnterprise = (bytes: Uint8Array): boolean =>
  beginsWith(bytes, [0x62, 0x14, 0x23, 0x65]) ||
  /^%TSD-Header|E-SafeNet|<DRMContent/.test(latin(bytes, 0, 512));

/** First bytes of other kinds of files: compressed ones would look encrypted. */
const others: readonly (readonly number[])[] = [
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x42, 0x4d],
  [0x49, 0x49, 0x2a, 0],
  [0x4d, 0x4d, 0, 0x2a],
  [0x1f, 0x8b],
  [0x37, 0x7a, 0xbc, 0xaf],
  [0x52, 0x61, 0x72, 0x21],
  [0x42, 0x5a, 0x68],
  [0xfd, 0x37, 0x7a, 0x58],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0x49, 0x44, 0x33],
  [0x4f, 0x67, 0x67, 0x53],
  [0x52, 0x49, 0x46, 0x46],
  [0x7f, 0x45, 0x4c, 0x46],
  [0x4d, 0x5a],
  [0x4d, 0x53, 0x43, 0x46],
  [0x53, 0x51, 0x4c, 0x69],
];

const isOther = (bytes: Uint8Array): boolean =>
  others.some((start) => beginsWith(bytes, start)) || latin(bytes, 4, 8) === 'ftyp';

/** Entropy of the end of a file, in bits per byte; the beginning may be a readable header. */
function entropy(bytes: Uint8Array): number {
  const sample = bytes.subarray(Math.max(bytes.length >> 1, bytes.length - 65_536));
  const counts = new Array<number>(256).fill(0);
  for (const byte of sample) counts[byte] = (counts[byte] ?? 0) + 1;
  return counts.reduce((sum, count) => {
    const share = count / sample.length;
    return share === 0 ? sum : sum - share * Math.log2(share);
  }, 0);
}

/** Encrypted bytes reach 7.8 in samples of 1 KB, text and tables of numbers stay below 6.5. */
const encryptedEntropy = 7.5;
const leastEncrypted = 2048;

function isText(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 8192);
  const { encoding, mark } = recognise(sample);
  const text = decodeBytes(sample.subarray(mark), encoding);
  let unread = 0;
  for (let i = 0; i < text.length; i++) if (placeholderByte(text.charCodeAt(i)) !== null) unread++;
  return unread * 50 <= text.length;
}

/** Files that begin with readable characters; null for others. */
function markupKind(bytes: Uint8Array): FileKind | null {
  const marked = markOf(bytes);
  const head = decodeBytes(
    bytes.subarray(marked?.mark ?? 0, 65_536),
    marked?.encoding ?? 'utf-8',
  ).trimStart();
  if (head.startsWith('{\\rt')) return 'rtf';
  if (/^%PDF-/.test(head)) return 'pdf';
  if (/^(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|meta)\b/is.test(head)) return 'html';
  // A web page as one file (MHTML), which some systems name .doc or .docx.
  if (/^mime-version:/i.test(head)) return 'html';
  if (!head.startsWith('<?xml') && !head.startsWith('<pkg:') && !head.startsWith('<w:')) return null;
  const root = rootName(head);
  if (root === 'pkg:package') return 'flat-opc';
  if (root === '{http://schemas.microsoft.com/office/word/2003/wordml}wordDocument') return 'word-2003-xml';
  return /html$/.test(root ?? '') ? 'html' : 'other';
}

/** The main part by the package's relationships; null for none. @throws XmlError, ZipError, RangeError */
export function mainPartOf(zip: Zip): string | null {
  const rels = zip.find('_rels/.rels');
  if (rels === null) return null;
  const all = parseRelationships(decodeXml(zip.read(rels)).text, '', zip.find);
  const main = [...all.values()].find(({ kind, external }) => kind === 'officeDocument' && !external);
  return main ? zip.find(main.target) : null;
}

function officeKind(zip: Zip): FileKind {
  const types = zip.find('[Content_Types].xml');
  if (types === null && zip.find('mimetype') !== null)
    return latin(zip.read('mimetype')).startsWith('application/vnd.oasis.opendocument') ? 'odt' : 'zip';
  if (types === null && zip.find('_rels/.rels') === null) return 'zip';
  const main = mainPartOf(zip);
  if (main === null) return 'no-main-part';
  const type = types === null ? '' : (parseContentTypes(decodeXml(zip.read(types)).text)(main) ?? '');
  if (/spreadsheetml|ms-excel/.test(type)) return 'xlsx';
  if (/presentationml|ms-powerpoint/.test(type)) return 'pptx';
  const root = rootName(decodeXml(zip.read(main)).text);
  if (root === 'w:document') return 'docx';
  if (root === null) return 'damaged';
  if (/spreadsheetml.*\}workbook$/.test(root)) return 'xlsx';
  return /presentationml.*\}presentation$/.test(root) ? 'pptx' : 'wrong-root';
}

function zipKind(bytes: Uint8Array): FileKind {
  try {
    return officeKind(openZip(bytes));
  } catch (error) {
    if (error instanceof ZipError) {
      if (error.kind === 'not-a-zip') return 'other';
      return error.kind === 'corrupt' ? 'damaged' : error.kind;
    }
    if (error instanceof XmlError && error.isOverLimit) return 'too-large';
    if (error instanceof XmlError || error instanceof RangeError) return 'damaged';
    throw error;
  }
}

/**
 * Finds out what a file is. Of a package only relationships, content types and the first tag of the main part are
 * read.
 */
export function whatIs(bytes: Uint8Array): FileKind {
  if (!bytes.some((byte) => byte !== 0)) return 'empty';
  if (beginsWith(bytes, [0x50, 0x4b])) return zipKind(bytes);
  if (isOle(bytes)) return oleKind(bytes);
  if (isEnterprise(bytes)) return 'enterprise';
  const markup = markupKind(bytes);
  if (markup) return markup;
  if (isOther(bytes)) return 'other';
  // An archive may follow other bytes, or lack its own first ones.
  const packed = zipKind(bytes);
  if (packed !== 'other') return packed;
  if (isText(bytes)) return 'text';
  return bytes.length >= leastEncrypted && entropy(bytes) >= encryptedEntropy ? 'enterprise' : 'other';
}

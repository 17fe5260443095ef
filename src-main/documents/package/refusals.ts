import { CodedError } from '../../base/error.ts';
import type { Bilingual } from '../../contract/schemas.ts';
import type { FileKind } from './what-is.ts';
import { XmlError } from './xml.ts';
import { ZipError } from './zip-directory.ts';

/** Errors for files that cannot be opened as a .docx: what the file is, and what the writer can do. */

type Refused = Exclude<FileKind, 'docx'>;

const refusals: Readonly<Record<Refused, readonly [code: string, zh: string, en: string]>> = {
  empty: [
    'document-empty',
    '这个文件是空的，里面没有内容。如果它来自下载或 U 盘，请重新拷贝一份。',
    'This file is empty. If it was downloaded or copied, copy it again.',
  ],
  truncated: [
    'document-truncated',
    '这个文件不完整，后面或前面缺了一段，没有打开。请重新下载或拷贝一份。',
    'This file is incomplete: a part of it is missing. Download or copy it again.',
  ],
  damaged: [
    'document-damaged',
    '这个文件已损坏，没有打开。请用 Word 或 WPS 的“打开并修复”另存一份，再打开。',
    'This file is damaged and was not opened. Let Word or WPS repair it, save it under another name, and open that.',
  ],
  'too-large': [
    'document-too-complex',
    '这个文件展开后太大，没有打开。请在 Word 或 WPS 里把它拆成几份，再打开。',
    'This file unpacks to more than can be opened. Split it in Word or WPS first.',
  ],
  'no-main-part': [
    'document-no-main-part',
    '这个文件里找不到正文，没有打开。请用 Word 或 WPS 打开它，另存为 .docx 再试。',
    'This file has no main text. Open it in Word or WPS, save it as .docx, and try again.',
  ],
  'wrong-root': [
    'document-wrong-root',
    '这个文件的正文不是 Word 文档，没有打开。请用生成它的软件另存为 .docx。',
    'The main text of this file is no Word document. Save it as .docx in the program that made it.',
  ],
  encrypted: [
    'document-encrypted',
    '这个文件有打开密码或权限保护，补墨读不了。请在 Word 或 WPS 里打开，去掉密码后另存，再打开。',
    'This file is protected by a password or by rights management. Open it in Word or WPS, remove the protection, and save it again.',
  ],
  enterprise: [
    'document-enterprise-encrypted',
    '这个文件被单位的加密软件加了密，补墨读不了。请先用该软件解密（或申请外发），再打开。',
    'This file was encrypted by a company’s protection software. Let that software decrypt it first, then open it again.',
  ],
  'old-doc': [
    'document-old-doc',
    '这是旧版 Word 的 .doc 文件（或 WPS 的 .wps），只是改了后缀。请用 Word 或 WPS 打开，另存为 .docx。',
    'This is an old Word file (.doc) under another name. Open it in Word or WPS and save it as .docx.',
  ],
  'old-office': [
    'document-old-office',
    '这是旧版 Office 的文件，不是 Word 文档。请用 Word 或 WPS 打开确认，另存为 .docx。',
    'This is an old Office file, but no Word document. Open it in its own program and save the text as .docx.',
  ],
  'word-2003-xml': [
    'document-word-2003-xml',
    '这是 Word 2003 XML 文档，只是后缀为 .docx。请用 Word 或 WPS 打开，另存为 .docx。',
    'This is a Word 2003 XML document under the name of a .docx. Open it in Word or WPS and save it as .docx.',
  ],
  'flat-opc': [
    'document-flat-opc',
    '这是单个 XML 文件形式的 Word 文档（Flat OPC）。请用 Word 或 WPS 打开，另存为 .docx。',
    'This is a Word document as one XML file (flat OPC). Open it in Word or WPS and save it as .docx.',
  ],
  rtf: [
    'document-is-rtf',
    '这是 RTF 文件，只是后缀为 .docx。请用 Word 或 WPS 打开，另存为 .docx。',
    'This is an RTF file under the name of a .docx. Open it in Word or WPS and save it as .docx.',
  ],
  pdf: [
    'document-is-pdf',
    '这是 PDF 文件，只是后缀为 .docx。请用 Word 或 WPS 把它转换为 .docx，再打开。',
    'This is a PDF under the name of a .docx. Convert it to .docx with Word or WPS first.',
  ],
  html: [
    'document-is-html',
    '这是网页文件，只是后缀为 .docx（有些系统这样导出）。请用 Word 或 WPS 打开，另存为 .docx。',
    'This is a web page under the name of a .docx, as some systems export it. Open it in Word or WPS and save it as .docx.',
  ],
  text: [
    'document-is-text',
    '这是纯文本文件，只是后缀为 .docx。请把后缀改为 .txt（或 .md），再打开。',
    'This is plain text under the name of a .docx. Rename it to .txt (or .md) and open it again.',
  ],
  odt: [
    'document-is-odt',
    '这是 OpenDocument 文件（.odt 一类）。请用 WPS、Word 或 LibreOffice 打开，另存为 .docx。',
    'This is an OpenDocument file (.odt or the like). Open it in Word, WPS or LibreOffice and save it as .docx.',
  ],
  xlsx: [
    'document-is-xlsx',
    '这是 Excel 表格，只是后缀为 .docx。请把后缀改为 .xlsx，用 Excel 或 WPS 打开。',
    'This is an Excel workbook under the name of a .docx. Rename it to .xlsx and open it in Excel or WPS.',
  ],
  pptx: [
    'document-is-pptx',
    '这是演示文稿，只是后缀为 .docx。请把后缀改为 .pptx，用 PowerPoint 或 WPS 打开。',
    'This is a presentation under the name of a .docx. Rename it to .pptx and open it in PowerPoint or WPS.',
  ],
  zip: [
    'document-is-zip',
    '这是压缩包或别的打包文件，不是 Word 文档。请把后缀改为 .zip，解压后再找里面的文档。',
    'This is an archive, but no Word document. Rename it to .zip, unpack it, and look for the document inside.',
  ],
  other: [
    'document-unreadable',
    '这个文件不是 Word 文档（.docx），没有打开。请用生成它的软件另存为 .docx。',
    'This file is no Word document (.docx), so it was not opened. Save it as .docx in the program that made it.',
  ],
};

/** Codes of refusals, each once. */
export const refusalCodes: readonly string[] = Object.values(refusals).map(([code]) => code);

export function refusal(kind: Refused, options: ErrorOptions = {}): CodedError {
  const [code, zh, en] = refusals[kind];
  return new CodedError(code, { zh, en } satisfies Bilingual, options);
}

/** The writer's error for an error of a damaged package; any other error is returned unchanged. */
export function packageError(cause: unknown): unknown {
  if (cause instanceof ZipError && cause.kind !== 'corrupt' && cause.kind !== 'not-a-zip')
    return refusal(cause.kind, { cause });
  if (cause instanceof XmlError && cause.isOverLimit) return refusal('too-large', { cause });
  const isDamage = cause instanceof ZipError || cause instanceof XmlError || cause instanceof RangeError;
  return isDamage ? refusal('damaged', { cause }) : cause;
}

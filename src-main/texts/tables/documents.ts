/** Sentences about documents and their files. */
export const documents = {
  'refusal.empty': {
    zh: '这个文件是空的，里面没有内容。如果它来自下载或 U 盘，请重新拷贝一份。',
    en: 'This file is empty. If it was downloaded or copied, copy it again.',
  },
  'refusal.truncated': {
    zh: '这个文件不完整，后面或前面缺了一段，没有打开。请重新下载或拷贝一份。',
    en: 'This file is incomplete: a part of it is missing. Download or copy it again.',
  },
  'refusal.damaged': {
    zh: '这个文件已损坏，没有打开。请用 Word 或 WPS 的“打开并修复”另存一份，再打开。',
    en: 'This file is damaged and was not opened. Let Word or WPS repair it, save it under another name, and open that.',
  },
  'refusal.too-large': {
    zh: '这个文件展开后太大，没有打开。请在 Word 或 WPS 里把它拆成几份，再打开。',
    en: 'This file unpacks to more than can be opened. Split it in Word or WPS first.',
  },
  'refusal.no-main-part': {
    zh: '这个文件里找不到正文，没有打开。请用 Word 或 WPS 打开它，另存为 .docx 再试。',
    en: 'This file has no main text. Open it in Word or WPS, save it as .docx, and try again.',
  },
  'refusal.wrong-root': {
    zh: '这个文件的正文不是 Word 文档，没有打开。请用生成它的软件另存为 .docx。',
    en: 'The main text of this file is no Word document. Save it as .docx in the program that made it.',
  },
  'refusal.encrypted': {
    zh: '这个文件有打开密码或权限保护，补墨读不了。请在 Word 或 WPS 里打开，去掉密码后另存，再打开。',
    en: 'This file is protected by a password or by rights management. Open it in Word or WPS, remove the protection, and save it again.',
  },
  'refusal.enterprise': {
    zh: '这个文件被单位的加密软件加了密，补墨读不了。请先用该软件解密（或申请外发），再打开。',
    en: 'This file was encrypted by a company’s protection software. Let that software decrypt it first, then open it again.',
  },
  'refusal.old-doc': {
    zh: '这是旧版 Word 的 .doc 文件（或 WPS 的 .wps），只是改了后缀。请用 Word 或 WPS 打开，另存为 .docx。',
    en: 'This is an old Word file (.doc) under another name. Open it in Word or WPS and save it as .docx.',
  },
  'refusal.old-office': {
    zh: '这是旧版 Office 的文件，不是 Word 文档。请用 Word 或 WPS 打开确认，另存为 .docx。',
    en: 'This is an old Office file, but no Word document. Open it in its own program and save the text as .docx.',
  },
  'refusal.word-2003-xml': {
    zh: '这是 Word 2003 XML 文档，只是后缀为 .docx。请用 Word 或 WPS 打开，另存为 .docx。',
    en: 'This is a Word 2003 XML document under the name of a .docx. Open it in Word or WPS and save it as .docx.',
  },
  'refusal.flat-opc': {
    zh: '这是单个 XML 文件形式的 Word 文档（Flat OPC）。请用 Word 或 WPS 打开，另存为 .docx。',
    en: 'This is a Word document as one XML file (flat OPC). Open it in Word or WPS and save it as .docx.',
  },
  'refusal.rtf': {
    zh: '这是 RTF 文件，只是后缀为 .docx。请用 Word 或 WPS 打开，另存为 .docx。',
    en: 'This is an RTF file under the name of a .docx. Open it in Word or WPS and save it as .docx.',
  },
  'refusal.pdf': {
    zh: '这是 PDF 文件，只是后缀为 .docx。请用 Word 或 WPS 把它转换为 .docx，再打开。',
    en: 'This is a PDF under the name of a .docx. Convert it to .docx with Word or WPS first.',
  },
  'refusal.html': {
    zh: '这是网页文件，只是后缀为 .docx（有些系统这样导出）。请用 Word 或 WPS 打开，另存为 .docx。',
    en: 'This is a web page under the name of a .docx, as some systems export it. Open it in Word or WPS and save it as .docx.',
  },
  'refusal.text': {
    zh: '这是纯文本文件，只是后缀为 .docx。请把后缀改为 .txt（或 .md），再打开。',
    en: 'This is plain text under the name of a .docx. Rename it to .txt (or .md) and open it again.',
  },
  'refusal.odt': {
    zh: '这是 OpenDocument 文件（.odt 一类）。请用 WPS、Word 或 LibreOffice 打开，另存为 .docx。',
    en: 'This is an OpenDocument file (.odt or the like). Open it in Word, WPS or LibreOffice and save it as .docx.',
  },
  'refusal.xlsx': {
    zh: '这是 Excel 表格，只是后缀为 .docx。请把后缀改为 .xlsx，用 Excel 或 WPS 打开。',
    en: 'This is an Excel workbook under the name of a .docx. Rename it to .xlsx and open it in Excel or WPS.',
  },
  'refusal.pptx': {
    zh: '这是演示文稿，只是后缀为 .docx。请把后缀改为 .pptx，用 PowerPoint 或 WPS 打开。',
    en: 'This is a presentation under the name of a .docx. Rename it to .pptx and open it in PowerPoint or WPS.',
  },
  'refusal.zip': {
    zh: '这是压缩包或别的打包文件，不是 Word 文档。请把后缀改为 .zip，解压后再找里面的文档。',
    en: 'This is an archive, but no Word document. Rename it to .zip, unpack it, and look for the document inside.',
  },
  'refusal.other': {
    zh: '这个文件不是 Word 文档（.docx），没有打开。请用生成它的软件另存为 .docx。',
    en: 'This file is no Word document (.docx), so it was not opened. Save it as .docx in the program that made it.',
  },

  'document.unreadable': {
    zh: '文档内容无法读取。',
    en: 'The document cannot be read.',
  },
  'document.sourceMissing': {
    zh: '找不到这份文档打开时的原文件内容，没有保存。文字还在。请重新打开原文件再改，或另存为另一种格式。',
    en: 'The content that this document was opened from is gone, so it was not saved. Your text is kept. Open the file again, or save in another format.',
  },
  'document.tooComplex': {
    zh: '这个文档太大或太复杂，补墨在限定的时间和内存里处理不完，已停下。请在 Word 或 WPS 里把它拆成几份再试。',
    en: 'This document is too large or too complex for the time and memory that it may take. Split it in Word or WPS and try again.',
  },
  'document.failed': {
    zh: '处理文档时出错。',
    en: 'An error in handling the document.',
  },
  'document.noJob': {
    zh: '没有这项工作：{job}',
    en: 'no job of the name {job}',
  },
  'document.closing': {
    zh: '补墨正在退出，没有做完。',
    en: 'Bumo is closing; this was not finished.',
  },
  'document.notStarted': {
    zh: '处理文档的进程没有启动（{how}）。请重新打开补墨再试。',
    en: 'The process that handles documents did not start ({how}). Start Bumo again and retry.',
  },
  'document.tooManyLines': {
    zh: '这个文件超过一百万行，没有打开。请把它分成几个文件再打开。',
    en: 'This file has more than a million lines and was not opened. Split it into several files first.',
  },
  'document.unencodable': {
    zh: '这个文件的编码（{encoding}）写不了这些字：{characters}。没有保存，请改用 UTF-8 保存。',
    en: 'The file’s encoding ({encoding}) cannot hold these characters: {characters}. Nothing was saved; save as UTF-8.',
  },
  'document.notFound': {
    zh: '文件里没有“{text}”，什么也没有改。',
    en: 'The file does not hold “{text}”; nothing was changed.',
  },

  'source.diskFull': {
    zh: '磁盘已满，文件的底稿存不下，没有打开。请腾出一些空间再打开。',
    en: 'The disk is full: the file’s original could not be kept, so it was not opened. Free some space first.',
  },
  'source.unwritable': {
    zh: '补墨的数据文件夹写不进去：{cause}；文件没有打开。请检查该文件夹的权限。',
    en: 'Bumo’s data folder cannot be written: {cause}; the file was not opened. Check the folder’s permissions.',
  },
  'source.missing': {
    zh: '这份文档的底稿不在了，不能照原样保存。文字还在：请重新打开原文件，或另存为新文件。',
    en: 'The original of this document is gone, so it cannot be saved as it was. The text is kept: open the file again, or save it as a new one.',
  },

  'sheet.unreadable': {
    zh: '这个文件不是完整的 Excel 表格（.xlsx），没有导入。旧的 .xls 请先另存为 .xlsx，或另存为 CSV。',
    en: 'This file is no complete Excel table (.xlsx), so nothing was imported. Save an old .xls as .xlsx or CSV first.',
  },
  'sheet.tooLarge': {
    zh: '表格太大（工作表“{name}”超过 {rows} 行或 {cells} 格），没有导入。请拆成几个文件，或删去空白的行列再试。',
    en: 'The table is too large (sheet “{name}” has over {rows} rows or {cells} cells), so nothing was imported. Split it into several files, or delete blank rows and columns.',
  },
  'sheet.unpacksTooLarge': {
    zh: '这个表格解压后超过 {megabytes} MB，没有导入。请拆成几个文件再试。',
    en: 'This table unpacks to more than {megabytes} MB, so nothing was imported. Split it into several files.',
  },
} as const;

import { type BrowserWindow, dialog, type FileFilter } from 'electron';

/** The system's own dialogs and the page as a PDF. */

const documents: FileFilter[] = [
  { name: 'Word', extensions: ['docx'] },
  { name: 'Markdown', extensions: ['md', 'markdown'] },
  { name: '纯文本 Text', extensions: ['txt'] },
];
const anyDocument: FileFilter = { name: '文档 Documents', extensions: ['docx', 'md', 'markdown', 'txt'] };
const pdf: FileFilter[] = [{ name: 'PDF', extensions: ['pdf'] }];

/** The filter of a name's ending first: it is the one that the system offers. */
function filtersFor(name: string | null): FileFilter[] {
  const ending = name?.split('.').at(-1)?.toLowerCase() ?? '';
  const own = documents.filter(({ extensions }) => extensions.includes(ending));
  return [...own, ...documents.filter((one) => !own.includes(one))];
}

/** @returns the path that was chosen; null where the writer gave up */
export async function chooseFile(
  window: BrowserWindow,
  purpose: 'open' | 'save' | 'pdf',
  name: string | null,
): Promise<string | null> {
  const defaultPath = name === null ? {} : { defaultPath: name };
  if (purpose === 'open') {
    const filters = [anyDocument, ...documents];
    const { filePaths } = await dialog.showOpenDialog(window, { properties: ['openFile'], filters });
    return filePaths[0] ?? null;
  }
  const filters = purpose === 'pdf' ? pdf : filtersFor(name);
  // The system itself asks before a file is replaced.
  const { filePath } = await dialog.showSaveDialog(window, { ...defaultPath, filters });
  return filePath || null;
}

/** A4, with the margins and page numbers of the print style sheet. */
export async function printPdf(window: BrowserWindow): Promise<Uint8Array> {
  return new Uint8Array(
    await window.webContents.printToPDF({
      pageSize: 'A4',
      printBackground: true,
      preferCSSPageSize: true,
      generateDocumentOutline: true,
    }),
  );
}

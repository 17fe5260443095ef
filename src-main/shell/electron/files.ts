import { type BrowserWindow, dialog, type FileFilter } from 'electron';

/** The system's file dialogs, and printing the page to PDF. */

const documents: FileFilter[] = [
  { name: 'Word', extensions: ['docx'] },
  { name: 'Markdown', extensions: ['md', 'markdown'] },
  { name: '纯文本 Text', extensions: ['txt'] },
];
const anyDocument: FileFilter = { name: '文档 Documents', extensions: ['docx', 'md', 'markdown', 'txt'] };
const pdf: FileFilter[] = [{ name: 'PDF', extensions: ['pdf'] }];

/** Puts the filter for the name's extension first, because dialogs preselect the first one. */
function filtersFor(name: string | null): FileFilter[] {
  const ending = name?.split('.').at(-1)?.toLowerCase() ?? '';
  const own = documents.filter(({ extensions }) => extensions.includes(ending));
  return [...own, ...documents.filter((one) => !own.includes(one))];
}

/** @returns the chosen path; null if the writer cancelled */
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
  // The system's dialog asks before it replaces a file.
  const { filePath } = await dialog.showSaveDialog(window, { ...defaultPath, filters });
  return filePath || null;
}

/** A4; the print style sheet sets the margins and page numbers. */
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

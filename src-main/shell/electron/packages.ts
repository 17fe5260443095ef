import { type BrowserWindow, dialog, shell } from 'electron';

/** Packages of a newer Bumo: the dialog that asks for the file, and the system that opens it. */

const extensions = ['exe', 'dmg', 'zip', 'AppImage', 'deb', 'gz'];

/** @returns the chosen path; null if the writer cancelled */
export async function choosePackage(window: BrowserWindow): Promise<string | null> {
  const filters = [{ name: '安装包 Packages', extensions }];
  const { filePaths } = await dialog.showOpenDialog(window, { properties: ['openFile'], filters });
  return filePaths[0] ?? null;
}

/**
 * Opens an installer or a disk image; shows any other package in its folder.
 * @returns whether the system opened it
 */
export async function openPackage(file: string, opensItself: boolean): Promise<boolean> {
  // `openPath` settles with what went wrong, an empty text if nothing did.
  if (opensItself) return (await shell.openPath(file)) === '';
  shell.showItemInFolder(file);
  return true;
}

import { BrowserWindow, type Session, screen } from 'electron';
import { isOurPage, startPage } from './protocol.ts';
import { loadWindowState, saveWindowState } from './window-state.ts';

/** The app's single window: sandboxed, context-isolated, without navigation and without further windows. */

/** Denies every permission: the page needs no device, notification or clipboard access. */
export function denyPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}

/** Lets the page reach the app's own files alone, whatever a document or a fault in the page asks for. */
export function denyNetwork(session: Session): void {
  session.webRequest.onBeforeRequest(({ url }, decide) =>
    decide({ cancel: !isOurPage(url) && !/^(?:data|blob):/.test(url) }),
  );
}

function denyNavigation(window: BrowserWindow): void {
  const contents = window.webContents;
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    if (!isOurPage(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

export interface WindowOptions {
  readonly preload: string;
  /** The file that stores the window's bounds. */
  readonly stateFile: string;
  readonly icon: string;
}

export function createWindow({ preload, stateFile, icon }: WindowOptions): BrowserWindow {
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const { bounds, maximized } = loadWindowState(stateFile, screens);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 640,
    minHeight: 480,
    title: '补墨 Bumo',
    icon,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  denyNavigation(window);
  if (maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () =>
    saveWindowState(stateFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() }),
  );
  return window;
}

export const openPage = (window: BrowserWindow): Promise<void> => window.loadURL(startPage);

import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, BrowserWindow, dialog, powerMonitor, session } from 'electron';
import { type App, createApp } from './app/app.ts';
import { documentsIn, HandedFiles } from './app/handed-files.ts';
import { systemClock } from './base/clock.ts';
import { withCrashNotes } from './base/crash-notes.ts';
import { stderrLog } from './base/log.ts';
import { ownerOnlyFolder } from './base/owner-only.ts';
import { type Paths, resolvePaths } from './base/paths.ts';
import { createDispatch } from './shell/dispatch.ts';
import { chooseFile, printPdf } from './shell/electron/files.ts';
import { connectPage } from './shell/electron/ipc.ts';
import { choosePackage, openPackage } from './shell/electron/packages.ts';
import { registerScheme, serveInterface } from './shell/electron/protocol.ts';
import { startFailure } from './shell/electron/start-failure.ts';
import { forkUtility } from './shell/electron/utility.ts';
import { createWindow, denyNetwork, denyPermissions, openPage } from './shell/electron/window.ts';
import type { CheckedPackage } from './updates/check-package.ts';
import { opensItself } from './updates/next-step.ts';
import { appVersion } from './version.ts';

/** Composition root of the Electron shell. */

const reportNames = ['doctor', 'gpu', 'update'] as const;

const here = dirname(fileURLToPath(import.meta.url));

async function chooseFolder(): Promise<string | null> {
  const { filePaths } = await dialog.showOpenDialog({ properties: ['openDirectory'] });
  return filePaths[0] ?? null;
}

/** The one window; dialogs belong to it. */
function theWindow(): BrowserWindow {
  const [window] = BrowserWindow.getAllWindows();
  if (!window) throw new Error('invariant broken: a page that asks has a window');
  return window;
}

const openChecked = (checked: CheckedPackage) => openPackage(checked.file, opensItself(checked));

/** A store of a newer Bumo, a disk that cannot be written: nothing to show but the sentence itself. */
function explainAndQuit(error: unknown): void {
  dialog.showErrorBox('补墨 Bumo', startFailure(error));
  app.exit(1);
}

async function start(paths: Paths, handed: HandedFiles): Promise<App> {
  denyPermissions(session.defaultSession);
  denyNetwork(session.defaultSession);
  serveInterface(session.defaultSession, paths.renderer);
  const bumo = await createApp({
    paths,
    fork: withCrashNotes(forkUtility, paths.home, systemClock),
    shell: 'electron',
    version: appVersion,
    log: stderrLog,
    clock: systemClock,
    environment: process.env,
    chooseFolder,
    chooseFile: (purpose, name) => chooseFile(theWindow(), purpose, name),
    printPdf: () => printPdf(theWindow()),
    packages: { choose: () => choosePackage(theWindow()), open: openChecked },
    handed,
    onBattery: () => powerMonitor.onBatteryPower,
  });
  handed.onArrival(() => bumo.hub.emit('handed', {}));
  const window = createWindow({
    preload: join(here, 'preload.cjs'),
    stateFile: join(paths.home, 'window.json'),
    icon: join(paths.resources, 'icons', 'bumo.png'),
  });
  const dispatch = createDispatch(bumo.handlers, stderrLog);
  const disconnect = connectPage(window.webContents, dispatch, bumo.hub, bumo.granted);
  window.on('closed', disconnect);
  await openPage(window);
  return bumo;
}

function focusWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (!window) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}

/** Electron's own files, among them the lock of a single instance, stay inside the data folder. */
function preparePaths(): Paths {
  const packaged = { resources: process.resourcesPath, program: process.execPath };
  const paths = resolvePaths(process.env, app.isPackaged ? packaged : undefined);
  const own = join(paths.home, 'electron');
  mkdirSync(own, { recursive: true, mode: ownerOnlyFolder });
  app.setPath('userData', own);
  return paths;
}

/**
 * `--doctor`, `--gpu` and `--update FILE` print a report. It runs beside an app that has a window.
 * @returns whether one was asked for
 */
function reportInstead(paths: Paths): boolean {
  const { argv, env } = process;
  const name = reportNames.find((one) => argv.includes(`--${one}`));
  if (!name) return false;
  app
    .whenReady()
    .then(async () => {
      const { printReport } = await import('./cli/report.ts');
      const locale = env.LC_ALL || env.LANG || app.getLocale();
      const parts = { paths, fork: forkUtility, version: appVersion, open: openChecked };
      return printReport(name, { ...parts, environment: env, argv, locale });
    })
    .then((code) => app.exit(code), explainAndQuit);
  return true;
}

function main(): void {
  let paths: Paths;
  try {
    paths = preparePaths();
  } catch (error) {
    explainAndQuit(error);
    return;
  }
  if (reportInstead(paths)) return;
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.enableSandbox();
  registerScheme();
  const handed = new HandedFiles();
  handed.hand(documentsIn(process.argv, process.cwd()));
  app.on('second-instance', (_event, argv, folder) => {
    handed.hand(documentsIn(argv, folder));
    focusWindow();
  });
  // macOS passes files by this event instead of arguments, also before the app is ready.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    handed.hand([path]);
  });
  app.on('window-all-closed', () => app.quit());
  let bumo: App | null = null;
  let closed = false;
  app.on('will-quit', (event) => {
    if (!bumo || closed) return;
    event.preventDefault();
    bumo.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
  app
    .whenReady()
    .then(() => start(paths, handed))
    .then((one) => {
      bumo = one;
    }, explainAndQuit);
}

main();

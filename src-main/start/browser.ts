import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFileNow } from '../base/durable.ts';
import { ownerOnlyFolder } from '../base/owner-only.ts';

/**
 * Writes a page that leads to the URL, for this user only. A list of processes shows the arguments of a program to
 * every user, and the URL holds a token: the browser is given the name of this file instead.
 */
function writeLeadingPage(home: string, url: string): string {
  mkdirSync(home, { recursive: true, mode: ownerOnlyFolder });
  const file = join(home, 'open.html');
  replaceFileNow(
    file,
    `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">` +
      `<meta http-equiv="refresh" content="0;url=${url}"><title>补墨</title><a href="${url}">补墨 Bumo</a>\n`,
  );
  return file;
}

/** The program that opens a file in the browser, and its arguments. */
export function openingCommand(file: string, platform: NodeJS.Platform): readonly [string, ...string[]] {
  if (platform === 'win32') return ['cmd', '/c', 'start', '""', `"${file}"`];
  return platform === 'darwin' ? ['open', file] : ['xdg-open', file];
}

/**
 * Opens a URL in the system's browser. Fails silently: the URL is printed too.
 * @param home the data folder
 */
export function openBrowser(url: string, platform: NodeJS.Platform, home: string): void {
  const [command, ...arguments_] = openingCommand(writeLeadingPage(home, url), platform);
  const child = spawn(command, arguments_, {
    stdio: 'ignore',
    detached: true,
    windowsVerbatimArguments: true,
  });
  child.on('error', () => undefined);
  child.unref();
}

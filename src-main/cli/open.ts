import { CodedError } from '../base/error.ts';
import type { Paths } from '../base/paths.ts';
import { askForLink } from '../shell/loopback/endpoint.ts';
import { openBrowser } from '../start/browser.ts';
import { message } from '../texts/message.ts';
import type { Output } from './output.ts';

export interface OpenOptions {
  readonly paths: Paths;
  readonly output: Output;
  /** Prints the address and opens no browser. */
  readonly print: boolean;
}

/** Opens a page of the app that serves the browser. @throws CodedError `app-not-running` */
export async function openRunning({ paths, output, print }: OpenOptions): Promise<void> {
  const url = await askForLink(paths.home);
  if (url === null) throw new CodedError('app-not-running', message('cli.app-not-running'));
  output.done({ url }, message('cli.open-at', { url }));
  if (!print) openBrowser(url, process.platform, paths.home);
}

import { CodedError } from '../base/error.ts';
import type { Paths } from '../base/paths.ts';
import { askForLink } from '../shell/loopback/place.ts';
import { openBrowser } from '../start/browser.ts';
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
  if (url === null)
    throw new CodedError('app-not-running', {
      zh: '补墨没有在浏览器中运行。请先运行 npm start（或 npm run --silent cli -- serve）。',
      en: 'Bumo does not run in a browser. Run npm start first (or npm run --silent cli -- serve).',
    });
  output.done({ url }, { zh: `请在浏览器中打开：${url}`, en: `Open in your browser: ${url}` });
  if (!print) openBrowser(url, process.platform);
}

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { tools } from './tools.ts';

/** LibreOffice and Poppler, where they are installed. */

const missing = (needed: readonly string[]): string | null => {
  const absent = tools.filter((tool) => needed.includes(tool.name) && !tool.works());
  return absent.length === 0 ? null : `needs ${absent.map(({ name }) => name).join(', ')}`;
};

/** Why no other program can open what was written; null where one can. */
export const withoutOffice = missing(['LibreOffice Writer']);

/** Why pages cannot be measured; null where they can. */
export const withoutPages = missing(['LibreOffice Writer', 'Poppler', 'Chinese fonts']);

/** Converts files of a folder into others beside them. */
export function convert(dir: string, names: readonly string[], to: string): void {
  const profile = `-env:UserInstallation=file://${join(dir, 'profile')}`;
  const files = names.map((name) => join(dir, name));
  execFileSync('soffice', [profile, '--headless', '--convert-to', to, '--outdir', dir, ...files], {
    stdio: 'ignore',
    timeout: 200_000,
  });
}

/** Text of a PDF, page by page, with its lines where they are. */
export function pagesOf(path: string): string[] {
  const text = execFileSync('pdftotext', ['-layout', path, '-']).toString();
  return text.split('\f').slice(0, -1);
}

export interface Word {
  readonly text: string;
  /** From 1. */
  readonly page: number;
  /** Points from the page's upper left corner. */
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Words of a PDF with their places. */
export function wordsOf(path: string): Word[] {
  const xml = execFileSync('pdftotext', ['-bbox', path, '-']).toString();
  const found: Word[] = [];
  let page = 0;
  for (const [, opens, left, top, right, bottom, text] of xml.matchAll(
    /<(page|word) (?:xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*))?/g,
  )) {
    if (opens === 'page') page++;
    else
      found.push({
        text: text ?? '',
        page,
        left: Number(left),
        top: Number(top),
        right: Number(right),
        bottom: Number(bottom),
      });
  }
  return found;
}

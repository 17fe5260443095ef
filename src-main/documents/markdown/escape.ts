/** Escapes characters that Markdown would read as syntax. */

export interface Surroundings {
  /** The character before in the same line; empty at its beginning. */
  readonly before: string;
  readonly after: string;
  /** The short line before the character; null where the character is not at the beginning of a line. */
  readonly lineSoFar: string | null;
  readonly inHeading: boolean;
}

const always = /[\\`*[\]~$]/;
const any = /[\\`*_[\]<>!|~$&]/;
const word = /[\p{L}\p{N}]/u;

/** Whether a character at the beginning of a line would begin a block. */
function beginsBlock(char: string, { lineSoFar, after }: Surroundings): boolean {
  if (lineSoFar === null) return false;
  if (lineSoFar === '') return /[#>+\-=]/.test(char) || (char === ':' && after === ':');
  return /^\d{1,9}$/.test(lineSoFar) && /[.)]/.test(char);
}

/** The character, escaped where it could be syntax. */
export function escaped(char: string, around: Surroundings): string {
  const { before, after } = around;
  const inWord = char === '_' && word.test(before) && word.test(after);
  const means =
    always.test(char) ||
    (char === '_' && !inWord) ||
    (char === '<' && /[a-z!?/]/i.test(after)) ||
    (char === '&' && /[a-z0-9#]/i.test(after)) ||
    (char === '#' && around.inHeading) ||
    beginsBlock(char, around);
  return means ? `\\${char}` : char;
}

/** The character, escaped wherever Markdown allows it. */
export function fullyEscaped(char: string, around: Surroundings): string {
  return any.test(char) ? `\\${char}` : escaped(char, around);
}

/** A link's destination. */
export function destination(href: string): string {
  const line = href.replaceAll('\n', '%0A').replaceAll('\r', '%0D');
  const balanced = !/[()]/.test(line) || /^[^()]*(?:\([^()]*\)[^()]*)*$/.test(line);
  const plain = line !== '' && balanced && !/[\s<>\p{Cc}]/u.test(line);
  const safe = line.replace(/\\|&(?=#?\w+;)/g, '\\$&');
  return plain ? safe : `<${safe.replace(/[<>]/g, '\\$&')}>`;
}

/** A link's title with the space before; empty for none. */
export function titlePart(title: string | null): string {
  if (!title) return '';
  const line = title.replace(/[\r\n]+/g, ' ');
  return ` "${line.replace(/["\\]|&(?=#?\w+;)/g, '\\$&')}"`;
}

/**
 * Bytes that an encoding cannot read, and characters that no page can show (NUL, other control characters, a stray byte
 * order mark), stand in a text as one private-use character a byte: U+F780 + byte, so U+F780–U+F87F. Written back, each
 * is its byte again. Where a file itself holds a character of this range, its bytes are placeholders too: the mapping
 * needs no escape.
 */
const firstPlaceholder = 0xf780;
const lastPlaceholder = 0xf87f;

export const placeholderOf = (byte: number): string => String.fromCharCode(firstPlaceholder + byte);

/** The byte that a UTF-16 code unit stands for; null for a character of its own. */
export const placeholderByte = (unit: number): number | null =>
  unit >= firstPlaceholder && unit <= lastPlaceholder ? unit - firstPlaceholder : null;

/** Whether a code point may stand in a text as it is. Line ends never get here. */
export function isShown(code: number): boolean {
  if (code < 0x20) return code === 0x09;
  return code !== 0x7f && code !== 0xfeff && !(code >= firstPlaceholder && code <= lastPlaceholder);
}

/** Finds what is not shown as it is, line ends left out; for a quick look at a whole text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
export const notShown = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff\uf780-\uf87f]/;

/** Cuts a text into runs of placeholders and runs of other characters. */
export const placeholderRuns = /[\uf780-\uf87f]+|[^\uf780-\uf87f]+/g;

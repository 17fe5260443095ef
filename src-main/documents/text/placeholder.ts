/**
 * Placeholders for bytes that an encoding cannot read and for characters that a page cannot show (NUL, other control
 * characters, a stray byte order mark): one private-use character for each byte, U+F780 + byte, so U+F780–U+F87F.
 * Writing turns each into its byte again. Characters of this range in a file become placeholders of their own bytes,
 * so no escape is needed.
 */
const firstPlaceholder = 0xf780;
const lastPlaceholder = 0xf87f;

export const placeholderOf = (byte: number): string => String.fromCharCode(firstPlaceholder + byte);

/** The byte of a placeholder; null for any other code unit. */
export const placeholderByte = (unit: number): number | null =>
  unit >= firstPlaceholder && unit <= lastPlaceholder ? unit - firstPlaceholder : null;

/** Whether a code point is shown as it is. Line ends never get here. */
export function isShown(code: number): boolean {
  if (code < 0x20) return code === 0x09;
  return code !== 0x7f && code !== 0xfeff && !(code >= firstPlaceholder && code <= lastPlaceholder);
}

/** Finds characters that need a placeholder, line ends left out. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
export const notShown = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff\uf780-\uf87f]/;

/** Cuts a text into runs of placeholders and runs of other characters. */
export const placeholderRuns = /[\uf780-\uf87f]+|[^\uf780-\uf87f]+/g;

/**
 * A mirror's address as the writer typed it.
 * @returns null for none, undefined for what is no address
 */
export function readMirror(typed: string): string | null | undefined {
  const text = typed.trim();
  if (text === '') return null;
  if (!/^https?:\/\/[^\s/]/.test(text) || !URL.canParse(text)) return undefined;
  return text.replace(/\/+$/, '');
}

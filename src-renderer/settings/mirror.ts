/** The address of a typed mirror. @returns null for none, undefined for an invalid address */
export function readMirror(typed: string): string | null | undefined {
  const text = typed.trim();
  if (text === '') return null;
  if (!/^https?:\/\/[^\s/]/.test(text) || !URL.canParse(text)) return undefined;
  return text.replace(/\/+$/, '');
}

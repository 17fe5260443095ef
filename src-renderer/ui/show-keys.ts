const faces: Readonly<Record<string, string>> = {
  ArrowRight: '→',
  ArrowLeft: '←',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  PageDown: 'PgDn',
  PageUp: 'PgUp',
  Space: '␣',
};

/** A key's parts as they stand on a keyboard; keys that are pressed one after another are parted by a space. */
export const keyParts = (name: string): string[] =>
  name.split(/[ +](?!$)/).map((part) => faces[part] ?? part);

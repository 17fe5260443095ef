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

/** The parts of a key combination as labelled on a keyboard; consecutive keys are separated by a space. */
export const keyParts = (name: string): string[] =>
  name.split(/[ +](?!$)/).map((part) => faces[part] ?? part);

/** What runs in the page itself. These functions are sent there as they stand: they use nothing from outside. */

/** The text in front, as the editor holds it and as the page draws it. */
export interface Shown {
  readonly units: readonly string[];
  readonly anchor: number;
  readonly head: number;
  /** The selection as the browser shows it; the editor takes it over when the browser reports it. */
  readonly browser: { readonly anchor: number; readonly head: number };
  readonly node: boolean;
  /** The text as it is drawn. */
  readonly dom: string;
  /** A kind of node that no interaction makes. */
  readonly strange: string;
  /** The document as JSON: what differs in its look alone differs here. */
  readonly whole: string;
  readonly focused: boolean;
  /** Whether there is a step to undo; one that was given up by an input method changes nothing. */
  readonly undoable: boolean;
}

/** What stands on offer. */
export interface Offered {
  /** The rest of the word at the caret. */
  readonly ghost: string | null;
  readonly words: readonly string[];
  readonly selected: number;
}

interface PageNode {
  readonly type: { readonly name: string };
  readonly text?: string;
  readonly nodeSize: number;
  toJSON(): unknown;
  forEach(run: (child: PageNode, offset: number, index: number) => void): void;
}

interface PageEditor {
  can(): { undo(): boolean };
  readonly view: { posAtDOM(node: Node, offset: number): number };
  readonly state: {
    readonly doc: PageNode;
    readonly selection: { readonly anchor: number; readonly head: number; readonly node?: unknown };
  };
}

/** Remembers, at every key, what stood on offer before anything could answer it. */
export function watchOffers(): void {
  const read = (): Offered => {
    const sheet = document.querySelector('.sheet:not([hidden])');
    const rows = [...document.querySelectorAll('[role=listbox] [role=option]')];
    return {
      ghost: sheet?.querySelector<HTMLElement>('.ghost')?.dataset.text ?? null,
      words: rows.map((row) => row.querySelector('.word')?.textContent ?? ''),
      selected: rows.findIndex((row) => row.getAttribute('aria-selected') === 'true'),
    };
  };
  globalThis.addEventListener(
    'keydown',
    () => {
      (globalThis as unknown as { bumoOffered: Offered }).bumoOffered = read();
    },
    true,
  );
}

export function readPage(): Shown | null {
  const root = document.querySelector<HTMLElement & { editor?: PageEditor }>('.sheet:not([hidden]) .writing');
  if (!root?.editor) return null;
  const { view, state } = root.editor;
  const { doc, selection } = state;
  const units: string[] = [];
  /** The editor's position before each unit, and at the end. */
  const places: number[] = [];
  let strange = '';
  let end = 1;
  doc.forEach((block, offset, index) => {
    if (block.type.name !== 'paragraph') strange = block.type.name;
    if (index > 0) {
      units.push('\n');
      places.push(end);
    }
    end = offset + 1;
    block.forEach((child) => {
      const { name } = child.type;
      const pieces = name === 'text' ? [...(child.text ?? '')] : [name === 'gap' ? '[MASK]' : '\v'];
      if (!['text', 'gap', 'hardBreak'].includes(name)) strange = name;
      for (const piece of pieces) {
        units.push(piece);
        places.push(end);
        end += name === 'text' ? piece.length : child.nodeSize;
      }
    });
  });
  places.push(end);
  const indexOf = (pos: number) => places.findLastIndex((one, i) => one <= pos || i === 0);
  const shown = document.getSelection();
  const placeOf = (node: Node | null | undefined, offset: number, held: number) =>
    indexOf(node && root.contains(node) ? view.posAtDOM(node, offset) : held);
  const drawn = (node: Node): string => {
    if (node instanceof Text) return node.data.replaceAll('\ufeff', '');
    if (!(node instanceof HTMLElement)) return '';
    if (node.classList.contains('gap')) return '[MASK]';
    if (node.tagName === 'BR') return node.classList.contains('ProseMirror-trailingBreak') ? '' : '\v';
    if (node.classList.contains('ProseMirror-separator') || node.classList.contains('ProseMirror-widget'))
      return '';
    return [...node.childNodes].map(drawn).join('');
  };
  return {
    units,
    anchor: indexOf(selection.anchor),
    head: indexOf(selection.head),
    browser: {
      anchor: placeOf(shown?.anchorNode, shown?.anchorOffset ?? 0, selection.anchor),
      head: placeOf(shown?.focusNode, shown?.focusOffset ?? 0, selection.head),
    },
    node: selection.node !== undefined,
    dom: [...root.children]
      .filter((one) => !one.classList.contains('ProseMirror-widget'))
      .map(drawn)
      .join('\n'),
    strange,
    whole: JSON.stringify(doc.toJSON()),
    focused: document.activeElement === root,
    undoable: root.editor.can().undo(),
  };
}

/**
 * Paints properties of paragraphs that depend on other paragraphs: labels, and no space between paragraphs of one
 * style. They are set on the elements: decorations would cost ProseMirror a pass over all of them for every paragraph
 * at every key. The views of paragraphs (`paragraphView`) leave these attributes alone.
 */

/** The drawing of a label. */
export interface Label {
  /** Its text and following space. */
  readonly text: string;
  /** Whether it is a bullet that text fonts draw as large as a Chinese character, unlike symbol fonts. */
  readonly large: boolean;
  /** Custom properties for the pseudo-element that draws it. */
  readonly properties: readonly (readonly [name: string, value: string])[];
}

/** Custom properties that a label may have. */
const prefix = '--label-';

function setProperties({ style }: HTMLElement, properties: Label['properties']): void {
  for (const name of [...style]) if (name.startsWith(prefix)) style.removeProperty(name);
  for (const [name, value] of properties) style.setProperty(name, value);
}

const drawn = new WeakMap<HTMLElement, Label | null>();

function draw(block: HTMLElement, label: Label | null): void {
  if (drawn.get(block) === label && block.dataset.label === label?.text) return;
  drawn.set(block, label);
  setProperties(block, label?.properties ?? []);
  if (label) block.dataset.label = label.text;
  else delete block.dataset.label;
  block.toggleAttribute('data-large-label', label?.large === true);
}

/** Attributes for a neighbour of the same style above or below. */
function join(block: HTMLElement): void {
  const { style } = block.dataset;
  const same = (other: Element | null) => other instanceof HTMLElement && other.dataset.style === style;
  block.toggleAttribute('data-same-above', same(block.previousElementSibling));
  block.toggleAttribute('data-same-below', same(block.nextElementSibling));
}

/** Paragraphs inside atoms are left out: they are not the document's own. */
const own = (block: HTMLElement): boolean => block.closest('.atom, .atom-block') === null;

/** @param labels of the numbered paragraphs, in their order */
export function paint(root: HTMLElement, labels: readonly (Label | null)[]): void {
  const numbered = [...root.querySelectorAll<HTMLElement>('[data-numbering]')].filter(own);
  for (const [i, block] of numbered.entries()) draw(block, labels[i] ?? null);
  for (const block of root.querySelectorAll<HTMLElement>('[data-contextual]')) join(block);
}

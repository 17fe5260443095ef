import { DOMSerializer, Node, type Schema } from '@tiptap/pm/model';
import type { NodeView } from '@tiptap/pm/view';
import type { ParagraphFormat } from '../../src-main/contract/document-formats.ts';
import { isMathNode, type MathNode, mathAttributes } from '../../src-main/documents/schema/math.ts';
import { caretStop } from '../ui/caret-stop.ts';
import { isBreak, isTextual, labelOfAtom } from './atom-names.ts';
import type { PictureDrawer } from './pictures.ts';
import { tabsOf } from './tabs.ts';

/** Draws atoms: `atom` inside a line, `atomBlock` as a block. */

export interface AtomViewOptions {
  /** The name of a kind in the writer's language. */
  readonly nameOf: (kind: string) => string;
  readonly pictures: PictureDrawer;
  /** Distance of default tab stops, in points. */
  readonly defaultTab: () => number;
}

interface AtomAttributes {
  readonly src: string | null;
  readonly kind: string;
  readonly text: string;
  readonly part: string | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly inner: unknown;
  readonly math: unknown;
}

const attributesOf = ({ attrs }: Node): AtomAttributes => ({
  src: typeof attrs.src === 'string' ? attrs.src : null,
  kind: String(attrs.kind ?? 'other'),
  text: String(attrs.text ?? ''),
  part: typeof attrs.part === 'string' ? attrs.part : null,
  width: typeof attrs.width === 'number' ? attrs.width : null,
  height: typeof attrs.height === 'number' ? attrs.height : null,
  inner: attrs.inner,
  math: attrs.math,
});

/** Elements that show the name of their atom. */
const named = (root: HTMLElement): HTMLElement[] => [
  root,
  ...root.querySelectorAll<HTMLElement>(':scope > .atom-box'),
];

function setSize({ style }: HTMLElement, { width, height }: AtomAttributes): void {
  if (width !== null) style.inlineSize = `${width}px`;
  if (height !== null) style.setProperty('--atom-height', `${height}px`);
}

/** A box of the atom's size with its name, for an atom without picture and text. */
function placeholder(attributes: AtomAttributes): HTMLElement {
  const box = document.createElement('span');
  box.className = 'atom-box';
  setSize(box, attributes);
  return box;
}

function picture(attributes: AtomAttributes, part: string, pictures: PictureDrawer): HTMLElement {
  const image = document.createElement('img');
  const failed = () => {
    const box = placeholder(attributes);
    image.replaceWith(box, caretStop());
    box.dataset.name = box.parentElement?.dataset.name ?? '';
  };
  image.alt = '';
  image.draggable = false;
  if (attributes.width !== null && attributes.height !== null) {
    // The picture's room is reserved before it is loaded.
    image.width = attributes.width;
    image.style.aspectRatio = `${attributes.width} / ${attributes.height}`;
  }
  image.onerror = failed;
  pictures.show(image, { part, src: attributes.src }, failed);
  return image;
}

/** Places the tabs of a paragraph at their stops. */
function placeTabs(block: Element, node: Node, defaultTab: number): void {
  const tabs = tabsOf(node, (node.attrs.format as ParagraphFormat | null) ?? {}, defaultTab);
  if (tabs.length === 0) return;
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) texts.push(walker.currentNode as Text);
  for (const text of texts) {
    for (let rest = text, at = rest.data.indexOf('\t'); at >= 0; at = rest.data.indexOf('\t')) {
      const tab = rest.splitText(at);
      rest = tab.splitText(1);
      const [next] = tabs.splice(0, 1);
      const span = document.createElement('span');
      span.className = `tab leader-${next?.leader ?? 'none'}`;
      if (next) span.style.tabSize = `${next.size}pt`;
      tab.replaceWith(span);
      span.append(tab);
    }
  }
}

/** Atoms inside an atom are drawn as on the page. */
function serializerOf(schema: Schema, options: AtomViewOptions): DOMSerializer {
  const known = DOMSerializer.fromSchema(schema);
  const atom = (node: Node) => drawAtom(node, options);
  return new DOMSerializer({ ...known.nodes, atom, atomBlock: atom }, known.marks);
}

/**
 * Draws the blocks of a part that is not edited: a text box, a header. @returns null for blocks that the schema does
 * not know
 */
export function drawBlocks(
  schema: Schema,
  serializer: DOMSerializer,
  content: readonly unknown[],
  defaultTab: number,
): DocumentFragment | null {
  try {
    const doc = Node.fromJSON(schema, { type: 'doc', content });
    const dom = serializer.serializeFragment(doc.content) as DocumentFragment;
    // Paragraphs of a nested text box have their tabs already.
    const blocks = [...dom.querySelectorAll('p, h1, h2, h3, h4, h5, h6, pre')].filter(
      (block) => block.closest('.atom, .atom-block') === null,
    );
    let at = 0;
    doc.descendants((node) => {
      const block = node.isTextblock ? blocks[at++] : undefined;
      if (block) placeTabs(block, node, defaultTab);
      return !node.isTextblock;
    });
    return dom;
  } catch {
    return null;
  }
}

/** Paragraphs of a text box or a content control. */
function paragraphs(
  { type: { schema } }: Node,
  inner: unknown,
  options: AtomViewOptions,
): DocumentFragment | null {
  if (!Array.isArray(inner) || inner.length === 0) return null;
  return drawBlocks(schema, serializerOf(schema, options), inner, options.defaultTab());
}

const mathNames = 'http://www.w3.org/1998/Math/MathML';

/** Only elements and attributes of formulas: pasted content may claim to be one. */
function mathDom(node: MathNode): globalThis.Node {
  if (typeof node === 'string') return document.createTextNode(node);
  const [tag, attributes, ...children] = node;
  const element = document.createElementNS(mathNames, tag);
  for (const name of mathAttributes) {
    const value = attributes[name];
    if (typeof value === 'string') element.setAttribute(name, value);
  }
  element.append(...children.map(mathDom));
  return element;
}

function formula(math: MathNode, block: boolean): Element {
  const root = document.createElementNS(mathNames, 'math');
  if (block) root.setAttribute('display', 'block');
  root.append(mathDom(math));
  return root;
}

function contentOf(node: Node, attributes: AtomAttributes, options: AtomViewOptions): globalThis.Node {
  const { kind, text, part, inner, math } = attributes;
  if (part !== null) return picture(attributes, part, options.pictures);
  if (isMathNode(math)) return formula(math, node.isBlock);
  const rich = paragraphs(node, inner, options);
  if (rich) {
    const box = document.createElement(node.isInline ? 'span' : 'div');
    box.className = 'atom-inner';
    setSize(box, attributes);
    box.append(rich);
    return box;
  }
  if (text === '' && !isTextual(kind)) return placeholder(attributes);
  const words = document.createElement(kind === 'deleted' ? 'del' : 'span');
  words.className = 'atom-text';
  words.textContent = text;
  return words;
}

/** Names the atom for hover and for assistive technology. */
function name(dom: HTMLElement, { kind, text }: AtomAttributes, nameOf: AtomViewOptions['nameOf']): void {
  const called = nameOf(kind);
  for (const one of named(dom)) one.dataset.name = called;
  dom.title = called;
  dom.setAttribute('aria-label', labelOfAtom(called, text));
}

function drawAtom(node: Node, options: AtomViewOptions): HTMLElement {
  const attributes = attributesOf(node);
  const dom = document.createElement(node.isInline ? 'span' : 'div');
  const breaks = isBreak(attributes.kind);
  dom.className = `${node.isInline ? 'atom' : 'atom-block'}${breaks ? ' atom-break' : ''}`;
  dom.dataset.kind = attributes.kind;
  if (attributes.text === '') dom.dataset.empty = '';
  dom.setAttribute('role', breaks ? 'separator' : 'img');
  if (!breaks) dom.append(contentOf(node, attributes, options));
  if (node.isInline && dom.textContent === '' && !dom.querySelector('img')) dom.append(caretStop());
  name(dom, attributes, options.nameOf);
  return dom;
}

export function atomView(node: Node, options: AtomViewOptions): NodeView {
  const dom = drawAtom(node, options);
  const images = dom.querySelectorAll('img');
  return {
    dom,
    ignoreMutation: () => true,
    destroy: () => {
      for (const image of images) options.pictures.forget(image);
    },
  };
}

/** Drawn atoms take the new language. */
export function renameAtoms(root: ParentNode, nameOf: AtomViewOptions['nameOf']): void {
  for (const dom of root.querySelectorAll<HTMLElement>(':is(.atom, .atom-block)[data-kind]'))
    name(dom, { ...emptyAttributes, kind: dom.dataset.kind ?? '', text: dom.textContent }, nameOf);
}

const emptyAttributes: AtomAttributes = {
  src: null,
  kind: '',
  text: '',
  part: null,
  width: null,
  height: null,
  inner: null,
  math: null,
};

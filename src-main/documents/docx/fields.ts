import { elementsOf, textContent, type XmlElement } from '../package/xml.ts';
import { type AtomShape, visibleText } from './shapes.ts';

/**
 * Complex fields (ECMA-376 part 1, 17.16.18): `begin` code `separate` result `end`, spread over runs. A field that
 * begins and ends among the same siblings is one atom. The result of a link or of a form's text field stays text
 * that can be edited, and the characters of a field that spans paragraphs are glue.
 */

export interface FieldAtom {
  /** The run that holds the field's end. */
  readonly last: XmlElement;
  readonly shape: AtomShape;
}

export interface Fields {
  /** By the run that holds the field's begin. */
  readonly atoms: ReadonlyMap<XmlElement, FieldAtom>;
}

/** Fields whose result is the writer's own text. */
const editable = /^\s*(?:HYPERLINK|FORMTEXT)\b/i;

interface Open {
  readonly run: XmlElement;
  code: string;
  separated: boolean;
  text: string;
  /** Whether the run of `begin` holds nothing before it. */
  readonly clean: boolean;
}

const contentOf = (run: XmlElement) => elementsOf(run).filter(({ name }) => name !== 'w:rPr');

/** Follows the fields of one list of siblings; what begins and ends in different lists is left alone. */
class Scanner {
  readonly #atoms: Map<XmlElement, FieldAtom>;
  readonly #stack: Open[] = [];

  constructor(atoms: Map<XmlElement, FieldAtom>) {
    this.#atoms = atoms;
  }

  get idle(): boolean {
    return this.#stack.length === 0;
  }

  /** Something inside the field under way. */
  see(element: XmlElement): void {
    const top = this.#stack.at(-1);
    if (!top) return;
    if (element.name === 'w:instrText') top.code += textContent(element);
    else if (top.separated) top.text += visibleText(element);
  }

  run(run: XmlElement): void {
    const content = contentOf(run);
    for (const [index, one] of content.entries()) {
      const type = one.name === 'w:fldChar' ? one.attributes['w:fldCharType'] : undefined;
      const top = this.#stack.at(-1);
      if (type === 'begin')
        this.#stack.push({ run, code: '', separated: false, text: '', clean: index === 0 });
      else if (type === 'separate' && top) top.separated = true;
      else if (type === 'end' && top) this.#end(run, top, index === content.length - 1);
      else this.see(one);
    }
  }

  #end(run: XmlElement, field: Open, last: boolean): void {
    this.#stack.pop();
    const outer = this.#stack.at(-1);
    if (outer) {
      if (outer.separated) outer.text += field.text;
      return;
    }
    if (!field.clean || !last || editable.test(field.code)) return;
    const { text } = field;
    this.#atoms.set(field.run, {
      last: run,
      shape: { kind: 'field', text, part: null, size: null, inner: [], math: null },
    });
  }
}

function scan(container: XmlElement, atoms: Map<XmlElement, FieldAtom>): void {
  const scanner = new Scanner(atoms);
  for (const one of elementsOf(container)) {
    if (one.name === 'w:r') scanner.run(one);
    else if (scanner.idle && one.name !== 'w:pPr') scan(one, atoms);
    else scanner.see(one);
  }
}

/** @param paragraph a `w:p` */
export function fieldsIn(paragraph: XmlElement): Fields {
  const atoms = new Map<XmlElement, FieldAtom>();
  scan(paragraph, atoms);
  return { atoms };
}

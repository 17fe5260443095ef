import { elementsOf, textContent, type XmlElement } from '../package/xml.ts';
import { type AtomShape, shape, visibleRun, visibleText } from './shapes.ts';

/**
 * Complex fields (ECMA-376 part 1, 17.16.18): `begin` code `separate` result `end`, over several runs. A field whose
 * begin and end are siblings is one atom. The result of a hyperlink or of a form's text field is editable text, and
 * the field characters of a field over several paragraphs are glue.
 */

export interface FieldAtom {
  /** The run that holds the field's end. */
  readonly last: XmlElement;
  /** The run whose look the atom has; null for a field that shows nothing. */
  readonly look: XmlElement | null;
  readonly shape: AtomShape;
}

export interface Fields {
  /** The atoms by the run of the field's begin. */
  readonly atoms: ReadonlyMap<XmlElement, FieldAtom>;
}

/** Codes of fields whose result can be edited. */
const editable = /^\s*(?:HYPERLINK|FORMTEXT)\b/i;

interface Open {
  readonly run: XmlElement;
  code: string;
  separated: boolean;
  text: string;
  look: XmlElement | null;
  /** Whether `begin` is the first content of its run. */
  readonly clean: boolean;
}

/** Elements of a run other than its properties. */
export const contentOf = (run: XmlElement): XmlElement[] =>
  elementsOf(run).filter(({ name }) => name !== 'w:rPr');

/** Finds the fields of one list of siblings; a field over several lists is left alone. */
class Scanner {
  readonly #atoms: Map<XmlElement, FieldAtom>;
  readonly #stack: Open[] = [];

  constructor(atoms: Map<XmlElement, FieldAtom>) {
    this.#atoms = atoms;
  }

  get idle(): boolean {
    return this.#stack.length === 0;
  }

  /** Notes an element inside the open field. @param run that holds the element; null for an element beside runs */
  see(element: XmlElement, run: XmlElement | null): void {
    const top = this.#stack.at(-1);
    if (!top) return;
    if (element.name === 'w:instrText') top.code += textContent(element);
    else if (top.separated) this.#show(top, visibleText(element), run ?? visibleRun(element));
  }

  #show(field: Open, text: string, run: XmlElement | null): void {
    field.text += text;
    if (text !== '') field.look ??= run;
  }

  run(run: XmlElement): void {
    const content = contentOf(run);
    for (const [index, one] of content.entries()) {
      const type = one.name === 'w:fldChar' ? one.attributes['w:fldCharType'] : undefined;
      const top = this.#stack.at(-1);
      if (type === 'begin')
        this.#stack.push({ run, code: '', separated: false, text: '', look: null, clean: index === 0 });
      else if (type === 'separate' && top) top.separated = true;
      else if (type === 'end' && top) this.#end(run, top, index === content.length - 1);
      else this.see(one, run);
    }
  }

  #end(run: XmlElement, field: Open, last: boolean): void {
    this.#stack.pop();
    const outer = this.#stack.at(-1);
    if (outer) {
      if (outer.separated) this.#show(outer, field.text, field.look);
      return;
    }
    if (!field.clean || !last || editable.test(field.code)) return;
    const { text, code, look } = field;
    this.#atoms.set(field.run, {
      last: run,
      look,
      shape: shape('field', { text, code }),
    });
  }
}

function scan(container: XmlElement, atoms: Map<XmlElement, FieldAtom>): void {
  const scanner = new Scanner(atoms);
  for (const one of elementsOf(container)) {
    if (one.name === 'w:r') scanner.run(one);
    else if (scanner.idle && one.name !== 'w:pPr') scan(one, atoms);
    else scanner.see(one, null);
  }
}

/** @param paragraph a `w:p` */
export function fieldsIn(paragraph: XmlElement): Fields {
  const atoms = new Map<XmlElement, FieldAtom>();
  scan(paragraph, atoms);
  return { atoms };
}

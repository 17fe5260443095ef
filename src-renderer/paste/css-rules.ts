/**
 * Reads style sheets and `style` attributes of pasted HTML as data: the page's security policy applies neither, and
 * browsers drop Word's own properties (`mso-…`). Only selectors of a single element are resolved: `p`, `.MsoNormal`,
 * `td.xl65`.
 */

/** Values by property; properties in lower case, shorthands split. */
export type Declarations = ReadonlyMap<string, string>;

const sides = ['top', 'right', 'bottom', 'left'] as const;

/** Splits outside of quotes and parentheses. */
export function splitAt(text: string, separator: string): string[] {
  const parts: string[] = [];
  let quote = '';
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charAt(i);
    if (quote !== '') {
      if (unit === quote) quote = '';
    } else if (unit === '"' || unit === "'") quote = unit;
    else if (unit === '(') depth += 1;
    else if (unit === ')') depth -= 1;
    else if (depth <= 0 && (separator === ' ' ? /\s/.test(unit) : unit === separator)) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(text.slice(from));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function setMargins(value: string, into: Map<string, string>): void {
  const [top = '0', right = top, bottom = top, left = right] = splitAt(value, ' ');
  for (const [i, one] of [top, right, bottom, left].entries()) into.set(`margin-${sides[i]}`, one);
}

/** `font: italic bold 12pt/1.5 "宋体", serif`. */
function setFont(value: string, into: Map<string, string>): void {
  const found = /^(.*?)(?:^|\s)([\d.]+(?:pt|px|em|rem|%))(?:\s*\/\s*(\S+))?\s+(.+)$/i.exec(value);
  if (!found) return;
  const [, before = '', size = '', line, family = ''] = found;
  into.set('font-size', size);
  into.set('font-family', family);
  if (line !== undefined) into.set('line-height', line);
  if (/bold|[6-9]00/i.test(before)) into.set('font-weight', 'bold');
  if (/italic|oblique/i.test(before)) into.set('font-style', 'italic');
}

function setOne(name: string, value: string, into: Map<string, string>): void {
  if (name === 'margin') setMargins(value, into);
  else if (name === 'font') setFont(value, into);
  else if (name === 'border') for (const side of sides) into.set(`border-${side}`, value);
  else if (name === 'background') into.set('background-color', value);
  else into.set(name, value);
}

/** Adds the declarations of a `style` attribute or a rule to others; later ones win. */
export function addDeclarations(text: string, into: Map<string, string>): void {
  for (const part of splitAt(text, ';')) {
    const colon = part.indexOf(':');
    if (colon <= 0) continue;
    const value = part
      .slice(colon + 1)
      .replace(/!\s*important\s*$/i, '')
      .trim();
    if (value !== '') setOne(part.slice(0, colon).trim().toLowerCase(), value, into);
  }
}

interface Rule {
  /** Lower case; the empty string for any element. */
  readonly tag: string;
  readonly classes: readonly string[];
  readonly text: string;
  readonly order: number;
}

/** Rules by a class or a tag that their element must have. */
export class StyleRules {
  readonly #byKey = new Map<string, Rule[]>();
  readonly #looks = new Map<string, Declarations>();
  #count = 0;

  constructor(sheets: readonly string[]) {
    for (const sheet of sheets) this.#add(sheet);
  }

  #add(sheet: string): void {
    const text = sheet.replace(/\/\*[\s\S]*?(?:\*\/|$)|<!--|-->/g, ' ');
    for (let at = 0; ; ) {
      const open = text.indexOf('{', at);
      if (open < 0) return;
      const close = endOfBlock(text, open);
      const selectors = text.slice(at, open).replace(/^[^{]*;/, '');
      if (!selectors.trim().startsWith('@'))
        for (const selector of splitAt(selectors, ',')) this.#addRule(selector, text.slice(open + 1, close));
      at = close + 1;
    }
  }

  #addRule(selector: string, text: string): void {
    const found = /^([a-z][\w-]*|\*)?((?:\.[\p{L}\p{N}_-]+)*)$/iu.exec(selector);
    if (!found) return;
    const tag = (found[1] ?? '').replace('*', '').toLowerCase();
    const classes = (found[2] ?? '').split('.').slice(1);
    const key = classes[0] === undefined ? tag : `.${classes[0]}`;
    if (key === '') return;
    const rules = this.#byKey.get(key) ?? [];
    rules.push({ tag, classes, text, order: this.#count++ });
    this.#byKey.set(key, rules);
  }

  /** The declarations of the rules for an element. @param tag in lower case @param names value of its `class` */
  of(tag: string, names: string): Declarations {
    const key = `${tag} ${names}`;
    const known = this.#looks.get(key);
    if (known) return known;
    const classes = new Set(names.split(/\s+/).filter((name) => name !== ''));
    const found = [tag, ...[...classes].map((name) => `.${name}`)].flatMap(
      (one) => this.#byKey.get(one) ?? [],
    );
    const matching = found
      .filter(
        (rule) => (rule.tag === '' || rule.tag === tag) && rule.classes.every((one) => classes.has(one)),
      )
      .sort((a, b) => weightOf(a) - weightOf(b) || a.order - b.order);
    const look = new Map<string, string>();
    for (const { text } of matching) addDeclarations(text, look);
    this.#looks.set(key, look);
    return look;
  }
}

const weightOf = ({ tag, classes }: Rule): number => classes.length * 2 + (tag === '' ? 0 : 1);

/** The end of the block that opens here, nested blocks included. */
function endOfBlock(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    const unit = text.charAt(i);
    if (unit === '{') depth += 1;
    else if (unit === '}' && --depth === 0) return i;
  }
  return text.length;
}

import type { RunFormat } from '../../contract/document-formats.ts';
import { child, elementsOf, withContent, type XmlElement } from '../package/xml.ts';
import { contentOf } from './fields.ts';
import { lookProperties } from './look-properties.ts';
import type { Markup } from './markup.ts';
import { recordedChanges } from './paragraph-marks.ts';
import { patchProperties } from './properties.ts';

/** The parts of a paragraph's new content, written as runs inside their wrappers. */

/** A wrapper that is not in the source: a new link or a tracked change. */
export interface NewWrapper {
  readonly open: () => string;
  readonly close: string;
}
export type Wrapper = XmlElement | NewWrapper;

/** The properties that a new run takes. */
export interface RunTemplate {
  /** The run itself; null for the mark of a paragraph, or none. */
  readonly run: XmlElement | null;
  readonly properties: XmlElement | undefined;
  readonly base: RunFormat;
}

export type Content =
  /** Characters. `of` is the `w:t` that they were read from. */
  | { readonly kind: 'text'; readonly text: string; readonly of: XmlElement | null }
  | { readonly kind: 'xml'; readonly xml: string };

export interface Part {
  readonly path: readonly Wrapper[];
  /** Null for content beside runs, which is complete. */
  readonly template: RunTemplate | null;
  /** Changed fields of the look. */
  readonly changes: ReadonlyMap<string, unknown>;
  readonly content: Content;
  /** Whether the content was read from the template's run. */
  readonly kept: boolean;
  /** Whether an atom's inner text changed. */
  readonly altered?: boolean;
  /** Text of a tracked deletion. */
  readonly deleted?: true;
}

export const noChanges: ReadonlyMap<string, unknown> = new Map();

const isSource = (wrapper: Wrapper): wrapper is XmlElement => 'name' in wrapper;

/** Elements of a wrapper that precede its content. */
const heads = new Set(['w:smartTagPr', 'w:customXmlPr']);

function openOf(markup: Markup, wrapper: Wrapper): string {
  if (!isSource(wrapper)) return wrapper.open();
  if (wrapper.name === 'w:sdt') return openControl(markup, wrapper);
  const head = elementsOf(wrapper).find(({ name }) => heads.has(name));
  return markup.source.slice(wrapper.start, head?.end ?? wrapper.openEnd);
}

/** A content control loses its placeholder flag once its text changes. */
function openControl(markup: Markup, control: XmlElement): string {
  const content = child(control, 'w:sdtContent');
  const placeholder = child(child(control, 'w:sdtPr'), 'w:showingPlcHdr');
  const end = content?.openEnd ?? control.openEnd;
  if (!placeholder) return markup.source.slice(control.start, end);
  return markup.source.slice(control.start, placeholder.start) + markup.source.slice(placeholder.end, end);
}

function closeOf(markup: Markup, wrapper: Wrapper): string {
  if (!isSource(wrapper)) return wrapper.close;
  const content = wrapper.name === 'w:sdt' ? child(wrapper, 'w:sdtContent') : undefined;
  return markup.source.slice(content?.closeStart ?? wrapper.closeStart, wrapper.end);
}

const sameTemplate = (a: RunTemplate | null, b: RunTemplate | null): boolean =>
  a === b || (a !== null && b !== null && a.run === b.run && a.properties === b.properties);

const sameChanges = (a: Part['changes'], b: Part['changes']): boolean =>
  a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);

const samePath = (a: readonly Wrapper[], b: readonly Wrapper[]): boolean =>
  a === b || (a.length === b.length && a.every((one, i) => one === b[i]));

const joins = (a: Part, b: Part): boolean =>
  a.template !== null &&
  sameTemplate(a.template, b.template) &&
  a.deleted === b.deleted &&
  sameChanges(a.changes, b.changes) &&
  samePath(a.path, b.path);

/** Consecutive parts of one run. */
function segments(parts: readonly Part[]): Part[][] {
  const out: Part[][] = [];
  for (const part of parts) {
    const last = out.at(-1);
    if (last?.[0] && joins(last[0], part)) last.push(part);
    else out.push([part]);
  }
  return out;
}

/** How many parts a run is read as: its characters, and one for every other element. */
function partsIn(run: XmlElement): number {
  let count = 0;
  for (const one of contentOf(run)) {
    if (one.name !== 'w:t') count++;
    else for (const text of one.children) if (typeof text === 'string') count += [...text].length;
  }
  return count;
}

const isWhole = (parts: readonly Part[], run: XmlElement): boolean =>
  parts.every(({ kept, changes, altered }) => kept && changes.size === 0 && !altered) &&
  parts.length === partsIn(run);

/** The content of a run: characters in text elements, other elements as they are. */
function runContent(markup: Markup, parts: readonly Part[]): string {
  let out = '';
  let text = '';
  let of: XmlElement | null | undefined;
  const name = parts[0]?.deleted ? 'delText' : 't';
  const flush = () => {
    if (text === '') return;
    const whole = of && name === 't' && of.children.join('') === text;
    out += whole && of ? markup.slice(of) : markup.text(text, name);
    text = '';
    of = undefined;
  };
  for (const { content } of parts) {
    if (content.kind === 'text') {
      if (of === undefined) of = content.of;
      // Text of several elements, or new text, is put into one element.
      if (of !== content.of) of = null;
      text += content.text;
    } else {
      flush();
      out += content.xml;
    }
  }
  flush();
  return out;
}

function runOf(markup: Markup, parts: readonly Part[]): string {
  const [first] = parts;
  if (!first) return '';
  const { template, changes } = first;
  if (template === null)
    return parts.map(({ content }) => (content.kind === 'xml' ? content.xml : '')).join('');
  const { run, properties, base } = template;
  const own = run !== null && parts.some(({ kept }) => kept);
  if (run && own && isWhole(parts, run)) return markup.slice(run);
  const patch = lookProperties(markup, changes, properties, base);
  // A tracked change of the template does not apply to new text.
  if (!own) for (const one of recordedChanges) if (child(properties, `w:${one}`)) patch.set(one, null);
  const inner = `${patchProperties(markup, 'rPr', properties, patch)}${runContent(markup, parts)}`;
  return run && own ? withContent(markup.source, run, inner) : markup.tag('r', {}, inner);
}

/** The parts as XML: unchanged runs are copied, wrappers open and close around runs. */
export function writeParts(markup: Markup, parts: readonly Part[]): string {
  let out = '';
  let open: readonly Wrapper[] = [];
  const used = new Set<Wrapper>();
  const moveTo = (path: readonly Wrapper[]) => {
    let shared = 0;
    while (shared < open.length && shared < path.length && open[shared] === path[shared]) shared++;
    for (const one of open.slice(shared).toReversed()) out += closeOf(markup, one);
    for (const one of path.slice(shared)) {
      out += openOf(markup, one);
      used.add(one);
    }
    open = path;
  };
  for (const segment of segments(parts)) {
    const path = segment[0]?.path ?? [];
    // A content control may occur once: further content of it is written outside.
    const allowed = path.filter(
      (one) => !(isSource(one) && one.name === 'w:sdt' && used.has(one) && !open.includes(one)),
    );
    moveTo(allowed);
    out += runOf(markup, segment);
  }
  moveTo([]);
  return out;
}

import type { Border, RunFormat } from '../../contract/document-formats.ts';
import { child, type XmlElement } from '../package/xml.ts';
import { borderTag } from './borders.ts';
import { highlightName } from './colors.ts';
import type { Markup } from './markup.ts';
import { twips } from './measures.ts';
import { attributesOf } from './properties.ts';

/** Writes changes of a look as changes of run properties. Each field changes its own property only. */

const isOff = (value: unknown): boolean => value === undefined || value === 'none' || value === false;

interface Scene {
  readonly markup: Markup;
  readonly current: XmlElement | undefined;
  /** Whether a style gives the field a value, so that switching it off must be written. */
  readonly inherited: (field: keyof RunFormat) => boolean;
}

type Write = (value: unknown, scene: Scene, out: Map<string, string | null>) => void;

const toggle =
  (name: string, field: keyof RunFormat): Write =>
  (value, { markup, inherited }, out) => {
    if (!isOff(value)) out.set(name, markup.tag(name));
    else out.set(name, inherited(field) ? markup.tag(name, { val: '0' }) : null);
  };

/** A property with one value. @param reset the value that overrides a style */
const single =
  (name: string, field: keyof RunFormat, reset: string, text: (value: unknown) => string): Write =>
  (value, { markup, inherited }, out) => {
    if (!isOff(value)) out.set(name, markup.tag(name, { val: text(value) }));
    else out.set(name, inherited(field) || value === 'none' ? markup.tag(name, { val: reset }) : null);
  };

/** The `w:rFonts` element holds several fonts: its other attributes stay. */
const font =
  (names: readonly string[], themes: readonly string[]): Write =>
  (value, { markup, current }, out) => {
    const earlier = out.get('rFonts');
    const attributes: Record<string, string | null> =
      earlier === undefined ? attributesOf(child(current, 'w:rFonts')) : { ...pending.get(out) };
    for (const name of names) attributes[name] = isOff(value) ? null : String(value);
    for (const name of themes) attributes[name] = null;
    pending.set(out, attributes);
    const written = Object.values(attributes).some((one) => one !== null);
    out.set('rFonts', written ? markup.tag('rFonts', attributes) : null);
  };

/** Attributes of a `w:rFonts` that two fields write. */
const pending = new WeakMap<Map<string, string | null>, Record<string, string | null>>();

const halfPoints = (value: unknown) => String(Math.round(Number(value) * 2));

const writers: Readonly<Record<string, Write>> = {
  bold: toggle('b', 'bold'),
  italic: toggle('i', 'italic'),
  underline: single('u', 'underline', 'none', String),
  strike(value, scene, out) {
    toggle('strike', 'strike')(value === 'single' ? value : undefined, scene, out);
    if (value === 'double') out.set('dstrike', scene.markup.tag('dstrike'));
    else if (child(scene.current, 'w:dstrike')) out.set('dstrike', null);
  },
  code(value, scene, out) {
    font(['ascii', 'hAnsi'], ['asciiTheme', 'hAnsiTheme'])(isOff(value) ? undefined : 'Consolas', scene, out);
  },
  eastAsia: font(['eastAsia'], ['eastAsiaTheme']),
  ascii: font(['ascii', 'hAnsi'], ['asciiTheme', 'hAnsiTheme']),
  size(value, scene, out) {
    for (const name of ['sz', 'szCs'])
      out.set(name, isOff(value) ? null : scene.markup.tag(name, { val: halfPoints(value) }));
  },
  color: single('color', 'color', 'auto', String),
  highlight(value, scene, out) {
    const name = highlightName(String(value));
    if (isOff(value) || name !== undefined) {
      single('highlight', 'highlight', 'none', () => name ?? '')(value, scene, out);
      return;
    }
    out.set('highlight', null);
    out.set('shd', scene.markup.shading(String(value)));
  },
  shading(value, { markup, inherited }, out) {
    if (!isOff(value)) out.set('shd', markup.shading(String(value)));
    else out.set('shd', inherited('shading') ? markup.shading(null) : null);
  },
  vertical: single('vertAlign', 'vertical', 'baseline', (value) =>
    value === 'super' ? 'superscript' : 'subscript',
  ),
  caps(value, scene, out) {
    toggle('caps', 'caps')(value === 'all' ? value : undefined, scene, out);
    toggle('smallCaps', 'caps')(value === 'small' ? value : undefined, scene, out);
  },
  hidden: toggle('vanish', 'hidden'),
  spacing: single('spacing', 'spacing', '0', (value) => String(twips(Number(value)))),
  scale: single('w', 'scale', '100', String),
  position: single('position', 'position', '0', halfPoints),
  emphasis: single('em', 'emphasis', 'none', String),
  border(value, { markup, inherited }, out) {
    if (!isOff(value)) out.set('bdr', borderTag(markup, 'bdr', value as Border));
    else out.set('bdr', inherited('border') ? markup.tag('bdr', { val: 'none' }) : null);
  },
  hint: font(['hint'], []),
};

/**
 * @param changes fields of a look with their new values; undefined for a field that is switched off
 * @param current the run's present properties
 * @param base the paragraph's run format
 */
export function lookProperties(
  markup: Markup,
  changes: ReadonlyMap<string, unknown>,
  current: XmlElement | undefined,
  base: RunFormat,
): Map<string, string | null> {
  const out = new Map<string, string | null>();
  const styled = child(current, 'w:rStyle') !== undefined;
  const scene: Scene = { markup, current, inherited: (field) => styled || base[field] !== undefined };
  for (const [field, value] of changes) writers[field]?.(value, scene, out);
  return out;
}

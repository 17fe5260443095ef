import type { Border, RunFormat } from '../../contract/document-formats.ts';
import { child, type XmlElement } from '../package/xml.ts';
import type { Markup } from './markup.ts';
import { attributesOf } from './properties.ts';

/** Changed looks as changed run properties: each field touches its own property and no other. */

/** Names of `w:highlight` by their colour; any other colour becomes a shading. */
const highlights: Readonly<Record<string, string>> = {
  '000000': 'black',
  '0000FF': 'blue',
  '00FFFF': 'cyan',
  '008000': 'darkGreen',
  '008080': 'darkCyan',
  '00008B': 'darkBlue',
  '000080': 'darkBlue',
  '00FF00': 'green',
  '800080': 'darkMagenta',
  '800000': 'darkRed',
  '808000': 'darkYellow',
  '808080': 'darkGray',
  C0C0C0: 'lightGray',
  FF00FF: 'magenta',
  FF0000: 'red',
  FFFF00: 'yellow',
  FFFFFF: 'white',
};

const isOff = (value: unknown): boolean => value === undefined || value === 'none' || value === false;

interface Scene {
  readonly markup: Markup;
  readonly current: XmlElement | undefined;
  /** Whether a style says something about the field, so that its absence must be said. */
  readonly inherited: (field: keyof RunFormat) => boolean;
}

type Write = (value: unknown, scene: Scene, out: Map<string, string | null>) => void;

const toggle =
  (name: string, field: keyof RunFormat): Write =>
  (value, { markup, inherited }, out) => {
    if (!isOff(value)) out.set(name, markup.tag(name));
    else out.set(name, inherited(field) ? markup.tag(name, { val: '0' }) : null);
  };

/** A property of one value, with the value that takes back what a style says. */
const single =
  (name: string, field: keyof RunFormat, reset: string, text: (value: unknown) => string): Write =>
  (value, { markup, inherited }, out) => {
    if (!isOff(value)) out.set(name, markup.tag(name, { val: text(value) }));
    else out.set(name, inherited(field) || value === 'none' ? markup.tag(name, { val: reset }) : null);
  };

/** Fonts share one element: the others of its attributes stay. */
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

/** Attributes of a `w:rFonts` that is being put together from two fields. */
const pending = new WeakMap<Map<string, string | null>, Record<string, string | null>>();

const halfPoints = (value: unknown) => String(Math.round(Number(value) * 2));
const twips = (value: unknown) => String(Math.round(Number(value) * 20));

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
    const name = highlights[String(value).toUpperCase()];
    if (isOff(value) || name !== undefined) {
      single('highlight', 'highlight', 'none', () => name ?? '')(value, scene, out);
      return;
    }
    out.set('highlight', null);
    out.set('shd', scene.markup.tag('shd', { val: 'clear', color: 'auto', fill: String(value) }));
  },
  shading(value, { markup, inherited }, out) {
    if (!isOff(value))
      out.set('shd', markup.tag('shd', { val: 'clear', color: 'auto', fill: String(value) }));
    else
      out.set(
        'shd',
        inherited('shading') ? markup.tag('shd', { val: 'clear', color: 'auto', fill: 'auto' }) : null,
      );
  },
  vertical: single('vertAlign', 'vertical', 'baseline', (value) =>
    value === 'super' ? 'superscript' : 'subscript',
  ),
  caps(value, scene, out) {
    toggle('caps', 'caps')(value === 'all' ? value : undefined, scene, out);
    toggle('smallCaps', 'caps')(value === 'small' ? value : undefined, scene, out);
  },
  hidden: toggle('vanish', 'hidden'),
  spacing: single('spacing', 'spacing', '0', twips),
  scale: single('w', 'scale', '100', String),
  position: single('position', 'position', '0', halfPoints),
  emphasis: single('em', 'emphasis', 'none', String),
  border(value, { markup, inherited }, out) {
    const border = isOff(value) ? null : (value as Border);
    if (border)
      out.set(
        'bdr',
        markup.tag('bdr', {
          val: border.kind,
          sz: Math.round(border.width * 8),
          space: Math.round(border.space),
          color: border.color ?? 'auto',
        }),
      );
    else out.set('bdr', inherited('border') ? markup.tag('bdr', { val: 'none' }) : null);
  },
  hint: font(['hint'], []),
};

/**
 * @param changes fields of a look with their new values; undefined for what is off now
 * @param current the run's properties as they stand
 * @param base what the paragraph says of runs
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

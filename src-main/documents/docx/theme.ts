import { child, elementsOf, type XmlElement } from '../package/xml.ts';
import { own } from '../schema/own.ts';

/**
 * Resolves theme fonts and colours, which `w:asciiTheme` and `w:themeColor` name (20.1.6, 17.15.1.88 and 17.15.1.20).
 */
export interface Theme {
  /** Font of a name such as `minorEastAsia`; undefined for an unknown name or a font that the theme leaves open. */
  font(name: string | undefined): string | undefined;
  /** Six hexadecimal digits of a name such as `accent1`. */
  color(name: string | undefined): string | undefined;
}

/** Elements of the colour scheme by the names that properties use. */
const schemeNames: Readonly<Record<string, string>> = {
  dark1: 'dk1',
  light1: 'lt1',
  dark2: 'dk2',
  light2: 'lt2',
  hyperlink: 'hlink',
  followedHyperlink: 'folHlink',
};

/** Colour roles: the attribute of `w:clrSchemeMapping`, and the colour without one. */
const roles: Readonly<Record<string, readonly [attribute: string, usual: string]>> = {
  text1: ['w:t1', 'dark1'],
  text2: ['w:t2', 'dark2'],
  background1: ['w:bg1', 'light1'],
  background2: ['w:bg2', 'light2'],
};

/** ISO 15924, by which a theme lists a font for each script. */
function scriptOf(language: string): string | null {
  if (/^zh-(?:TW|HK|MO|Hant)/i.test(language)) return 'Hant';
  if (/^zh/i.test(language)) return 'Hans';
  if (/^ja/i.test(language)) return 'Jpan';
  return /^ko/i.test(language) ? 'Hang' : null;
}

function readColors(scheme: XmlElement | undefined): ReadonlyMap<string, string> {
  const colors = new Map<string, string>();
  for (const one of scheme ? elementsOf(scheme) : []) {
    const value = elementsOf(one)[0]?.attributes;
    const hex = value?.lastClr ?? value?.val;
    if (hex !== undefined && /^[0-9a-f]{6}$/i.test(hex))
      colors.set(one.name.replace(/^a:/, ''), hex.toUpperCase());
  }
  return colors;
}

function eastAsianFont(fonts: XmlElement | undefined, script: string | null): string | undefined {
  const named = child(fonts, 'a:ea')?.attributes.typeface;
  if (named) return named;
  if (script === null || !fonts) return undefined;
  const listed = elementsOf(fonts).find((one) => one.name === 'a:font' && one.attributes.script === script);
  return listed?.attributes.typeface || undefined;
}

/** @param root of the theme part @param settings of the settings part */
export function createTheme(root: XmlElement | null, settings: XmlElement | null): Theme {
  const elements = child(root, 'a:themeElements');
  const colors = readColors(child(elements, 'a:clrScheme'));
  const fonts = child(elements, 'a:fontScheme');
  const script = scriptOf(child(settings, 'w:themeFontLang')?.attributes['w:eastAsia'] ?? '');
  const mapping = child(settings, 'w:clrSchemeMapping')?.attributes ?? {};
  return {
    font(name) {
      const [, weight, range] = /^(major|minor)(\w+)$/.exec(name ?? '') ?? [];
      if (weight === undefined) return undefined;
      const family = child(fonts, `a:${weight}Font`);
      if (range === 'EastAsia') return eastAsianFont(family, script);
      return child(family, range === 'Bidi' ? 'a:cs' : 'a:latin')?.attributes.typeface || undefined;
    },
    color(name) {
      if (name === undefined) return undefined;
      const role = own(roles, name);
      const mapped = role ? (mapping[role[0]] ?? role[1]) : name;
      return colors.get(own(schemeNames, mapped) ?? mapped);
    },
  };
}

import type {
  Numbering,
  NumberingLevel,
  NumberingPlace,
  RunOverride,
} from '../../contract/document-formats.ts';
import { child, childValue, elementsOf, isOn, type XmlElement } from '../package/xml.ts';
import { own } from '../schema/own.ts';
import { integer } from './measures.ts';
import { type ParagraphProperties, paragraphFormatOf, readParagraphProperties } from './paragraph-format.ts';
import { type RunProperties, readRun } from './run-format.ts';
import { numberingOfStyle, type StyleIndex } from './style-index.ts';
import type { Theme } from './theme.ts';

/**
 * Reads the numbering part (17.9): the formatting that a level gives its paragraphs, and the data that labels are
 * counted with.
 */

export interface Level {
  readonly shown: NumberingLevel;
  readonly paragraph: ParagraphProperties;
  readonly run: RunProperties;
  /** Id of the paragraph style that is linked to the level; null for none. */
  readonly style: string | null;
}

export interface NumberingReader {
  readonly numberings: Readonly<Record<string, Numbering>>;
  /** Undefined where the file has no such numbering. */
  level(place: NumberingPlace): Level | undefined;
  /** The level of a numbering that is linked to a paragraph style; null for none. */
  levelOfStyle(id: string, style: string): number | null;
}

const levels = 9;

/** A custom number format (Word 2010) is in an alternative whose fallback is for older versions. */
function formatOf(element: XmlElement): string {
  const plain = childValue(element, 'w:numFmt');
  if (plain !== null && plain !== 'custom') return plain;
  const alternative = child(element, 'mc:AlternateContent');
  const custom = child(child(alternative, 'mc:Choice'), 'w:numFmt') ?? child(element, 'w:numFmt');
  // Custom formats with leading zeros are supported, such as `001, 002, 003, ...`; for others the fallback is used.
  const zeros = /^0+1(?=,)/.exec(custom?.attributes['w:format'] ?? '')?.[0];
  return zeros ?? childValue(child(alternative, 'mc:Fallback'), 'w:numFmt') ?? 'decimal';
}

/** The format of a level's label; `none` for values that it takes back. */
function overrideOf(run: RunProperties): RunOverride {
  const { doubleStrike, strike, smallCaps, caps, ...plain } = run;
  const flat: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(plain))
    if (value !== undefined) flat[field] = value === null || value === false ? 'none' : value;
  const striking = doubleStrike ? 'double' : strike ? 'single' : 'none';
  const capitals = caps ? 'all' : smallCaps ? 'small' : 'none';
  return {
    ...flat,
    ...((doubleStrike ?? strike) !== undefined && { strike: striking }),
    ...((caps ?? smallCaps) !== undefined && { caps: capitals }),
  };
}

const suffixes: Readonly<Record<string, NumberingLevel['suffix']>> = { space: 'space', nothing: 'nothing' };

/** The bullet that stands in for a picture bullet. */
const pictureBullet = '•';

function readLevel(element: XmlElement, theme: Theme): Level {
  const paragraph = readParagraphProperties(child(element, 'w:pPr'), theme);
  const run = readRun(child(element, 'w:rPr'), theme);
  const { left, first } = paragraphFormatOf(paragraph);
  const restart = integer(childValue(element, 'w:lvlRestart') ?? undefined);
  const picture = child(element, 'w:lvlPicBulletId') !== undefined;
  return {
    paragraph,
    run,
    style: childValue(element, 'w:pStyle'),
    shown: {
      format: picture ? 'bullet' : formatOf(element),
      text: picture ? pictureBullet : (childValue(element, 'w:lvlText') ?? ''),
      // Without `w:start` a level starts at 0 (17.9.25).
      start: integer(childValue(element, 'w:start') ?? undefined) ?? 0,
      restart,
      legal: isOn(element, 'w:isLgl') ?? false,
      suffix: own(suffixes, childValue(element, 'w:suff')) ?? 'tab',
      run: overrideOf(run),
      ...(left && { left }),
      ...(first && { first }),
    },
  };
}

/** A level that the file does not define: it shows no label. */
const empty: Level = {
  shown: { format: 'none', text: '', start: 1, restart: null, legal: false, suffix: 'nothing', run: {} },
  paragraph: {},
  run: {},
  style: null,
};

const levelIndex = (element: XmlElement): number => integer(element.attributes['w:ilvl']) ?? -1;

function readLevels(abstract: XmlElement, theme: Theme): readonly Level[] {
  const found: Level[] = Array.from({ length: levels }, () => empty);
  for (const one of elementsOf(abstract))
    if (one.name === 'w:lvl' && found[levelIndex(one)] === empty)
      found[levelIndex(one)] = readLevel(one, theme);
  return found;
}

interface Definition {
  readonly abstract: string;
  readonly levels: readonly Level[];
}

/** Resolves abstract definitions, links to numbering styles included. */
function createDefinitions(root: XmlElement | null, styles: StyleIndex, theme: Theme) {
  const abstracts = new Map<string, XmlElement>();
  const abstractOf = new Map<string, string>();
  for (const one of root ? elementsOf(root) : []) {
    if (one.name === 'w:abstractNum') abstracts.set(one.attributes['w:abstractNumId'] ?? '', one);
    if (one.name === 'w:num')
      abstractOf.set(one.attributes['w:numId'] ?? '', childValue(one, 'w:abstractNumId') ?? '');
  }
  const known = new Map<string, Definition | undefined>();
  return (id: string): Definition | undefined => {
    if (known.has(id)) return known.get(id);
    let at = id;
    // Links may be circular: four are followed at most.
    for (let links = 0; links < 4; links++) {
      const style = childValue(abstracts.get(at), 'w:numStyleLink');
      const linked = style === null ? null : numberingOfStyle(styles, style);
      const next = linked === null ? undefined : abstractOf.get(linked);
      if (next === undefined || !abstracts.has(next)) break;
      at = next;
    }
    const element = abstracts.get(at);
    const definition = element && { abstract: at, levels: readLevels(element, theme) };
    known.set(id, definition);
    return definition;
  };
}

/** @returns the levels of a `w:num`; the same array as its definition's where it overrides none */
function overridden(num: XmlElement, definition: Definition, theme: Theme) {
  const starts: Record<string, number> = {};
  let own: Level[] | null = null;
  for (const one of elementsOf(num)) {
    const at = levelIndex(one);
    const old = definition.levels[at];
    if (one.name !== 'w:lvlOverride' || !old) continue;
    const start = integer(childValue(one, 'w:startOverride') ?? undefined);
    if (start !== null) starts[at] = start;
    const element = child(one, 'w:lvl');
    if (!element) continue;
    own ??= [...definition.levels];
    const level = readLevel(element, theme);
    // Word ignores the restart of an override ([MS-OI29500], 17.9.10).
    own[at] = { ...level, shown: { ...level.shown, restart: old.shown.restart } };
  }
  return { starts, levels: own ?? definition.levels };
}

/** @param root of the numbering part */
export function createNumbering(root: XmlElement | null, styles: StyleIndex, theme: Theme): NumberingReader {
  const definitionOf = createDefinitions(root, styles, theme);
  const numberings: Record<string, Numbering> = {};
  const levelsOf = new Map<string, readonly Level[]>();
  const shownOf = new Map<readonly Level[], readonly NumberingLevel[]>();
  for (const num of root ? elementsOf(root) : []) {
    const id = num.attributes['w:numId'];
    if (num.name !== 'w:num' || id === undefined || integer(id) === null || levelsOf.has(id)) continue;
    const definition = definitionOf(childValue(num, 'w:abstractNumId') ?? '');
    if (!definition) continue;
    const { starts, levels: found } = overridden(num, definition, theme);
    const shown = shownOf.get(found) ?? found.map((level) => level.shown);
    shownOf.set(found, shown);
    levelsOf.set(id, found);
    numberings[id] = { abstract: definition.abstract, levels: shown, starts };
  }
  return {
    numberings,
    level: ({ id, level }) => levelsOf.get(id)?.[level],
    levelOfStyle(id, style) {
      const at = levelsOf.get(id)?.findIndex((level) => level.style === style) ?? -1;
      return at < 0 ? null : at;
    },
  };
}

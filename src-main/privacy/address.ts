import lists from '../../resources/privacy/address.json' with { type: 'json' };
import labels from '../../resources/privacy/labels.json' with { type: 'json' };
import type { Detector } from './hit.ts';
import { knownPlace } from './places.ts';
import { after, before, han, labelPattern, matchesAt, startsOf } from './scan.ts';
import { anyOf, anyUnless, wordsOf } from './words.ts';

const numeral = '一二三四五六七八九十百零〇';
const digits = String.raw`[甲乙丙丁附]?\d{1,5}(?: ?[-之/~] ?\d{1,5}){0,3}[A-Za-z]?`;
const number = `(?:${digits}|[A-Za-z]\\d{0,4}|[${numeral}]{1,5}|[甲乙丙丁东西南北])`;
const unit = `(?:${anyOf(lists.unit)})`;
const roadEnd = '(?:大街|大道|公路|胡同|[路街道巷弄里](?:[东西南北中]?[段路里侧街])?)';
const estateEnd = `(?:${anyOf(lists.estate)}|[苑庭])`;
const buildingEnd = `(?:${anyOf(lists.building)})`;

/** Road and house number; building and unit in an estate; group in a village. */
const anchors = [
  `${roadEnd} ?(?:${number} ?(?:号院|号楼|号|弄|巷|里)|\\d{1,5}(?:-\\d{1,4}){1,3}(?![\\d-]))`,
  `(?:${estateEnd}|${buildingEnd}) ?(?:[${han}]{0,2}区 ?)?` +
    `(?:${number} ?(?:号楼|栋|幢|座|单元|室|号|层|楼)|\\d{1,3}(?:-\\d{1,4}){1,3}(?![\\d-]))`,
  `[村屯寨庄] ?(?:${number} ?(?:组|号|队|社|屯|巷|栋|幢))`,
];
const anchor = new RegExp(`(?:${anchors.join('|')})`, 'g');

/** What may follow an anchor: further units, with or without a name. */
const details = [
  `(?: ?[,，、]? ?[${han}A-Za-z]{0,8}(?:${estateEnd}|${buildingEnd}))?(?: ?[${han}A-Za-z]{0,6}?)??` +
    ` ?${number} ?${unit}(?![${han}]?[线文令])`,
  ` ?(?:${estateEnd}|[${han}]{2,8}${estateEnd}|[${han}A-Z]{2,8}(?:${anyOf(lists.namedBuilding)}))`,
  ' ?-? ?\\d{2,5}(?: ?[室号])?(?![\\d元万月年.])',
];
const detail = new RegExp(details.join('|'), 'y');

/** Words in front of an address that are not part of it. */
const leadIn = new RegExp(
  `(?:${anyOf(lists.leadIn)}|[${lists.leadInCharacters}]|${anyUnless(lists.leadInUnless)})`,
  'g',
);
const wordBreak = new RegExp(`[^${han}0-9A-Za-z ]`);

/** 线路2号, 高速公路3号, 渠道1号: words that end like a road name. */
const noRoad = new RegExp(`(?:${anyOf(lists.noRoad)}|第[一二三四五六七八九十\\d]{1,3})(?:路|道|里|公路|街)$`);
const notNumberAfter = new RegExp(`^ ?(?:${anyOf(lists.noHouse)})`);
const admin = new RegExp(`[${han}]{2,7}(?:省|市|自治区|自治州|盟|区|县|旗|镇|乡|街道|街道办)`);
const smallAdmin = new RegExp(`[${han}]{1,7}(?:省|市|自治州|自治区|区|县|旗|镇|乡|街道)`, 'g');

const reach = 40;

/** Start of the address that the anchor at `anchorAt` belongs to. */
function beginning(text: string, anchorAt: number): number {
  const from = Math.max(0, anchorAt - reach);
  const window = text.slice(from, anchorAt);
  let begin = 0;
  for (let i = window.length - 1; i >= 0 && begin === 0; i--)
    if (wordBreak.test(window[i] ?? '') || (window[i] === ' ' && window[i - 1] === ' ')) begin = i + 1;
  let segment = window.slice(begin);
  for (const match of segment.matchAll(knownPlace)) {
    const preceded = segment.slice(0, match.index);
    if (!/\d$/.test(preceded)) return from + begin + match.index;
  }
  let cut = 0;
  for (const match of segment.matchAll(leadIn)) cut = match.index + match[0].length;
  // A number is part of the address only after an administrative region: 2号幸福路 starts at 幸福路.
  const digits = /^.*[0-9A-Za-z][号]?/.exec(segment.slice(cut))?.[0].length ?? 0;
  if (digits > 0 && !admin.test(segment.slice(cut, cut + digits))) cut += digits;
  segment = segment.slice(cut);
  return from + begin + cut + (segment.length - segment.trimStart().length);
}

function finish(text: string, from: number): number {
  let end = from;
  for (let i = 0; i < 8; i++) {
    detail.lastIndex = end;
    const match = detail.exec(text);
    if (!match || match[0] === '') break;
    end = detail.lastIndex;
  }
  return end;
}

const roadFirst = new RegExp(`^${roadEnd}`);
const residential = new RegExp(`^${estateEnd}`);
const office = new RegExp(`^${buildingEnd}`);
const label = labelPattern(anyOf(labels.address));

/** Whether the words before the anchor make it a person's address. */
function believed(text: string, start: number, match: RegExpExecArray): boolean {
  const name = text.slice(start, match.index);
  const named = name.replace(/ /g, '');
  const roadWord = /^[路街道巷弄里大公胡]/.test(match[0]);
  if (named.length === 0 && !label.test(before(text, start))) return false;
  if (notNumberAfter.test(after(text, match.index + match[0].length))) return false;
  const hasAdmin = admin.test(named) || named.search(knownPlace) === 0;
  if (label.test(before(text, start))) return true;
  if (office.test(match[0]) && !residential.test(match[0])) return hasAdmin;
  if (/^[村屯寨庄]/.test(match[0])) return hasAdmin || /组|队|社|屯/.test(match[0]);
  if (residential.test(match[0])) return !/^[苑庭]/.test(match[0]) || named.length >= 2;
  const road = named + (roadFirst.exec(match[0])?.[0] ?? '');
  return roadWord && (hasAdmin || !noRoad.test(road)) && !/(?:网络|互联|铁|一)$/.test(named);
}

const fieldStarts = startsOf(wordsOf(labels.addressField));
const labelled = new RegExp(
  `(?:${anyOf(labels.addressField)})(?:是|为)? ?[:]? ?([${han}][${han}0-9A-Za-z -]{2,49})`,
  'y',
);
/** Ends the value of a form field. */
const fieldEnd = new RegExp(`(?:${anyOf(lists.stop)}| {2})`);
const villageEnd = /村(?!委|民|级|务|镇|干部|支书)/g;
const village = new RegExp(`[${han}]{2,12}(?:县|区|市|旗)[${han}]{1,8}(?:镇|乡|街道)[${han}]{1,7}村$`);

function* fromLabels(text: string) {
  for (const match of matchesAt(text, fieldStarts(text), labelled)) {
    const value = match[1] ?? '';
    const start = match.index + match[0].length - value.length;
    const written = value.trimEnd();
    const parts = [...written.matchAll(smallAdmin)];
    const known = written.search(knownPlace) === 0;
    if (!known && parts.length === 0) continue;
    const levels = /[路街道巷弄村号楼室栋幢座]|小区|花园|大厦/.test(written) ? 2 : parts.length;
    if (levels < 2 && !(known && parts.length > 0)) continue;
    const stop = fieldEnd.exec(written)?.index;
    const length = written.slice(0, stop).trimEnd().length;
    if (length > 2) yield { start, end: start + length };
  }
}

/** Addresses that reach a house, a flat or a village. A region alone (北京市朝阳区) is not personal. */
export const findAddresses: Detector = function* ({ folded }) {
  for (const match of folded.matchAll(anchor)) {
    const start = beginning(folded, match.index);
    if (start > match.index || !believed(folded, start, match)) continue;
    yield { kind: 'address', start, end: finish(folded, match.index + match[0].length) };
  }
  for (const range of fromLabels(folded)) yield { kind: 'address', ...range };
  for (const { index } of folded.matchAll(villageEnd)) {
    if (!village.test(folded.slice(Math.max(0, index - reach), index + 1))) continue;
    const start = beginning(folded, index);
    if (start < index - 5) yield { kind: 'address', start, end: index + 1 };
  }
};

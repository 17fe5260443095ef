import lists from '../../resources/privacy/plate.json' with { type: 'json' };
import type { Detector } from './hit.ts';
import { after, before, labelPattern, otherNumber, scan } from './scan.ts';
import { anyOf } from './words.ts';

const province = `[${lists.province}]`;
const sign = '[A-HJ-NP-Z0-9]';
const forms = [
  String.raw`[A-HJK]${sign}\d{4}`,
  String.raw`\d{5}[A-HJK]`,
  `${sign}{5}`,
  `${sign}{4}[挂学警港澳使领超]`,
];
/** Ordinary (5 signs), new-energy (6), and special endings: trailers, driving schools, police, consulates. */
const plate = new RegExp(`${province} ?[A-HJ-NP-Z] ?[·•・.-]? ?(?:${forms.join('|')})(?![A-Za-z0-9])`, 'gi');
const consular = new RegExp(
  String.raw`(?:使\d{6}|(?<![A-Za-z])WJ ?${province}? ?·?\d{4}[0-9A-Z])(?![A-Za-z0-9])`,
  'g',
);

const carLabel = labelPattern(anyOf(lists.label));
/** 最新A12345, 阿里云B12345: the province's character ends another word. */
const insideWord = new RegExp(
  `(?:${Object.entries(lists.insideWord)
    .map(([end, fronts]) => `[${fronts}]${end}`)
    .join('|')})$`,
);
const codeAfter = /^ ?(?:型|款|版|系列|号(?:文|楼|产品|样品|零件)|批次|规格|订单)/;

/** Licence plates. Without a label, at least three of the signs must be digits, as on every real plate. */
export const findPlates: Detector = function* ({ folded }) {
  for (const range of scan(folded, plate, (match) => {
    const end = match.index + match[0].length;
    const front = before(folded, match.index);
    if (carLabel.test(front)) return end;
    if (match[0].replace(/\D/g, '').length < 3 || otherNumber.test(front)) return null;
    return insideWord.test(front + match[0][0]) || codeAfter.test(after(folded, end)) ? null : end;
  }))
    yield { kind: 'plate', ...range };
  for (const range of scan(folded, consular, (match) =>
    /^WJ/.test(match[0]) || carLabel.test(before(folded, match.index)) ? match.index + match[0].length : null,
  ))
    yield { kind: 'plate', ...range };
};

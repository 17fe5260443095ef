import type { Detector } from './hit.ts';
import { after, before, labelPattern, otherNumber, scan } from './scan.ts';

const province = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
const sign = '[A-HJ-NP-Z0-9]';
/** Ordinary (5 signs), new-energy (6), and the special endings of trailers, schools, police and consulates. */
const plate = new RegExp(
  `[${province}] ?[A-HJ-NP-Z] ?[·•・.-]? ?(?:[A-HJK]${sign}\\d{4}|\\d{5}[A-HJK]|${sign}{5}|${sign}{4}[挂学警港澳使领超])(?![A-Za-z0-9])`,
  'gi',
);
const consular =
  /(?:使\d{6}|(?<![A-Za-z])WJ ?[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]? ?·?\d{4}[0-9A-Z])(?![A-Za-z0-9])/g;

const carLabel = labelPattern('车牌|车牌号|牌照|号牌|车号|车辆|车');
/** 最新A12345, 阿里云B12345: the province's sign ends another word. */
const insideWord =
  /(?:[最更全创革翻崭焕刷重清维]新|[里讯为度动东信天]云|[年丹]青|[尊珍昂宝]贵|[安康丁列]宁|[漆乌昏墨]黑|[自]?辽宁|东京|[甘]甘)$/;
const codeAfter = /^ ?(?:型|款|版|系列|号(?:文|楼|产品|样品|零件)|批次|规格|订单)/;

/** Licence plates; without a label at least three of the signs must be digits, as on every real plate. */
export const findPlates: Detector = function* ({ folded }) {
  for (const place of scan(folded, plate, (match) => {
    const end = match.index + match[0].length;
    const front = before(folded, match.index);
    if (carLabel.test(front)) return end;
    if (match[0].replace(/\D/g, '').length < 3 || otherNumber.test(front)) return null;
    return insideWord.test(front + match[0][0]) || codeAfter.test(after(folded, end)) ? null : end;
  }))
    yield { kind: 'plate', ...place };
  for (const place of scan(folded, consular, (match) =>
    /^WJ/.test(match[0]) || carLabel.test(before(folded, match.index)) ? match.index + match[0].length : null,
  ))
    yield { kind: 'plate', ...place };
};

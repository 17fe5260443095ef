/**
 * Tries a bounded pattern at every place. A match that `accept` refuses is retried one character on,
 * so that a wrong start never hides a right one inside it.
 * @param pattern a global pattern of bounded length
 * @param accept the end of the hit, or null
 */
export function* scan(
  text: string,
  pattern: RegExp,
  accept: (match: RegExpExecArray) => number | null,
): Generator<{ start: number; end: number }> {
  const local = new RegExp(pattern.source, pattern.flags);
  for (let match = local.exec(text); match; match = local.exec(text)) {
    const end = accept(match);
    if (end !== null && end > match.index) yield { start: match.index, end };
    local.lastIndex = end !== null && end > match.index ? end : match.index + 1;
  }
}

const labelWindow = 20;

/** The few characters in front of a place, for labels; bounded, so that scanning stays linear. */
export const before = (text: string, start: number): string =>
  text.slice(Math.max(0, start - labelWindow), start);

/** The few characters behind a place. */
export const after = (text: string, end: number): string => text.slice(end, end + labelWindow);

/** Digits alone, separators dropped. */
export const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** Chinese characters, inside a class. */
export const han = '\\u4e00-\\u9fff';

/** Values of that form with that label right in front. @param form a global pattern of bounded length */
export const labelled = (text: string, label: RegExp, form: RegExp) =>
  scan(text, form, (match) => (label.test(before(text, match.index)) ? match.index + match[0].length : null));

const link = String.raw`(?:号码|号|编码)?(?:\([^()⟦⟧]{1,8}\))? ?(?:是|为)?[ \t\n]{0,2}[:#=]?[ \t\n]{0,2}$`;

/** Ends with one of the words, as a label in front of a value: `words`, then 号码, 为, a colon or nothing. */
export const labelPattern = (words: string): RegExp => new RegExp(`(?:${words})${link}`, 'i');

/** Labels of numbers that are nobody's: an order number stays, whatever it looks like. */
export const otherNumber = labelPattern(
  '单号|订单|编号|流水|批号|批次|序列|货号|型号|条码|条形码|料号|合同|凭证|发票|发票代码|票号|工单|案号|文号|备案|许可证|' +
    '交易|业务|受理|学号|工号|考号|准考证|档案|车架|发动机|时间戳|版本|端口|金额|余额|数量|总数|物料|产品代码|商品|资产|' +
    '(?<![A-Za-z])(?:SKU|SN|S/N|NO|No\\.|ISBN|ISSN|IMEI|MEID|IMSI|ICCID|EAN|UPC|ID|uid|order|PO|timestamp|ts|QQ群|群)',
);

/** An amount or a count follows. */
export const unitAfter =
  /^ ?(?:元|万|亿|美元|港元|欧元|日元|人民币|RMB|CNY|USD|股|吨|字节|毫秒|微秒|秒|步|平方|公里|千米|米|千克|克|kg|km|个(?!人)|件|人次|次|票|[%‰]|bytes?|KB|MB|GB|ms\b)/i;

/** A price sign or a decimal point touches the number in front. */
export const amountBefore = /(?:[$¥€£]|\d[.,]|RMB|CNY|USD) ?$/i;

import type { Detector } from './hit.ts';
import { before, scan } from './scan.ts';

const label =
  /(?:微信号|微信ID|微信(?=[ ]?[:是为])|(?<![A-Za-z])(?:QQ号码?|QQ(?= ?[:是为])|QQ|VX|WX|wechat(?: ?id)?)|支付宝账号|支付宝(?= ?[:是为])|抖音号|微博账号|钉钉号)(?:是|为)?[ \t]?[:]?[ \t]?$/i;
const value = /(?<![A-Za-z0-9_-])(?:[A-Za-z][-_A-Za-z0-9]{5,19}|\d{5,12})(?![A-Za-z0-9_@-]|\.[A-Za-z0-9])/g;

/** Names in messengers; nothing but the label in front tells them from other words. */
export const findAccounts: Detector = function* ({ folded }) {
  for (const place of scan(folded, value, (match) =>
    label.test(before(folded, match.index)) ? match.index + match[0].length : null,
  ))
    yield { kind: 'account', ...place };
};

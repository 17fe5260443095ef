import lists from '../../resources/privacy/labels.json' with { type: 'json' };
import type { Detector } from './hit.ts';
import { labelled } from './scan.ts';
import { anyOf } from './words.ts';

const ending = String.raw`(?:是|为)?[ \t]?[:]?[ \t]?$`;
const latin = '(?<![A-Za-z])(?:QQ号码?|QQ|VX|WX|wechat(?: ?id)?)';
/** Without a colon or a verb, 微信 and 支付宝 mostly refer to the apps. */
const stated = '(?:微信|支付宝)(?= ?[:是为])';
const label = new RegExp(`(?:${anyOf(lists.messenger)}|${stated}|${latin})${ending}`, 'i');
const value = /(?<![A-Za-z0-9_-])(?:[A-Za-z][-_A-Za-z0-9]{5,19}|\d{5,12})(?![A-Za-z0-9_@-]|\.[A-Za-z0-9])/g;

/** 加我微信zw8899: without a colon, only a value that holds a digit is an account. */
const bareLabel = /微信 ?$/;
const bareValue =
  /(?<![A-Za-z0-9_-])(?=[-_A-Za-z]*\d)[A-Za-z][-_A-Za-z0-9]{5,19}(?![A-Za-z0-9_@-]|\.[A-Za-z0-9])/g;

/** Bank account numbers, and patient and insurance numbers. */
const numbered: readonly (readonly [label: RegExp, value: RegExp])[] = [
  [
    new RegExp(`(?:账号|帐号|账户|帐户)(?:号码)?${ending}`),
    /(?<![0-9A-Za-z_.-])\d{9,25}(?![0-9A-Za-z_]|\.\d)/g,
  ],
  [
    new RegExp(`(?:${anyOf(lists.patient)})(?:码)?${ending}`),
    /(?<![0-9A-Za-z_.-])[A-Za-z]{0,2}\d(?:-?\d){4,17}(?![0-9A-Za-z_]|\.\d)/g,
  ],
];

/**
 * Names in messengers, bank account numbers and patient numbers. Their form is not specific, so a label in front is
 * required.
 */
export const findAccounts: Detector = function* ({ folded }) {
  for (const [words, number] of [[label, value], [bareLabel, bareValue], ...numbered] as const)
    for (const range of labelled(folded, words, number)) yield { kind: 'account', ...range };
};

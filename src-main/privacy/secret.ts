import type { Detector } from './hit.ts';
import { labelled } from './scan.ts';

const label = /(?:密码|口令|验证码|校验码|动态码|(?<![A-Za-z])PIN码?)(?:是|为)?[ \t]?:?[ \t]?$/i;
/** The value must hold a digit, but not be a year or a count of digits: 密码 2024年更新, 密码1234位. */
const character = '[A-Za-z0-9!@#$%^&*_+=.-]';
const noDigit = '[A-Za-z!@#$%^&*_+=.-]';
const value = new RegExp(
  String.raw`(?<!${character})(?=${noDigit}{0,31}\d)${character}{3,31}[A-Za-z0-9!@#$%&*]` +
    '(?![A-Za-z0-9_年月日位个次天条款号])',
  'g',
);

/** Passwords and codes after a label. */
export const findSecrets: Detector = function* ({ folded }) {
  for (const range of labelled(folded, label, value)) yield { kind: 'secret', ...range };
};

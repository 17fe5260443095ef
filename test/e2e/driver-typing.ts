import { insert, unitsOf } from '../support/text-model.ts';
import type { Driver } from './driver.ts';

/** What the random writer types. */

export const words = [
  '通知',
  '会议',
  '请各部门',
  '，',
  '。',
  '北京',
  '𠮷',
  '一',
  '材料',
  '按时',
  '：',
  '关于',
];

export const chinese = (driver: Driver) =>
  Array.from({ length: 1 + driver.below(3) }, () => driver.pick(words)).join('');

export async function type(driver: Driver, text: string): Promise<void> {
  driver.note(JSON.stringify(text));
  await driver.page.keyboard.type(text);
  driver.escaped = false;
  await driver.expectText(insert(driver.text, unitsOf(text)));
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { seededRng } from '../../src-main/base/rng.ts';
import { predict } from '../../src-main/completion/predict.ts';
import { withoutPersonal } from '../../src-main/completion/private.ts';
import { documentIndex } from '../../src-main/phrases/document-index.ts';
import { slotted } from '../../src-main/phrases/slotted.ts';
import { mayHoldName } from '../../src-main/privacy/free-names.ts';
import { enter } from '../phrases/own-phrases-world.ts';

/** What is personal in 300 documents of a writer's is never offered in another one. */

const seed = 20_261_127;
const random = seededRng(seed);
const some = <T>(values: ArrayLike<T>): T => values[Math.floor(random() * values.length)] as T;
const digits = (count: number) => Array.from({ length: count }, () => some('0123456789')).join('');
const below = (count: number) => 1 + Math.floor(random() * count);

const name = () =>
  some('王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高') +
  some('建志国文晓春秀丽海明') +
  some('军强芳玲华伟敏静涛磊');
/** Names that many documents have, where nothing says that they are names. */
const often = [name(), name()];
const area = () => some(['110105', '310104', '440106', '330106', '510107']);
function residentId(): string {
  const born = `19${60 + below(39)}${String(below(12)).padStart(2, '0')}${String(below(28)).padStart(2, '0')}`;
  const head = `${area()}${born}${digits(3)}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(head[i]), 0);
  return head + '10X98765432'[sum % 11];
}
const road = () => some(['文化', '中山', '解放', '体育', '望京', '建设']) + some(['路', '街', '大道']);
const address = () =>
  `${some(['杭州市西湖区', '郑州市金水区', '广州市天河区', '成都市武侯区'])}${road()}${below(300)}号${below(20)}栋${below(30)}室`;
const amount = () =>
  some([`${below(900)}.${digits(2)}`, `${below(99)},${digits(3)}.${digits(2)}`, `${below(900)}`]);
const date = () => `${2020 + below(6)}年${below(12)}月${below(28)}日`;

/** What is planted stands between « and ». */
const document = () =>
  [
    '关于召开年度工作会议的通知',
    '各科室、各直属单位：',
    `根据工作安排，经研究，决定于«${date()}»召开年度工作会议，现将有关事项通知如下：`,
    `一、会议由«${name()}»同志主持，由«${name()}»负责会务工作。`,
    `二、本次会议经费预算为«${amount()}»万元，由办公室统一支出。`,
    `三、会议地址：«${address()}»，请提前安排好手头工作。`,
    `四、请各单位于«${date()}»前将参会人员名单报送办公室，联系人：«${name()}»，联系电话：«1${some('3578')}${digits(9)}»。`,
    `五、外聘专家«${name()}»，身份证号：«${residentId()}»，劳务费按«${amount()}»元支付。`,
    `六、免去«${some(often)}»的副主任职务，同意«${some(often)}»的意见，表彰«${some(often)}»等三名先进个人。`,
    '特此通知，请遵照执行。',
  ].join('\n');

/** A text without marks, and where in it the planted values stand. */
function unmarked(marked: string) {
  const values: { start: number; value: string }[] = [];
  let text = '';
  for (const [i, piece] of marked.split(/[«»]/).entries()) {
    if (i % 2 === 1) values.push({ start: text.length, value: piece });
    text += piece;
  }
  return { text, values };
}

test(`no name, number, address, amount or date of other documents is offered (seed ${seed})`, async () => {
  const world = enter();
  const documents = Array.from({ length: 300 }, () => unmarked(document()));
  for (const [i, { text }] of documents.entries()) writeFileSync(join(world.folder, `${i}.txt`), text);
  world.own.enable(true);
  await world.own.addFolder(world.folder);
  await world.own.idle();
  const { index } = world.own;
  expect(world.own.state().folders[0]?.documents).toBe(300);

  const offersAt = (written: string) => {
    const before = slotted(written);
    const offers = predict(before, { index, phrasebook: null, document: documentIndex(before, '') });
    return withoutPersonal(
      offers.map((one) => ({ ...one, origin: one.kind })),
      before,
      { slotted, mayHoldName },
    );
  };
  const names = new Set(documents.flatMap(({ values }) => values.map(({ value }) => value)));
  const given = [...names].filter((value) => /^\p{Script=Han}{3}$/u.test(value));
  const streets = [...names].filter((value) => /室$/.test(value)).map((value) => value.slice(3, 6));
  let asked = 0;
  let offered = 0;
  for (const [i, { text, values }] of documents.entries()) {
    for (const { start, value } of values) {
      // Half of it typed already, in every third document.
      for (const typed of i % 3 === 0 ? [0, Math.ceil(value.length / 2)] : [0]) {
        for (const offer of offersAt(text.slice(0, start + typed))) {
          offered++;
          expect(offer.text).not.toMatch(/[0-9０-９]/);
          expect(streets.filter((one) => offer.text.includes(one))).toEqual([]);
          expect(given.filter((one) => offer.text.includes(one.slice(1)))).toEqual([]);
        }
        asked++;
      }
    }
  }
  // Text that is not personal does go on.
  expect(offersAt('根据工作安排，经研究，').map((one) => one.text[0])).toContain('决');
  expect(asked).toBeGreaterThan(300 * 10);
  expect(offered).toBeGreaterThan(0);
});

import { expect, test } from 'vitest';
import { seededRng } from '../../src-main/base/rng.ts';
import { predict } from '../../src-main/completion/predict.ts';
import { withoutPersonal } from '../../src-main/completion/private.ts';
import { documentIndex } from '../../src-main/phrases/document-index.ts';
import { slotted } from '../../src-main/phrases/slotted.ts';
import { beginsWord } from '../../src-main/privacy/common-words.ts';
import { mayHoldName } from '../../src-main/privacy/free-names.ts';
import { memoryIndex } from '../support/memory-index.ts';

/**
 * What is personal in running text, where no label tells it, is not offered, though two documents say it in the same
 * words: what one document alone says is never offered.
 */

const seed = Date.now() % 1_000_000;
const random = seededRng(seed);
const below = (limit: number) => Math.floor(random() * limit);
const some = (values: string) => [...values][below([...values].length)] as string;
const one = <T>(values: readonly T[]) => values[below(values.length)] as T;
const digits = (count: number) => Array.from({ length: count }, () => some('0123456789')).join('');

const surnames =
  '王李张刘陈杨赵黄周吴徐孙胡朱郭何罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊陆郝孔崔康毛邱秦史顾侯邵孟段雷钱汤尹黎易武贺赖龚';
const givens =
  '伟芳娜敏静丽强磊军洋勇艳杰娟涛超秀霞刚桂英玲梅燕萍琴莲珍凤鹏飞斌辉浩轩涵琪诗颖婷倩莉琳媛瑶莹洁琼蓉薇岚桐楠锋铭鑫钧瑜坤震霖骏翔俊彦翰悦欣怡';
const others = '琰祎垚淼犇羿翀煊瞳麒';

/** Where a name may stand; the words in front of it are those of one affair alone. */
const frames = [
  '昨天和«»一起去了',
  '会后把底稿交给«»存档',
  '是«»先发现的',
  '听«»说下周还要复查',
  '当时«»在现场值守',
  '«»那边已经谈妥',
  '让«»再核对一遍',
  '车由«»开回来',
  '上周«»提出了两种办法',
  '据«»反映情况属实',
  '我和«»商量后决定照旧',
  '免去«»的职务',
  '授予«»先进个人称号',
  '看见«»在门口登记',
  '经«»同意后照办',
  '多亏«»帮忙才办成',
  '只有«»没有签到',
  '钥匙在«»手里',
];
const places = ['东郊', '河西', '老城', '新港', '北山', '南湾'];
const things = ['仓库', '厂房', '食堂', '机房', '泵站', '苗圃', '校舍'];
const affairs = ['盘点', '检修', '验收', '搬迁', '清查', '改造', '值守'];

/** 陆军 and 潘婷 are words as well, and 雷锋 begins 雷锋刚: such a name cannot be told from the word, and is offered. */
function noWord(make: () => string): string {
  for (;;) {
    const name = make();
    if (!beginsWord(name)) return name;
  }
}

const kinds: Readonly<Record<string, () => string>> = {
  'two characters': () => noWord(() => some(surnames) + some(givens)),
  'two characters, a rare one': () => some('王李张刘陈杨赵黄周吴') + some(others),
  'three characters': () => noWord(() => some(surnames) + some(givens) + some(givens)),
  'a surname of two': () =>
    noWord(() => one(['欧阳', '司马', '上官', '诸葛', '慕容', '皇甫', '尉迟']) + some(givens)),
  'with a dot': () => `${one(['阿依古丽', '买买提', '迪丽'])}·${one(['库尔班', '热合曼', '艾山'])}`,
  phone: () => `1${some('3578')}${digits(9)}`,
  'phone with spaces': () => `1${some('3578')}${digits(1)} ${digits(4)} ${digits(4)}`,
  card: () => `62${digits(17)}`,
  email: () => `${one(['wang', 'li', 'zhao'])}${digits(3)}@${one(['qq', '163', 'sina'])}.com`,
  plate: () => `${some('京沪粤浙苏鲁')}${some('ABCD')}${some('KLMN')}${digits(4)}`,
  amount: () => `${digits(3)}.${digits(2)}`,
  date: () => `20${digits(2)}年${1 + below(12)}月${1 + below(28)}日`,
  address: () => `${one(['文三', '中山', '体育'])}路${1 + below(300)}号`,
};

const each: Readonly<Record<string, number>> = { 'two characters': 200, 'three characters': 40 };
const planted = Object.entries(kinds).flatMap(([kind, make]) =>
  Array.from({ length: each[kind] ?? 12 }, (_, i) => {
    const affair = one(places) + one(things) + one(places) + one(things) + one(affairs);
    const [left = '', right = ''] = `${affair}时${frames[i % frames.length]}`.split('«»');
    return { kind, left, right, value: make() };
  }),
);

/** What of a value an offer must not hold where the first `typed` characters stand before it. */
function tells(text: string, value: string, typed: number): boolean {
  if (/[0-9]/.test(text)) return true;
  const rest = value.slice(typed);
  const least = Math.min(2, rest.length);
  if (typed > 0 && text.startsWith(rest.slice(0, 1))) return true;
  for (let at = 0; at + least <= rest.length; at++)
    if (text.includes(rest.slice(at, at + least))) return true;
  return false;
}

test(`of ${planted.length} pieces of personal data in running text none is offered (seed ${seed})`, () => {
  expect(planted.length).toBeGreaterThan(300);
  const sentences = planted.map(({ left, value, right }) => `${left}${value}${right}。`);
  const documents = [...sentences, ...sentences].map((text, i) => ({
    title: `${i}`,
    text: slotted(`纪要\n${text}\n`),
  }));
  const index = memoryIndex(documents);
  const leaked: string[] = [];
  let offered = 0;
  for (const { kind, left, value } of planted) {
    for (const typed of [0, 1]) {
      const before = slotted(`记录\n${left}${value.slice(0, typed)}`);
      const sources = { index, phrasebook: null, document: documentIndex(before, '') };
      const offers = predict(before, sources).map((offer) => ({ ...offer, origin: offer.kind }));
      const shown = withoutPersonal(offers, before, { slotted, mayHoldName });
      offered += offers.length;
      for (const { text } of shown)
        if (tells(text, value, typed)) leaked.push(`${kind}: ${left}${value.slice(0, typed)} → ${text}`);
    }
  }
  expect(leaked).toEqual([]);
  // The names are there: without the look at the text that would come about they are offered.
  expect(offered).toBeGreaterThan(100);
});

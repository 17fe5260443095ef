import type { Detector } from './hit.ts';
import { knownPlace } from './places.ts';
import { after, before, han, labelPattern, scan } from './scan.ts';

const numeral = '一二三四五六七八九十百零〇';
const number = `(?:[甲乙丙丁附]?\\d{1,5}(?: ?[-之/~] ?\\d{1,5}){0,3}[A-Za-z]?|[A-Za-z]\\d{0,4}|[${numeral}]{1,5}|[甲乙丙丁东西南北])`;
const unit = '(?:号楼|号院|号门|号|弄|栋|幢|座|单元|室|层|楼|户|房|门|组|队|社|期|区|支弄|铺|梯)';
const roadEnd = '(?:大街|大道|公路|胡同|[路街道巷弄里](?:[东西南北中]?[段路里侧街])?)';
const estateEnd =
  '(?:小区|花园|家园|公寓|新村|新苑|佳苑|嘉苑|雅苑|嘉园|佳园|名苑|家属院|家属楼|宿舍|宿舍楼|名邸|豪庭|公馆|社区|华府|雅居|新城|[苑庭])';
const buildingEnd =
  '(?:大厦|广场|中心|大楼|写字楼|商城|产业园|工业园|科技园|软件园|创业园|园区|城|大学|学院|医院|研究院|厂)';

/** Road and house number; house number and unit in an estate; group in a village. */
const anchor = new RegExp(
  `(?:${roadEnd} ?(?:${number} ?(?:号院|号楼|号|弄|巷|里)|\\d{1,5}(?:-\\d{1,4}){1,3}(?![\\d-]))|` +
    `(?:${estateEnd}|${buildingEnd}) ?(?:[${han}]{0,2}区 ?)?(?:${number} ?(?:号楼|栋|幢|座|单元|室|号|层|楼)|\\d{1,3}(?:-\\d{1,4}){1,3}(?![\\d-]))|` +
    `[村屯寨庄] ?(?:${number} ?(?:组|号|队|社|屯|巷|栋|幢)))`,
  'g',
);
/** What may follow: further units, with or without a name of their own in between. */
const detail = new RegExp(
  `(?: ?[,，、]? ?[${han}A-Za-z]{0,8}(?:${estateEnd}|${buildingEnd}))?(?: ?[${han}A-Za-z]{0,6}?)?? ?${number} ?${unit}(?![${han}]?[线文令])|` +
    ` ?(?:${estateEnd}|[${han}]{2,8}${estateEnd}|[${han}A-Z]{2,8}(?:大厦|广场|大楼|写字楼|产业园|工业园|科技园|软件园))| ?-? ?\\d{2,5}(?: ?[室号])?(?![\\d元万月年.])`,
  'y',
);

/** Words in front of an address that are no part of it. */
const leadIn = new RegExp(
  '(?:地址|住址|住所|位于|坐落于|坐落在|家住|现住|暂住|居住于|居住在|居住|户籍|户口|寄到|寄往|寄至|送到|送至|送往|发往|发到|搬到|搬至|迁至|迁到|注册地|办公地点|地点|来自|' +
    '到达|前往|抵达|赶到|来到|回到|路过|途经|前去|公司|门店|单位|我家|他家|她家|快递|现场|联系|请|[在到住寄往从的是去了来送因将把对被让叫说、为]|' +
    '于(?![洪都田家谦])|和(?![平县田林顺龙静硕政谐兴美义睦济悦])|与|及|至(?![善诚德])|由|向(?![阳前荣东西南北上日塘]))',
  'g',
);
const wordBreak = new RegExp(`[^${han}0-9A-Za-z ]`);

/** 线路2号, 高速公路3号, 渠道1号: a word that ends as a road does. */
const noRoad =
  /(?:线|电|道|铁|网|思|管|回|通|油|气|水|一|半|套|门|走|上|下|进|出|陌|销|渠|频|轨|赛|隧|味|报|知|弯|车|跑|航|河|弹|霸|人行|高速公|省|公|国|快|匝|主干|干|管|这|那|每|各|哪|公里|心|手|表|邻|夜|票|地|第[一二三四五六七八九十\d]{1,3})(?:路|道|里|公路|街)$/;
const notNumberAfter =
  /^ ?(?:线|文|令|文件|公告|机组|机|台|标段|地块|样品|车间|车|桥|锅炉|泵|风机|井|产品|会议|选手|项目|字|门诊|议|方案)/;
const admin = new RegExp(`[${han}]{2,7}(?:省|市|自治区|自治州|盟|区|县|旗|镇|乡|街道|街道办)`);
const smallAdmin = new RegExp(`[${han}]{1,7}(?:省|市|自治州|自治区|区|县|旗|镇|乡|街道)`, 'g');

const reach = 40;

/** Where the address that runs up to `anchorAt` begins. */
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
  // A number belongs to the address only after a name: 2号幸福路 begins at 幸福路.
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

const residential = new RegExp(`^${estateEnd}`);
const office = new RegExp(`^${buildingEnd}`);
const label = labelPattern(
  '地址|住址|住所|家住|现住|户籍|户籍地|收货地址|通讯地址|家庭住址|邮寄地址|联系地址|居住地|送货地址|现居住地|常住地|住处',
);

/** Whether the words in front make this anchor somebody's address. */
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
  const road = named + (new RegExp(`^${roadEnd}`).exec(match[0])?.[0] ?? '');
  return roadWord && (hasAdmin || !noRoad.test(road)) && !/(?:网络|互联|铁|一)$/.test(named);
}

const labelled = new RegExp(
  `(?<=(?:地址|住址|住所|户籍地?|居住地|常住地|住处|家住|现住)(?:是|为)? ?[:]? ?)[${han}][${han}0-9A-Za-z -]{2,49}`,
  'g',
);
const village = new RegExp(
  `[${han}]{2,12}(?:县|区|市|旗)[${han}]{1,8}(?:镇|乡|街道)[${han}]{1,7}村(?!委|民|级|务|镇|干部|支书)`,
  'g',
);

function* fromLabels(text: string) {
  for (const match of text.matchAll(labelled)) {
    const written = match[0].trimEnd();
    const parts = [...written.matchAll(smallAdmin)];
    const known = written.search(knownPlace) === 0;
    if (!known && parts.length === 0) continue;
    const levels = /[路街道巷弄村号楼室栋幢座]|小区|花园|大厦/.test(written) ? 2 : parts.length;
    if (levels < 2 && !(known && parts.length > 0)) continue;
    const stop = /(?:的|是|在|联系|电话|手机|邮编|邮政|收件|姓名|身份证| {2})/.exec(written)?.index;
    const value = written.slice(0, stop).trimEnd();
    if (value.length > 2) yield { start: match.index, end: match.index + value.length };
  }
}

/** Addresses down to a house, a flat or a village; a region alone (北京市朝阳区) is nobody's. */
export const findAddresses: Detector = function* ({ folded }) {
  for (const match of folded.matchAll(anchor)) {
    const start = beginning(folded, match.index);
    if (start > match.index || !believed(folded, start, match)) continue;
    yield { kind: 'address', start, end: finish(folded, match.index + match[0].length) };
  }
  for (const place of fromLabels(folded)) yield { kind: 'address', ...place };
  for (const place of scan(folded, village, (match) => match.index + match[0].length)) {
    const start = beginning(folded, place.end - 1);
    if (start < place.end - 6) yield { kind: 'address', start, end: place.end };
  }
};

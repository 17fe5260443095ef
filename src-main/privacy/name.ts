import type { Detector } from './hit.ts';
import { holdsGrammar, isFreeName, isFullName, isName } from './name-shape.ts';
import { han, scan } from './scan.ts';
import { anySurname, compound, plainSurname } from './surnames.ts';

const given = `[${han}]`;

const people =
  '联系人|收件人|收货人|寄件人|发件人|经办人|负责人|申请人|被申请人|委托人|受托人|代理人|法定代表人|法人代表|法人|法定代理人|监护人|担保人|借款人|出租人|承租人|投保人|被保险人|受益人|' +
  '报案人|当事人|原告|被告|证人|嫌疑人|死者|伤者|户主|车主|业主|房东|租客|买方代表|卖方代表|持卡人|开户人|收款人|付款人|汇款人|签收人|审批人|审核人|填表人|制表人|记录人|主持人|发言人|' +
  '候选人|应聘者|求职者|推荐人|介绍人|紧急联系人|患者|病人|病患|产妇|患儿|客户|顾客|会员|员工|职工|学生|家长|同学|同事|老师|教师|医生|医师|护士|主任|经理|总经理|董事长|总裁|总监|局长|处长|科长|' +
  '院长|校长|书记|县长|市长|省长|镇长|村长|工程师|律师|法官|检察官|司机|记者|编辑|作者|教授|研究员|博士|先生|女士|小姐|父亲|母亲|妻子|丈夫|儿子|女儿|配偶|队长|组长|班长|店长|秘书|助理|会计|出纳|专员|主管|同志|主播|导演|家属|买家|卖家|术者|科员|店员|成员|党员|队员|组员|办事员|业务员|营业员|驾驶员|快递员|技术员|质检员|安全员|保管员|调度员|值班员|联络员|保安|保洁|之子|之女|之妻|之夫|其子|其女|其妻|其夫|其父|其母';
const forms =
  '姓名|名字|全名|真实姓名|中文名|曾用名|(?<!用)户名|签名|签字|署名|开户名|账户名|' +
  '[\\u4e00-\\u9fff]{1,4}姓名|(?<![A-Za-z])[Nn]ame';

/** With a colon: 值班员：, 参会人员：, 抄送：; and 我叫, 我是. */
const roles = `[${han}]{1,4}(?:人|员|者|师|长|方)(?= ?:)|[甲乙丙]方(?= ?[:(])|(?:参加|出席|列席|缺席|请假|抄送|签发|审稿|审核|校对|拟稿|复核|主讲|主刀|助手|一助|二助)(?= ?:)|我(?=叫|是)`;

/** A colon or a verb of naming makes anything name-like that follows a name. */
const told = new RegExp(
  `(?:${forms}|${people}|${roles})(?:姓名|名字)?(?:\\([^()⟦⟧]{1,6}\\))?(?: ?: ?|[ \\t]{1,3}|\\n| ?[(（]|叫|名叫|叫做|为|是)(${given}{2,4}(?:[·•・]${given}{1,8}){0,3})`,
  'g',
);
const strictForm = new RegExp(`^(?:${forms})`);
const colon = /: ?$/;
const minority = new RegExp(`^${given}{1,8}(?:[·•・]${given}{1,8}){1,3}$`);
const dotted = new RegExp(
  `(?:${forms}|${people})(?: ?: ?|[ \\t]{1,3}|叫|为|是)?(${given}{1,8}(?:[·•・]${given}{1,8}){1,3})`,
  'g',
);
/** 患者张三: nothing in between; only a known surname, and a sentence that goes on as after a name. */
const touchable = `(?:${people}|姓名|户名|签名人|本人|兹证明|授权|委托)`;
const touching = new RegExp(`${touchable}(${given}{2,4})`, 'g');
const touchedLabel = new RegExp(`^${touchable}`);

const goesOn =
  /^(?:$|[^\u4e00-\u9fffA-Za-z·]|[于因的与和在已请投打入出男女年住从就来被为是签提申表说称主诉陪将向对反映办领到告负等同及均由以并未曾不要也参认发接收要想需愿希咨购买退换付询拒仍还才又再曾拟自系一二两三四五六七八九十代下上进本]|先生|女士|小姐|电话|手机|身份证|联系|性别|地址|工号|介绍|指出|强调|组织|完成|汇报|老师|教授|医生|主任|经理|总|同志|具体|正在|目前|今|昨|去|前|携)/;
const firmEnd = /^(?:$|[^\u4e00-\u9fffA-Za-z·])/;

/**
 * The longest name that `run` begins with and that the text goes on after, as a length.
 * @param labelled a colon stands in front
 */
function nameLength(run: string, rest: string, surname: RegExp, labelled: boolean): number {
  const most = new RegExp(`^(?:${compound})`).test(run) ? 4 : 3;
  let fallback = 0;
  for (let length = Math.min(most, run.length); length >= 2; length--) {
    const word = run.slice(0, length);
    const next = run.slice(length) + rest;
    const ends = firmEnd.test(next);
    if (!isName(word, surname, labelled && ends) && !isFullName(word, ends)) continue;
    if (ends) return length;
    if (goesOn.test(next)) fallback = length;
  }
  return fallback;
}

/** Names that a form gives in full: 姓名：买合木提, ending where the field ends. */
function wholeField(run: string, rest: string): boolean {
  return (
    firmEnd.test(rest) &&
    run.length <= 4 &&
    !holdsGrammar(run) &&
    !/^(?:不详|未知|保密|匿名|暂无|待定|必填|无名|同上|如下|空白|填写|未填|拼音|电话|性别|年龄|以上|详见|职务|部门|单位|身份|未提供|张某|李某|王某)/.test(
      run,
    )
  );
}

/** 、李红梅: the next of a list. */
const another = new RegExp(`( ?[、,] ?| |和|及|与)(${given}{2,4})(?=$|[^${han}A-Za-z·]|等|和|及|与)`, 'y');

function* listedNames(text: string, from: number) {
  another.lastIndex = from;
  for (let match = another.exec(text); match; match = another.exec(text)) {
    const [, link = '', name = ''] = match;
    if (!isFreeName(name) && !(link.includes('、') && isName(name, plainSurname))) return;
    yield { start: another.lastIndex - name.length, end: another.lastIndex };
  }
}

/** 由李娜负责: who is to do something. */
const assigned = new RegExp(
  `[由请派让](${given}{2,3})(?=负责|主持|牵头|代为|承办|起草|整理|执笔|主讲|记录|转告|带队|陪同|前往|签字|签收|审核|审批|办理|对接|跟进|汇报|介绍|发言|补充|到会|参加)`,
  'g',
);

function* assignedNames(text: string) {
  for (const { index, 0: all, 1: name = '' } of text.matchAll(assigned))
    if (isFreeName(name)) yield { start: index + all.length - name.length, end: index + all.length };
}

/** @张伟, and who speaks in a chat: 王建国：收到. */
const mentioned = new RegExp(`@(${given}{2,3})(?=$|[^${han}A-Za-z·])|(?<=^|\\n)(${given}{3})(?=:)`, 'g');

function* mentionedNames(text: string) {
  for (const { index, 0: all, 1: name, 2: speaker = '' } of text.matchAll(mentioned)) {
    const known = name === undefined ? isFreeName(speaker) : isName(name, plainSurname);
    if (known) yield { start: index + (name === undefined ? 0 : 1), end: index + all.length };
  }
}

function* labelledNames(text: string) {
  for (const match of text.matchAll(told)) {
    const run = match[1] ?? '';
    const start = match.index + match[0].length - run.length;
    const rest = text.slice(start + run.length, start + run.length + 4);
    if (minority.test(run)) yield { start, end: start + run.length };
    const lead = text.slice(match.index, start);
    const labelled = colon.test(lead);
    const strict = labelled || strictForm.test(match[0]);
    const length = nameLength(run, rest, strict ? anySurname : plainSurname, labelled);
    if (length > 0) {
      yield { start, end: start + length };
      if (labelled) yield* listedNames(text, start + length);
    } else if (strictForm.test(match[0]) && labelled && wholeField(run, rest))
      yield { start, end: start + run.length };
  }
  for (const match of text.matchAll(dotted)) {
    const run = match[1] ?? '';
    yield { start: match.index + match[0].length - run.length, end: match.index + match[0].length };
  }
}

function* touchingNames(text: string) {
  for (const place of scan(text, touching, (match) => {
    const run = match[1] ?? '';
    const start = match.index + match[0].length - run.length;
    const rest = text.slice(start + run.length, start + run.length + 4);
    const length = nameLength(run, rest, plainSurname, false);
    return length > 0 ? start + length : null;
  })) {
    const label = touchedLabel.exec(text.slice(place.start, place.end));
    if (label) yield { start: place.start + label[0].length, end: place.end };
  }
}

const title =
  /先生(?![进产命活成])|女士(?!们)|小姐|太太|老师(?![傅们])|教授(?!级)|医生|医师|大夫(?!山)|护士长?|主任|经理(?!人)|总经理|副总|总监|律师|法官|局长|处长|科长|院长|校长|所长|部长|厂长|站长|队长|董事长|董事|总裁|书记|主席|工程师|师傅|同学(?![们会])|同志(?!们)|博士|会计师|警官|秘书|县长|市长|镇长|村长|阿姨|叔叔|奶奶|爷爷|总(?![是共计结体数量额价在要会算归部局署裁监编理统经得有不能公里务台行店院厂站医工队代表产商账攻清览述则线以长流分支评动爆括揽管排汇]|和(?:[为是等数]|[^\u4e00-\u9fff]|$))/g;
/** What may stand right in front of 张先生. */
const linkBefore =
  /(?:^|[^\u4e00-\u9fff]|[请找问向由与和及给跟对让叫是为经被到了的谢系知访迎致告送位名说见以同者托派陪诉听因把将在从过约邀推荐助授聘转呈]|客户|患者|病人|家长|业主|邻居|同事|房东|一位|尊敬的|亲爱的)$/;
/** 感谢王芳: the surname ends a word. */
const endsWord =
  /(?:感谢|谢谢|多谢|答谢|致谢|通常|供应|平时|甲方|乙方|双方|对方|官方|校方|院方|资方|对应|语文|英文|中文|大都|安全|客车|长江|如何|为何|任何|几何|内蒙|海关|机关|相关|有关|首都|香江|平安|公安|西安|治安|姓|项目|北方|南方)$/;

/**
 * Start of the name that ends where the title begins, or -1.
 * @param apart the title says little by itself, so that nothing may stand in front of the name
 */
function nameBefore(text: string, titleAt: number, apart: boolean): number {
  const from = Math.max(0, titleAt - 6);
  const window = text.slice(from, titleAt);
  const run = /[\u4e00-\u9fff]{0,6}$/.exec(window)?.[0] ?? '';
  for (const length of [4, 3, 2]) {
    if (run.length < length) continue;
    const word = run.slice(-length);
    const front = run.slice(0, -length);
    const open = front === '' || linkBefore.test(front);
    if (apart && !open) continue;
    if (length === 4 && !new RegExp(`^(?:${compound})`).test(word)) continue;
    if (new RegExp(`^(?:${compound})$`).test(word)) return open ? titleAt - length : -1;
    if (endsWord.test(front + word[0]) || !isName(word, open ? anySurname : plainSurname)) continue;
    return titleAt - length;
  }
  const single = run.slice(-1);
  const front = run.slice(0, -1);
  const free = front === '' || (linkBefore.test(front) && !endsWord.test(run));
  const alone = front === '' ? anySurname : plainSurname;
  return single && free && alone.test(single) && !/[全班总师东司都那和同占]/.test(single) ? titleAt - 1 : -1;
}

/** Roles that are no names, though they stand before a title and begin with a surname: 高级工程师. */
const role =
  /^(?:高级|资深|产品|项目|区域|部门|大堂|班|总|副|首席|注册|主治|全科|白衣|房产|销售|万能|金牌|康复|管理|文案|解说|班主)/;

function* titledNames(text: string) {
  for (const match of text.matchAll(title)) {
    const start = nameBefore(text, match.index, match[0] === '总');
    if (start >= 0 && !role.test(text.slice(start, match.index))) yield { start, end: match.index };
  }
}

/** Names after labels (姓名：…, 患者…) and before titles (…先生); free-standing names stay. */
export const findNames: Detector = function* ({ folded }) {
  for (const find of [labelledNames, touchingNames, titledNames, assignedNames, mentionedNames])
    for (const place of find(folded)) yield { kind: 'name', ...place };
};

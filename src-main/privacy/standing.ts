import type { Detector } from './hit.ts';
import { isFreeName } from './name-shape.ts';
import { han } from './scan.ts';
import { compound } from './surnames.ts';

/** Names with neither label nor title: believed where the surname is common and the sentence speaks of a person. */

/** Common surnames that are seldom anything else. */
const surnames =
  '王李张刘陈杨赵黄周吴徐孙胡朱郭何罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊陆郝孔崔康毛邱秦史顾侯邵孟万段雷钱汤尹黎易武乔贺赖龚肖付江林高马';
/** What may stand right in front of a name. */
const front = `(?<=^|[^${han}A-Za-z⟦]|[请找问向由与和及给跟对让叫为经被是把替陪谢]|联系|通知|告诉|告知|委托|代表|陪同|交给|发给|邀请|同事|邻居|人员有|成员有|包括|部的|科的|组的)`;
const candidates = new RegExp(`${front}(?=((?:${compound})[${han}]{1,2}|[${surnames}][${han}]{1,2}))`, 'g');

const acts =
  '说(?!明)|负责|请假|反馈|汇报|反映|告诉|通知|联系|确认|提交|整理|记录|值班|出差|加班|离职|入职|转正|转告|转达|跟进|对接|主持|牵头|出席|发言|表示|认为|指出|建议|介绍|补充|要求|提出|签字|签收|签名|来电|打电话|到岗|到场|上班|下班|住院|出院|就诊|复诊|商量|沟通|讨论|见面|同意|参加|组织|完成|处理|办理|申请|咨询|投诉|购买|下单|退货|领取|报名|报销|收到|拿到|回复|发来|送来|离开|回来|去世|结婚|主诉|自述|否认|既往|因病|患有';
const adverbs = '(?:[已也都就还又刚正将能应会要想]|已经|正在|今天|昨天|明天|上周|下周|刚才|随后)';
const own =
  '电话|手机|身份证|地址|住址|邮箱|微信|账号|账户|银行卡|病历|号码|联系方式|生日|工资|家属|合同|报销|签名|工号|快递|体检|病情|检查|处方|帮助|支持|配合|来信|指导|意见|建议|回复|儿子|女儿|妻子|丈夫|父亲|母亲|爱人|孩子|家人|父母';
/** Does what people do, has what people have, or is described as forms describe somebody. */
const person = new RegExp(
  `^(?:${adverbs}{0,2}(?:${acts})|的(?:${own})|[,(] ?[男女](?:[,;。) ]|$)|[,(]?(?:手机|电话|身份证)|于 ?\\d)`,
);
/** What follows three characters that can hardly be anything but a name. */
const goesOn =
  /^(?:$|[^\u4e00-\u9fffA-Za-z·[]|[和与及跟说在已也都就还又刚正将把被从向对给请叫让为因并来去到同今昨明上下的等]|参加|同意)/;
const ends = /^(?:$|[^\u4e00-\u9fffA-Za-z·[])/;
/** Somebody is given something, or told. */
const reached = /(?:给|通知|告诉|告知|联系|找|请|委托|转交|抄送|感谢|谢谢|人员有|成员有|包括)$/;
const lineBegins = /^$|\n$/;

/** Places and families: 吴江, 李家. */
const isPlace = (name: string): boolean => /[家庄江山河湖海州城东南西北国]$/.test(name);
/** Whoever stands for anybody. */
const anybody = /^(?:张三|李四|王五|赵六)$/;
/** 王小明: parents do not choose 小 alone. */
const isNamed = (name: string): boolean =>
  anybody.test(name) ||
  isFreeName(name) ||
  (name[1] === '小' && name.length === 3 && isFreeName(`${name[0]}${name[2]}`));

/** Whether two characters are somebody, by what stands on both sides. */
function isAddressed(text: string, at: number, next: string): boolean {
  const before = text.slice(Math.max(0, at - 3), at);
  return (ends.test(next) && reached.test(before)) || (next.startsWith(':') && lineBegins.test(before));
}

/** The name that `run` begins with, the longer one first; null where none is believed. */
function nameAt(text: string, at: number, run: string): string | null {
  for (const name of [run, run.slice(0, -1)]) {
    if (name.length < 2 || !isNamed(name)) continue;
    const next = text.slice(at + name.length, at + name.length + 12);
    if (person.test(next)) return name;
    const believed =
      name.length > 2 || anybody.test(name)
        ? goesOn.test(next)
        : !isPlace(name) && isAddressed(text, at, next);
    if (believed) return name;
  }
  return null;
}

/** 周杰和吴倩: two that are joined speak for each other. */
const pair = new RegExp(
  `${front}([${surnames}][${han}])([和与及、])([${surnames}][${han}])(?=$|[^${han}A-Za-z·[]|一[起同道]|[都也已在去到来说将]|两|商|共|分别|负责|参加)`,
  'g',
);

export const findStanding: Detector = function* ({ folded }) {
  for (const { index, 1: run = '' } of folded.matchAll(candidates)) {
    const name = nameAt(folded, index, run);
    if (name !== null) yield { kind: 'name', start: index, end: index + name.length };
  }
  for (const { index, 1: one = '', 3: other = '' } of folded.matchAll(pair)) {
    if (![one, other].every((name) => isFreeName(name) && !isPlace(name))) continue;
    yield { kind: 'name', start: index, end: index + 2 };
    yield { kind: 'name', start: index + 3, end: index + 5 };
  }
};

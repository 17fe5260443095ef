import type { Detector } from './hit.ts';
import { beginsWord } from './name-shape.ts';
import { han } from './scan.ts';

/** How colleagues call each other: 小张, 老李, 王姐. */

/** Surnames that make no word with 小, 老 or 姐: not 小马, 小白, 小段, 老赖, 帅哥. */
const surnames =
  '张王李赵刘陈杨吴徐朱郭何罗郑梁谢宋唐许韩冯邓曹彭曾肖袁潘蒋蔡余杜程苏魏吕丁沈姚卢姜崔钟谭陆汪范廖贾韦邹孟秦邱尹薛侯龚邵武戴莫郝顾贺陶黎周孙胡董高夏任倪';
/** Surnames that do: 小马, 老白. Believed in front of what only people do. */
const doubtful = '林马田段黄白方江金石叶熊万史毛龙钱柳闫丘柯施梅凤';
const does =
  /^(?:说(?!明)|负责|请假|反馈|汇报|反映|告诉|通知|联系|确认|提交|整理|值班|出差|加班|离职|入职|转正|转告|转达|跟进|对接|主持|牵头|今天|昨天|明天|他们|医生|医师|护士|老师|同学|同志|经理|主任|师傅)/;

/** Of a size or an age: 最小周期, 切成小丁, 古老王国, 养老何. A gap may end any word: 小程[MASK]. */
const called = new RegExp(
  `(?<![一二三四五六七八九十两几半最较更很太大细缩弱极微矮窄成切块粒古养敬爱苍衰元长父月变不法])[小老]([${surnames}${doubtful}])(?!\\[)(?=([${han}]{0,2}))`,
  'g',
);
/** A sentence goes on with what somebody does, is or has. */
const goesOn =
  /^(?:$|[说讲问答请叫让把被和跟与同给替在去来到会要想已也都就还又刚正将能应今昨明发送打写做负提反表认建联通转交带拿看找接帮陪告处整汇准休离入配协参审值确没很太是有的一他们家]|医生|医师|护士|老师|同学|同志|经理|主任|师傅|律师|警官|先生|女士|姐|哥|叔|姨|婶|嫂)/;
/** 王姐, 和李哥, 张工; 空姐, 吴哥窟 and 王姐妹 are no such thing. */
const kin = new RegExp(
  `(?<=^|[^${han}]|[请找问和跟对让叫给是为谢到与及托由被把替陪向小老])([${surnames}])(?:大?[姐哥叔]|大[妈爷伯娘]|姐姐|哥哥|叔叔|姨|婶子?|嫂子?|(?<!高)工)(?=([${han}]{0,2}))`,
  'g',
);

export const findFamiliar: Detector = function* ({ folded }) {
  for (const { index, 1: surname = '', 2: next = '' } of folded.matchAll(called)) {
    // 小张家界 and 小程序 are nobody.
    const person = doubtful.includes(surname) ? does : goesOn;
    if (person.test(next) && !beginsWord(surname + next))
      yield { kind: 'name', start: index, end: index + 2 };
  }
  for (const { index, 2: next = '' } of folded.matchAll(kin))
    if (goesOn.test(next)) yield { kind: 'name', start: index, end: index + 1 };
};

/** What every engine is asked: one gap in text of our own, one token a character. */

const source = [
  '请各部门在本周五下班之前把工作总结交到办公室，会议由总经理主持，主要讨论下半年的工作计划。',
  '为了加强安全管理，所有来访人员都必须在前台登记身份信息，员工请假必须提前三天提出书面申请。',
  '患者三天前受凉以后出现发热和咳嗽，医生建议她多休息，少吃辛辣油腻的食物，一个月以后再来复查。',
].join('');

export const lengths = [16, 32, 64, 128] as const;
export const batches = [1, 8] as const;

/** A text of `tokens` tokens, [CLS], [SEP] and its one [MASK] included; `shift` makes texts of a batch differ. */
export function textOf(tokens: number, shift = 0): string {
  const characters = [...source.repeat(2)].slice(shift, shift + tokens - 3);
  const middle = characters.length >> 1;
  return `${characters.slice(0, middle).join('')}[MASK]${characters.slice(middle).join('')}`;
}

export const batchOf = (tokens: number, size: number) =>
  Array.from({ length: size }, (_, i) => textOf(tokens, i));

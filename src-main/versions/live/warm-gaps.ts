import { aroundGap } from '../../learn/samples/from-feedback.ts';
import type { ReadDb } from '../../store/db.ts';
import { recentGaps } from '../../store/suggestions.ts';

/** Gaps of everyday writing, for a writer who has none yet. */
const builtIn = [
  '请各部门于周五前提交本月工作[MASK]。',
  '会议定于明天上午九点在三楼会议室[MASK]。',
  '感谢您对我们工作的支持与[MASK]。',
  '该项目目前进展[MASK]，预计下月完成。',
  '患者今日体温正常，精神[MASK]较好。',
  '如有疑问，请随时与我[MASK]。',
  '为进一步提高服务质量，现将有关[MASK]通知如下。',
  '双方经友好协商，达成如下[MASK]。',
  '请按照规定的格式填写[MASK]。',
  '公司将对表现突出的员工给予[MASK]。',
] as const;

/** The `wanted` most recent gaps of the writer, scrubbed as they are stored; built-in ones where there are too few. */
export function warmGaps(db: ReadDb, wanted: number): string[] {
  const recent = recentGaps(db, wanted).map(({ context, start, end }) => aroundGap(context, start, end));
  return [...new Set([...recent, ...builtIn])].slice(0, wanted);
}

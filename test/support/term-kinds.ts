import type { TermKind } from '../../src-main/learn/samples/templates.ts';

/** A few kinds of terms, in the shape of resources/templates/terms.json. */
export const termKinds: readonly TermKind[] = [
  {
    id: 'therapy',
    names: { zh: '医疗', en: 'medicine' },
    hints: ['治疗', '疗法', '患者', '医学', '肿瘤', '术'],
    templates: Array.from('甲乙丙丁戊己庚辛壬癸', (sign) => `${sign}组患者接受[MASK]治疗后好转。`),
  },
  {
    id: 'general',
    names: { zh: '通用', en: 'general' },
    hints: [],
    templates: Array.from('一二三四五六七八九十', (sign) => `会议第${sign}项议题讨论了[MASK]的有关问题。`),
  },
];

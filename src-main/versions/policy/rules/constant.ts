import { asWritten } from '../../../texts/message.ts';
import { rule } from './rule.ts';

const most = 5;

/** Different texts in a row get the very same answer. */
export const constant = rule({
  name: 'constant',
  on: 'run',
  figures: ['inputs'],
  opens({ counts: { same } }) {
    const inputs = same?.inputs.length ?? 0;
    return inputs >= most ? { inputs } : null;
  },
  text: ({ inputs }) =>
    asWritten(
      `${inputs} 处不同的文字得到完全相同的答案`,
      `${inputs} different texts got the very same answer`,
    ),
});

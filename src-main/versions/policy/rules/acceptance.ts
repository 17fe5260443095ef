import { asWritten } from '../../../texts/message.ts';
import { oddsWorse } from '../sequential.ts';
import { rule } from './rule.ts';

/** An equal version ever reaches these odds for “worse” with probability 1 / odds. */
const highestOdds = 500;

/** Writers take the version's words clearly less often than the live version's. */
export const acceptance = rule({
  name: 'acceptance',
  on: 'comparison',
  figures: ['wins', 'losses', 'ties', 'odds'],
  opens(comparison) {
    const odds = oddsWorse(comparison);
    const { wins, losses, ties } = comparison;
    return odds >= highestOdds ? { wins, losses, ties, odds } : null;
  },
  text: ({ wins, losses, ties }) =>
    asWritten(
      `建议的采纳明显变差：${wins + losses + ties} 次比较中 ${losses} 次不如原版本，${wins} 次更好`,
      `its suggestions are clearly worse: of ${wins + losses + ties} comparisons ${losses} lost and ${wins} won`,
    ),
});

import type { Need } from '../../contract/slot.ts';
import type { Message } from '../../contract/text.ts';
import { clauses, message } from '../../texts/message.ts';
import { type Rollout, shareOf } from './rollout.ts';
import type { Snapshot } from './snapshot.ts';
import { shareText } from './texts.ts';
import { base } from './version.ts';

/** The plain sentence that stands before the numbers. */

const minutes = (seconds: number) => Math.max(1, Math.round(seconds / 60));

function needText(need: Need): Message {
  switch (need.kind) {
    case 'requests':
      return message('versions.need-requests', { n: need.requests });
    case 'use':
      return message('versions.need-use', { minutes: minutes(need.seconds) });
    case 'clean-runs':
      return message('versions.need-clean-runs', { n: need.runs });
    case 'common-runs':
      return message('versions.need-common-runs', { n: need.runs });
    case 'slower': {
      const times = need.ratio.toFixed(1);
      return message('versions.need-latency', { times });
    }
    case 'comparisons':
      return message('versions.need-comparisons', { n: need.pairs });
    case 'resume':
      return message('versions.need-paused');
    case 'wish':
      return message('versions.need-decision');
  }
}

function doing(rollout: Rollout): Message {
  if (rollout.phase.name === 'preparing') return message('versions.loading');
  if (rollout.phase.name === 'shadow') return message('versions.shadow');
  const share = shareText(shareOf(rollout));
  return message('versions.answering', { requests: share });
}

function errorsText(errors: number): Message {
  if (errors === 0) return message('versions.no-errors');
  return message('versions.errors', { n: errors });
}

/** @param needs what the phase still asks for; empty while it is being prepared */
export function summaryOf({ rollout, evidence, main, target }: Snapshot, needs: readonly Need[]): Message {
  if (!rollout) {
    if (target !== null) return message('versions.going-back');
    if (main === base) return message('versions.base-alone');
    return message('versions.live-alone');
  }
  const what = doing(rollout);
  if (rollout.phase.name === 'preparing') return message('versions.doing', { what });
  const errors = errorsText(evidence.errors.failures);
  if (needs.length === 0) return message('versions.doing-and', { what, errors });
  return message('versions.doing-with', { what, errors, needs: clauses(needs.map(needText)) });
}

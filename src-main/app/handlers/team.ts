import type { Handlers } from '../../contract/index.ts';
import { listSamples } from '../../learn/samples/collect.ts';
import { contributionOf } from '../../team/contribution.ts';
import { shownFingerprint } from '../../team/pinned.ts';
import type { Services } from './services.ts';

type TeamMethod = Extract<keyof Handlers, `team.${string}`>;

export const teamHandlers = ({
  team,
  store,
  clock,
}: Pick<Services, 'team' | 'store' | 'clock'>): Pick<Handlers, TeamMethod> => ({
  'team.state': () => team.state(),
  'team.fingerprint': ({ key }) => ({ fingerprint: shownFingerprint(key) }),
  'team.join': (given) => team.join(given),
  'team.sync': () => team.sync(),
  'team.leave': () => team.leave(),
  'team.contribution'({ ids }) {
    const { items } = listSamples(store.read, { limit: Number.MAX_SAFE_INTEGER, offset: 0 });
    return {
      ...contributionOf(items, ids),
      fileName: `bumo-samples-${new Date(clock.now()).toISOString().slice(0, 10)}.jsonl`,
    };
  },
});

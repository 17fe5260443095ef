import type { SlotView } from '../../src-main/contract/index.ts';

/** All of the slot that versions' records tell: two views with one standing need no new look at the records. */
export const standingOf = ({
  main,
  rollout,
  backTo,
  target,
  breaker,
  failure,
  history,
}: Pick<SlotView, 'main' | 'rollout' | 'backTo' | 'target' | 'breaker' | 'failure' | 'history'>): string =>
  JSON.stringify([
    main.version,
    rollout && [rollout.version, rollout.phase, rollout.mode, rollout.paused],
    backTo,
    target,
    breaker && [breaker.version, breaker.state],
    failure && [failure.version, failure.code],
    history.at(-1)?.id,
  ]);

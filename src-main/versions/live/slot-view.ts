import type { SlotView } from '../../contract/slot.ts';
import { openingText } from '../policy/rules.ts';
import type { RouterView } from '../policy/view.ts';

/** The router's view as the contract tells it. @param memory private memory of the engine's process, bytes */
export function slotView(view: RouterView, memory: number | null): SlotView {
  const { rollout, evidence, breaker, failure } = view;
  return {
    summary: view.summary,
    main: view.main,
    candidate: view.candidate,
    places: [...view.places],
    rollout: rollout && {
      version: rollout.version,
      mode: rollout.mode,
      phase: rollout.phase.name === 'stage' ? rollout.phase.index : rollout.phase.name,
      stages: rollout.plan.stages.map(({ share }) => share),
      paused: rollout.paused,
      startedAt: rollout.startedAt,
    },
    agreement: evidence.agreement,
    comparison: {
      wins: evidence.comparison.wins,
      ties: evidence.comparison.ties,
      losses: evidence.comparison.losses,
    },
    replayed: evidence.replayed,
    needs: [...view.needs],
    breaker: breaker && {
      version: breaker.version,
      state: breaker.state,
      why: breaker.opening && openingText(breaker.opening),
    },
    memory,
    backTo: view.backTo,
    target: view.target,
    failure: failure && { version: failure.version, ...failure.failure },
    history: [...view.history],
  };
}

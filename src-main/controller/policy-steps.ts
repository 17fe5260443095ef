import { paceOf } from '../versions/policy/breaker.ts';
import {
  type Control,
  follow,
  followedBy,
  type Moment,
  obeyBreaker,
  type Step,
  toSlot,
} from '../versions/policy/control.ts';
import { advance } from '../versions/policy/rollout.ts';

/** Steps of the desktop's policy where the engine loads the versions by itself. */

/** Longest chain of orders that one step can cause: two places, each loaded and warmed. */
const mostOrders = 16;

/** Answers orders to load and warm at once: before a version is offered, the engine has said that it has it. */
export function served(step: Step, moment: Moment): Control {
  let { control, orders } = step;
  for (let i = 0; i < mostOrders && orders.length > 0; i++) {
    let next: Step = { control, orders: [] };
    for (const order of orders) {
      if (order.kind === 'unload') continue;
      const { load, generation } = order;
      const kind = order.kind === 'load' ? 'loaded' : 'warmed';
      next = followedBy(next, (one) => toSlot(one, { kind, load, generation }, moment));
    }
    ({ control, orders } = next);
  }
  return control;
}

/** Ends a roll-out, or takes the main version out of service, where breaker or errors ask for it. */
export function stopped(control: Control, moment: Moment): Control {
  const obeyed =
    control.breaker?.state === 'open' ? served(obeyBreaker(control, moment, null), moment) : control;
  const { rollout, evidence } = obeyed.snapshot;
  const decision = rollout ? advance(rollout, evidence, paceOf(obeyed.breaker)) : null;
  return decision?.kind === 'stop' ? served(follow(obeyed, decision, moment, null), moment) : obeyed;
}

/** The next stage, or the end of the roll-out, where the evidence is enough. */
export function advanced(control: Control, moment: Moment): Control {
  const { rollout, evidence } = control.snapshot;
  const decision = rollout ? advance(rollout, evidence, paceOf(control.breaker)) : null;
  return decision ? served(follow(control, decision, moment, null), moment) : control;
}

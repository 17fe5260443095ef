import { createListeners } from '../../base/listeners.ts';
import type { Ticket } from '../policy/traffic.ts';
import type { Router } from './interface.ts';

/** One router for each base model; the one of the model in use answers. */
export interface SwitchedRouter extends Router {
  /** Another model is in use from now on. @param base SHA-256 of its weights, null for none */
  use(base: string | null): void;
  /** Whether the ticket is of the model in use. */
  owns(ticket: Ticket): boolean;
}

/** @param make called once for each base */
export function createSwitchedRouter(make: (base: string | null) => Router): SwitchedRouter {
  const routers = new Map<string | null, Router>();
  const tickets = new WeakMap<Ticket, Router>();
  const listeners = createListeners();

  function of(base: string | null): Router {
    const known = routers.get(base);
    if (known) return known;
    const made = make(base);
    made.onChange(() => {
      if (made === current) listeners.tell();
    });
    routers.set(base, made);
    return made;
  }
  let current = of(null);

  const kept = <T extends Ticket | null>(router: Router, ticket: T): T => {
    if (ticket) tickets.set(ticket, router);
    return ticket;
  };

  return {
    use(base) {
      const next = of(base);
      if (next === current) return;
      // What the old engine still says of its versions is out of date.
      current.engineGone();
      current = next;
      listeners.tell();
    },
    owns: (ticket) => tickets.get(ticket) === current,
    begin: (key) => kept(current, current.begin(key)),
    finish(ticket, outcome) {
      const router = tickets.get(ticket) ?? current;
      return kept(router, router.finish(ticket, outcome));
    },
    judged: (version, accepted) => current.judged(version, accepted),
    replayed: (version, newRight, oldRight) => current.replayed(version, newRight, oldRight),
    memory: (bytes) => current.memory(bytes),
    offer: (version, mode, byItself) => current.offer(version, mode, byItself),
    push: () => current.push(),
    pause: (paused) => current.pause(paused),
    abandon: () => current.abandon(),
    rollback: (to) => current.rollback(to),
    restore: (id) => current.restore(id),
    engineDied: () => current.engineDied(),
    engineGone: () => current.engineGone(),
    engineBack: () => current.engineBack(),
    view: () => current.view(),
    onChange: listeners.add,
  };
}

import type { Running } from '../app/running.ts';
import { CodedError } from '../base/error.ts';
import type { EventOf } from '../contract/index.ts';
import type { SlotView } from '../contract/slot.ts';
import type { EventHub } from '../shell/dispatch.ts';
import { getSettings } from '../store/settings.ts';
import { type Session, startEngineWith, withRunning } from './session.ts';

/** Longest wait for a version to be loaded and warm, milliseconds. */
const settleWithin = 60_000;

function lines(view: SlotView, sentence: string): string[] {
  const versions = [view.main, view.candidate].flatMap((one) =>
    one
      ? [
          [
            one.version,
            `${(one.share * 100).toFixed(0)} %`,
            `requests ${one.requests}`,
            `errors ${one.errors}`,
            `p50 ${one.p50.toFixed(0)} ms`,
            `p95 ${one.p95.toFixed(0)} ms`,
          ].join('\t'),
        ]
      : [],
  );
  return [sentence, ...versions];
}

function show({ output }: Session, view: SlotView): void {
  output.result(view, lines(view, output.pick(view.summary)));
}

/** Waits until the slot loads nothing. */
async function quiet({ slots }: Running, { clock }: Session): Promise<SlotView> {
  const deadline = clock.monotonic() + settleWithin;
  for (;;) {
    const view = slots.view();
    const busy = slots.router.view().loading || view.target !== null || view.rollout?.phase === 'preparing';
    if (!busy || clock.monotonic() > deadline) return view;
    await new Promise((resolve) => clock.after(20, () => resolve(undefined)));
  }
}

/** Waits until the slot loads nothing, and prints its notices, for example about a version that cannot be used. */
export async function settled(running: Running, session: Session, hub: EventHub): Promise<void> {
  const off = hub.subscribe((name, event) => {
    if (name === 'notice') session.output.say((event as EventOf<'notice'>).text);
  });
  await quiet(running, session);
  off();
}

/**
 * Starts the engine, runs `work` and prints the slot's state.
 * @throws CodedError the slot's reason if a version fails afterwards
 */
async function withSlot(session: Session, work: (running: Running) => void): Promise<void> {
  await withRunning(session, 'alone', async (running, hub, store) => {
    await startEngineWith(session, getSettings(store.read));
    await settled(running, session, hub);
    work(running);
    const known = running.slots.view().failure;
    const view = await quiet(running, session);
    if (view.failure && !known) throw new CodedError(view.failure.code, view.failure.text);
    show(session, view);
  });
}

/** Puts a version into service. @throws CodedError `not-found`, and why the version cannot be loaded */
export const promote = (session: Session, id: string, mode: 'now' | 'staged' | 'shadow'): Promise<void> =>
  withSlot(session, ({ slots }) => slots.promote(id, mode));

/** Rolls back. @param id the last good version without it */
export const rollback = (session: Session, id?: string): Promise<void> =>
  withSlot(session, ({ slots }) => slots.router.rollback(id));

export const rolloutStatus = (session: Session): Promise<void> =>
  withRunning(session, 'beside', async ({ slots }) => show(session, slots.view()));

import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../base/clock.ts';
import { CodedError } from '../../base/error.ts';
import { Controller } from '../../controller/controller.ts';
import type { Command } from '../../controller/events.ts';
import { type CommandWish, commandOf, post } from '../../controller/inbox.ts';
import { openLedger, readState } from '../../controller/ledger.ts';
import { sharesText } from '../../controller/shares.ts';
import { type GatewayStatus, statusOf } from '../../controller/status.ts';
import { beAlone } from '../../store/alone.ts';
import { message } from '../../texts/message.ts';
import type { Output } from '../output.ts';
import { engineOf, readSettings } from './settings.ts';

/** Commands of a person: to the controller that runs, or straight to the engine where none does. */

export interface GatewayContext {
  readonly output: Output;
  readonly clock: Clock;
  /** The controller's data. */
  readonly dir: string;
}

export const noRecord = (dir: string) => new CodedError('not-found', message('controller.none', { dir }));

function lines({ output }: GatewayContext, status: GatewayStatus): string[] {
  const { slot, wanted, applied, foreign } = status;
  const of = (name: string, shares: typeof applied) => (shares ? [`${name}\t${sharesText(shares)}`] : []);
  return [
    output.pick(slot.summary),
    ...of('wanted', wanted),
    ...of('set', applied),
    ...of('found', foreign),
    ...[slot.main, slot.candidate].flatMap((one) =>
      one
        ? [`${one.version}\trequests ${one.requests}\terrors ${one.errors}\tp50 ${one.p50.toFixed(0)} ms`]
        : [],
    ),
  ];
}

/** @throws CodedError `not-found` */
export function showStatus(context: GatewayContext): void {
  const { dir, clock, output } = context;
  const state = readState(dir);
  if (!state) throw noRecord(dir);
  const status = statusOf(state, clock.now());
  output.result(status, lines(context, status));
}

/** How long a running controller may take: one look at an engine that does not answer. */
const patience = 30_000;

async function viaRunning({ dir, clock }: GatewayContext, command: Command): Promise<void> {
  const isWaiting = post(dir, command, clock.now());
  const deadline = clock.monotonic() + patience;
  while (isWaiting()) {
    if (clock.monotonic() > deadline) throw new CodedError('aborted', message('controller.not-taken'));
    await wait(100);
  }
}

async function directly({ dir, clock, output }: GatewayContext, command: Command): Promise<void> {
  const settings = readSettings(dir);
  const { ledger, state } = openLedger(dir);
  try {
    if (!settings || !state) throw noRecord(dir);
    const controller = new Controller({
      ledger,
      state,
      kind: settings.engine,
      engine: engineOf(settings),
      clock,
      stable: settings.stable,
      canary: null,
      acceptance: false,
      origin: state.origin,
      say: output.say,
    });
    await controller.command(command);
    await controller.tick();
  } finally {
    ledger.close();
  }
}

/** @throws CodedError `not-found`, `serving-unreachable`, `serving-refused` */
export async function order(context: GatewayContext, wish: CommandWish): Promise<void> {
  const { dir, clock } = context;
  const state = readState(dir);
  if (!state) throw noRecord(dir);
  if (wish.what === 'back' && statusOf(state, clock.now()).slot.backTo === null)
    throw new CodedError('not-found', message('controller.nothing-before'));
  const command = commandOf(wish);
  const leave = await beAlone({ dir, clock, milliseconds: 0 });
  if (leave)
    try {
      // Nobody would see how it does.
      if (wish.what === 'offer' || wish.what === 'push')
        throw new CodedError('not-found', message('controller.not-running'));
      await directly(context, command);
    } finally {
      leave();
    }
  else await viaRunning(context, command);
  showStatus(context);
}

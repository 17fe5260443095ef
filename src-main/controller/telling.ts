import type { RolloutEntry } from '../contract/rollouts.ts';
import type { Message } from '../contract/text.ts';
import { message } from '../texts/message.ts';
import { openingText } from '../versions/policy/rules.ts';
import { rings } from './alarm.ts';
import type { GatewayEvent } from './events.ts';
import { sharesOf, sharesText } from './shares.ts';
import type { ControllerState } from './state.ts';

/** What the controller says of a step, in sentences. */

function entryText(entry: RolloutEntry): Message {
  const { version } = entry;
  switch (entry.kind) {
    case 'phase':
      return message('controller.stage', { version, share: entry.phase });
    case 'ended':
      return message(`controller.ended.${entry.how}`, { version });
    case 'opened':
      return message('controller.stopped', { version, why: openingText(entry.opening) });
    case 'failed':
      return entry.failure.text;
    case 'back-to':
      return message('controller.back-to', { version, from: entry.from });
  }
}

/** @param before the state before the event */
export function told(before: ControllerState, after: ControllerState, event: GatewayEvent): Message[] {
  const known = new Set(before.entries.map(({ id }) => id));
  const texts = after.entries.filter(({ id }) => !known.has(id)).map(entryText);
  if (event.kind === 'foreign')
    texts.push(
      event.shares === null
        ? message('controller.foreign-gone')
        : message('controller.foreign', {
            found: sharesText(event.shares),
            wanted: sharesText(sharesOf(after.control)),
          }),
    );
  else if (after.foreign && texts.length > 0)
    // What was just decided is not in force.
    texts.push(message('controller.not-set', { wanted: sharesText(sharesOf(after.control)) }));
  const isMain = after.alarm.version === after.control.snapshot.main;
  if (isMain && rings(after.alarm) && !rings(before.alarm)) {
    const { version, errors, requests } = after.alarm;
    texts.push(message('controller.main-failing', { version, errors, requests }));
  }
  return texts;
}

import type { TeamState } from '../contract/team.ts';
import type { Message } from '../contract/text.ts';
import type { ReadDb } from '../store/db.ts';
import { listTeamItems, type Membership, readMembership } from '../store/team.ts';
import { message } from '../texts/message.ts';
import { shownFingerprint } from './pinned.ts';
import { daysSince } from './trust.ts';

/** The membership, as the settings and the command line show it. */

/** Days after which a list counts as old, though it has not expired. */
const oldAfter = 90;

function problemOf({ problem, list }: Membership, now: number): Message | null {
  if (problem || !list) return problem;
  const days = daysSince(list.publishedAt, now);
  if (list.until <= now) return message('team.expired', { days });
  return days > oldAfter ? message('team.old', { days }) : null;
}

/** @param now milliseconds since the epoch */
export function stateOf(db: ReadDb, now: number, busy: boolean): TeamState {
  const member = readMembership(db);
  if (!member) return { joined: null, busy };
  const { address, key, joinedAt, list, takenAt, checkedAt } = member;
  return {
    busy,
    joined: {
      team: list?.name ?? null,
      address,
      fingerprint: shownFingerprint(key),
      joinedAt,
      sequence: list?.sequence ?? 0,
      publishedAt: list?.publishedAt ?? null,
      takenAt,
      checkedAt,
      problem: problemOf(member, now),
      items: listTeamItems(db).map(({ kind, name, bytes, taken, leftOut, note }) => ({
        kind,
        name,
        bytes,
        taken,
        leftOut,
        note,
      })),
    },
  };
}

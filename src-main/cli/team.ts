import { resolve } from 'node:path';
import type { Running } from '../app/running.ts';
import { openTeam } from '../app/team.ts';
import type { TeamState } from '../contract/team.ts';
import type { EventHub } from '../shell/dispatch.ts';
import type { Store } from '../store/open.ts';
import { readGiven } from '../team/prepare-object.ts';
import type { Team } from '../team/team.ts';
import { message } from '../texts/message.ts';
import type { Output } from './output.ts';
import { type Session, withRunning } from './session.ts';

/** This machine as a member of a team. */

function lines({ joined }: TeamState, output: Output): string[] {
  if (!joined) return [output.pick(message('team.not-joined'))];
  const time = (at: number | null) => (at === null ? '-' : new Date(at).toLocaleString('sv'));
  return [
    `team\t${joined.team ?? '-'}`,
    `address\t${joined.address}`,
    `fingerprint\t${joined.fingerprint}`,
    `list\t${joined.sequence}\t${time(joined.publishedAt)}`,
    `taken\t${time(joined.takenAt)}`,
    `asked\t${time(joined.checkedAt)}`,
    ...joined.items.map(({ kind, name, taken, leftOut, note }) =>
      [kind, name, ...(note ? [output.pick(note)] : [`+${taken}`, `-${leftOut}`])].join('\t'),
    ),
    ...(joined.problem ? [output.pick(joined.problem)] : []),
  ];
}

async function withTeam(
  session: Session,
  company: 'alone' | 'beside',
  work: (team: Team) => Promise<unknown>,
): Promise<void> {
  const { output, paths, clock, core } = session;
  await withRunning(session, company, async (running: Running, hub: EventHub, store: Store) => {
    const team = openTeam({ paths, clock, store, core, hub, running, onTaken: () => undefined });
    try {
      await work(team);
      await team.settled();
      const state = team.state();
      output.result(state, lines(state, output));
    } finally {
      await team.close();
    }
  });
}

export interface JoinArguments {
  readonly key: string;
  readonly ca?: string;
}

const textOf = async (file: string, most: number) =>
  Buffer.from(await readGiven(file, most)).toString('utf8');

/** Joins a team and takes its list. @throws CodedError `team-joined`, `team-key`, and why nothing could be taken */
export async function joinTeam(session: Session, address: string, { key, ca }: JoinArguments): Promise<void> {
  const given = {
    address: /^[a-z]+:\/\//i.test(address) ? address : resolve(address),
    key: await textOf(key, 10_000),
    ca: ca === undefined ? null : await textOf(ca, 200_000),
  };
  await withTeam(session, 'beside', (team) => team.join(given));
}

/** Takes what is new. @throws CodedError `team-not-joined`, and why nothing could be taken */
export const syncTeam = (session: Session): Promise<void> =>
  withTeam(session, 'beside', (team) => team.sync());

export const showTeam = (session: Session): Promise<void> =>
  withTeam(session, 'beside', () => Promise.resolve());

/** Removes everything that was taken. @throws CodedError `app-running`, `team-not-joined` */
export const leaveTeam = (session: Session): Promise<void> =>
  withTeam(session, 'alone', (team) => team.leave());

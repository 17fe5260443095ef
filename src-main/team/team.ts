import { randomUUID } from 'node:crypto';
import type { Clock } from '../base/clock.ts';
import { CodedError, isAbort, reasonOf } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import type { JoinTeam, TeamState } from '../contract/team.ts';
import type { Message } from '../contract/text.ts';
import { loadTermKinds } from '../learn/samples/templates.ts';
import type { ContactLog } from '../models/contacts.ts';
import type { Store } from '../store/open.ts';
import {
  addMembership,
  type Membership,
  noteChecked,
  orphanVersions,
  readMembership,
  removeMembership,
} from '../store/team.ts';
import { message } from '../texts/message.ts';
import { type PatchPorts, takePatches } from './patches.ts';
import { openSource, pinnedOf, shownFingerprint, wantCertificates } from './pinned.ts';
import { readTrusted } from './read-list.ts';
import type { TeamSource } from './source.ts';
import { stateOf } from './state.ts';
import { readContents, takeList } from './take.ts';

/** This desktop as a member of a team: joins, takes what is new, and leaves. One thing at a time. */

export interface TeamOptions extends Omit<PatchPorts, 'write' | 'now'> {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly contacts: ContactLog;
  /** The app's folder of resources. */
  readonly resources: string;
  /**
   * Deletes a version's files once it is out of service. A later call tries again.
   * @param withdraw takes it out of service
   */
  readonly removeVersion: (version: string, withdraw: boolean) => Promise<void>;
  readonly onState: (state: TeamState) => void;
  /** What was taken, or removed, changed the glossary, style pairs, samples or phrases. */
  readonly onTaken: () => void;
}

const notJoined = () => new CodedError('team-not-joined', message('team.not-joined'));

export class Team {
  readonly #options: TeamOptions;
  #running: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #abort = new AbortController();
  #closed = false;

  constructor(options: TeamOptions) {
    this.#options = options;
  }

  state(): TeamState {
    const { store, clock } = this.#options;
    return stateOf(store.read, clock.now(), this.#waiting > 0);
  }

  /**
   * Takes the first list of a team, and stores the membership with it.
   * @throws CodedError `team-joined`, `team-key`, `bad-input`, and why nothing could be taken: nothing is joined then
   */
  join({ address, key, ca }: JoinTeam): Promise<TeamState> {
    return this.#alone(async (signal) => {
      const { store, clock } = this.#options;
      if (readMembership(store.read)) throw new CodedError('team-joined', message('team.already-joined'));
      shownFingerprint(key);
      if (ca !== null) wantCertificates(ca);
      const member = { address: address.trim(), key, ca, joinedAt: clock.now() };
      addMembership(store.write, member);
      try {
        await this.#take({ ...member, list: null, takenAt: null, checkedAt: null, problem: null }, signal);
      } catch (error) {
        removeMembership(store.write);
        throw error;
      }
    });
  }

  /**
   * Asks the address, and takes what is new.
   * @throws CodedError `team-not-joined`, and why nothing could be taken: what was taken before stays
   */
  sync(): Promise<TeamState> {
    return this.#alone(async (signal) => {
      const member = readMembership(this.#options.store.read);
      if (!member) throw notJoined();
      await this.#take(member, signal);
    });
  }

  /** Removes the membership and everything that was taken. @throws CodedError `team-not-joined` */
  leave(): Promise<TeamState> {
    if (!readMembership(this.#options.store.read)) return Promise.reject(notJoined());
    this.#abort.abort();
    return this.#alone(async () => {
      removeMembership(this.#options.store.write);
      this.#options.onTaken();
      await this.removeOrphans();
    });
  }

  /**
   * Deletes shared versions that the list no longer names. One in service that another is to replace stays until it
   * has, so that the new one is compared with it; one that the way back leads to goes when that closes.
   */
  async removeOrphans(): Promise<void> {
    const { store, removeVersion, log } = this.#options;
    for (const { id, replaced } of orphanVersions(store.read))
      await removeVersion(id, !replaced).catch((error: unknown) =>
        log.warn(`${id} was not removed: ${reasonOf(error)}`),
      );
  }

  /** Settles when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#waiting > 0) await this.#running;
  }

  /** Ends what is under way; nothing begins afterwards. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#abort.abort();
    await this.settled();
  }

  /** Runs `work` after what is under way. */
  #alone(work: (signal: AbortSignal) => Promise<void>): Promise<TeamState> {
    const { onState } = this.#options;
    if (this.#closed) return Promise.reject(new DOMException('closed', 'AbortError'));
    if (this.#abort.signal.aborted) this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#waiting++;
    const done = this.#running.then(async () => {
      onState(this.state());
      await work(signal);
    });
    const ended = done.finally(() => {
      this.#waiting--;
      if (this.#options.store.read.open) onState(this.state());
    });
    this.#running = ended.catch(() => undefined);
    return ended.then(() => this.state());
  }

  /** Fetches and examines shared versions after what is under way, which may take minutes. */
  #patchesLater(): void {
    const { log, store, clock } = this.#options;
    const work = async (signal: AbortSignal) => {
      const member = readMembership(store.read);
      if (!member) return;
      const ports = { ...this.#options, write: store.write, now: clock.now };
      await this.#recorded(member, (source) => takePatches(source, ports, signal));
    };
    this.#alone(work).catch((error: unknown) => {
      if (!isAbort(error)) log.warn(`shared versions were not taken: ${reasonOf(error)}`);
    });
  }

  async #take(member: Membership, signal: AbortSignal): Promise<void> {
    const { store, clock } = this.#options;
    try {
      await this.#recorded(member, (source) => this.#takeFrom(source, member, signal));
      noteChecked(store.write, clock.now(), null);
      this.#patchesLater();
    } catch (error) {
      if (!isAbort(error)) noteChecked(store.write, clock.now(), problemOf(error));
      throw error;
    }
  }

  /** Does something with the team's files. What is asked of a machine is put on record, with how it ended. */
  async #recorded(member: Membership, work: (source: TeamSource) => Promise<void>): Promise<void> {
    const { clock, contacts } = this.#options;
    const contact = contacts.begin({ source: 'team', modelId: '' });
    try {
      await work(openSource(member, { clock, contact }));
      contact.end(message('team.contact-taken'));
    } catch (error) {
      contact.end(problemOf(error));
      throw error;
    }
  }

  async #takeFrom(source: TeamSource, member: Membership, signal: AbortSignal): Promise<void> {
    const { store, clock, resources, onTaken } = this.#options;
    const trusted = await readTrusted(source, { pinned: pinnedOf(member), clock, signal });
    if (trusted.sha256 === member.list?.manifest) return;
    const kinds = await loadTermKinds(resources);
    const contents = await readContents(store.read, source, trusted, { kinds, signal });
    signal.throwIfAborted();
    if (takeList(store.write, trusted, contents, { now: clock.now(), newId: randomUUID })) onTaken();
    await this.removeOrphans();
  }
}

const problemOf = (error: unknown): Message => {
  if (error instanceof CodedError) return error.text;
  return isAbort(error) ? message('team.stopped') : message('team.failed', {}, reasonOf(error));
};

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { CodedError, isAbort, reasonOf } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import type { SlotView } from '../contract/slot.ts';
import { baseVersion } from '../fillmask/bert/versions.ts';
import type {
  Engine,
  EngineAnswer,
  EngineFillOptions,
  EngineRequest,
  ShadowOutcome,
} from '../fillmask/engine-api.ts';
import type { VersionFile } from '../fillmask/engine-protocol.ts';
import type { FillAnswer } from '../fillmask/types.ts';
import { hashOf, readSuites } from '../learn/exam/questions.ts';
import { patchFile } from '../models/patch.ts';
import type { Router } from '../slots/interface.ts';
import type { Mode } from '../slots/plan.ts';
import type { Ports } from '../slots/ports.ts';
import { createRouter } from '../slots/router.ts';
import type { Outcome, RequestKey, Run, Ticket } from '../slots/traffic.ts';
import { marksOf } from '../store/exams.ts';
import type { Store } from '../store/open.ts';
import { addRolloutEntry } from '../store/rollouts.ts';
import { getSettings, setSettings } from '../store/settings.ts';
import { readSlotState, writeSlotState } from '../store/slot-state.ts';
import { findVersion } from '../store/versions.ts';
import { goldensOf, mismatch } from './golden.ts';
import { slotView } from './slot-view.ts';
import { warmGaps } from './warm-gaps.ts';

/** The slot over the engine and the store: which version answers, and what became of it. */

export interface SlotsOptions {
  readonly store: Store;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly log: Log;
  /** Folder of the patches. */
  readonly patches: string;
  /** Folder of the fixed suites. */
  readonly suites: string;
  readonly notify: Ports['notify'];
  /** Settings were put back as a snapshot had them. */
  readonly onReinstated: () => void;
}

export interface Slots {
  readonly router: Router;
  view(): SlotView;
  /** A version of the record starts its way, as the writer wishes. @throws CodedError `not-found`, `store-unwritable` */
  promote(version: string, mode: Mode): void;
  /** A version that passed its exam starts its way by itself. @throws CodedError `version-blocked` */
  offer(version: string, mode: Mode): void;
  /** Answers with the version that the slot chooses; one that fails is asked no more, a better one answers. */
  fill(request: EngineRequest, key: RequestKey, options?: EngineFillOptions): Promise<EngineAnswer>;
}

/** Faults of the request or of the engine as a whole: no version is to blame. */
const blameless = new Set([
  'no-gap',
  'text-too-long',
  'no-model',
  'engine-crash-loop',
  'model-not-installed',
]);

const codeOf = (error: unknown): string | null => (error instanceof CodedError ? error.code : null);

const unknownVersion = (id: string) =>
  new CodedError('not-found', {
    zh: `没有版本 ${id} 的记录。请在“版本”中另选一个。`,
    en: `There is no record of the version ${id}. Choose another one under Versions.`,
  });

const notAsExamined = (text: string) =>
  new CodedError('model-broken', {
    zh: `这个版本的回答与考核记录不符（“${text}”），没有启用。请重新学习，或改用另一个版本。`,
    en: `The version does not answer as its exam recorded (“${text}”), so it was not used. Learn again, or use another version.`,
  });

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Names an answer: its words with their probabilities to 4 digits. */
const fingerprintOf = ({ gaps }: FillAnswer): string =>
  digest(
    gaps
      .flatMap(({ candidates }) =>
        candidates.map(({ word, probability }) => `${word} ${probability.toFixed(4)}`),
      )
      .join(),
  );

const firstWords = ({ gaps }: FillAnswer) => gaps.map(({ candidates }) => candidates[0]?.word ?? '').join();

const runOf = (answer: FillAnswer, milliseconds: number): Run => ({
  milliseconds,
  // An answer that is not finite is an error of the model's (`model-broken`) before it gets here.
  finite: true,
  fingerprint: fingerprintOf(answer),
});

function shadowOf(
  answer: EngineAnswer,
  shadow: ShadowOutcome | null,
): Extract<Outcome, { kind: 'answered' }>['shadow'] {
  if (!shadow || shadow.kind === 'gave-way') return null;
  if (shadow.kind === 'failed') return 'failed';
  // The trunk ran once, for both.
  const milliseconds = answer.milliseconds - answer.topMilliseconds + shadow.topMilliseconds;
  return {
    run: runOf(shadow.answer, milliseconds),
    agrees: firstWords(answer) === firstWords(shadow.answer),
  };
}

/** What a snapshot keeps besides versions and plan. */
function capture(store: Store): string {
  return JSON.stringify({ settings: getSettings(store.read) });
}

function enginePort({ store, engine, log, patches, suites }: SlotsOptions): Ports['engine'] {
  function fileOf(id: string): VersionFile & { readonly base: string } {
    const version = findVersion(store.read, id);
    if (!version || version.removedAt !== null) throw unknownVersion(id);
    const { temperature, base } = version;
    return { id, file: patchFile(patches, id), temperature, base };
  }

  return {
    async load(id) {
      if (id === baseVersion) return;
      const { base: _, ...file } = fileOf(id);
      await engine.load(file, []);
    },
    async warm(id) {
      if (id === baseVersion) return;
      const { base, ...file } = fileOf(id);
      const questions = await readSuites(suites);
      const marks = marksOf(store.read, { version: id, base }, hashOf(questions)) ?? [];
      const goldens = goldensOf(questions, marks);
      const gaps = [...goldens.map(({ text }) => text), ...warmGaps(store.read)];
      const { answers } = await engine.load(file, gaps);
      const wrong = mismatch(goldens, answers, file.temperature ?? 1);
      if (wrong) throw notAsExamined(wrong.text);
    },
    unload(id) {
      engine.unload(id).catch((error: unknown) => log.info(`${id} was not unloaded: ${reasonOf(error)}`));
    },
  };
}

export function createSlots(options: SlotsOptions): Slots {
  const { store, engine, clock, log } = options;
  const router = createRouter({
    clock,
    log,
    stored: readSlotState(store.read),
    ports: {
      engine: enginePort(options),
      persist: (snapshot) => writeSlotState(store.write, snapshot, clock.now()),
      archive: (entry) => void addRolloutEntry(store.write, entry),
      notify: options.notify,
      capture: () => capture(store),
      reinstate(captured) {
        const { settings } = JSON.parse(captured) as { settings: Parameters<typeof setSettings>[1] };
        setSettings(store.write, settings);
        options.onReinstated();
      },
    },
  });

  let memory: number | null = null;
  // The router is told of processes, not of phases: each new one has nothing loaded.
  let ready = false;
  engine.onState(({ phase }) => {
    if (phase === 'ready' && !ready) router.engineBack();
    if (phase !== 'ready' && ready) router.engineDied();
    ready = phase === 'ready';
  });

  /** Finishes the ticket once the shadow has told how it ended. */
  async function attempt(
    ticket: Ticket,
    request: EngineRequest,
    fillOptions: EngineFillOptions,
  ): Promise<EngineAnswer | Ticket> {
    const input = digest(request.text);
    let shadowed: (outcome: ShadowOutcome) => void = () => undefined;
    const shadow = new Promise<ShadowOutcome>((resolve) => {
      shadowed = resolve;
    });
    const { version } = ticket;
    try {
      const answer = await engine.fill(
        { ...request, version, shadow: ticket.shadow },
        { ...fillOptions, onShadow: (outcome) => shadowed(outcome) },
      );
      const finish = (told: ShadowOutcome | null) => {
        const run = runOf(answer, answer.milliseconds);
        router.finish(ticket, { kind: 'answered', run, input, shadow: shadowOf(answer, told) });
        memory = answer.memory;
        router.memory(memory);
      };
      if (ticket.shadow === null) finish(null);
      else void shadow.then(finish);
      return answer;
    } catch (error) {
      if (isAbort(error) || codeOf(error) === 'superseded' || codeOf(error) === 'aborted') {
        router.finish(ticket, { kind: 'cancelled' });
        throw error;
      }
      const fault = blameless.has(codeOf(error) ?? '') ? 'request' : 'version';
      const again = router.finish(ticket, { kind: 'failed', fault });
      if (!again) throw error;
      log.warn(`${version} failed, ${again.version} answers: ${reasonOf(error)}`);
      return again;
    }
  }

  return {
    router,
    view: () => slotView(router.view(), memory),
    promote(version, mode) {
      if (version === baseVersion) router.rollback(baseVersion);
      else if (!findVersion(store.read, version) || findVersion(store.read, version)?.removedAt !== null)
        throw unknownVersion(version);
      else router.offer(version, mode, 'writer', false);
    },
    offer: (version, mode) => router.offer(version, mode, 'writer', true),
    async fill(request, key, fillOptions = {}) {
      let ticket = router.begin(key);
      for (;;) {
        const outcome = await attempt(ticket, request, fillOptions);
        if ('gaps' in outcome) return outcome;
        ticket = outcome;
      }
    },
  };
}

export const patchesDir = (home: string): string => join(home, 'patches');

import { z } from 'zod';
import { contactMethods } from './contacts.ts';
import { deviceMethods } from './device-methods.ts';
import { documentMethods, draftEvent, fileEvent } from './document-methods.ts';
import { GatewaySettings, gatewayMethods } from './gateway.ts';
import { LearnState } from './learn-run.ts';
import { SamplesChanged } from './learning.ts';
import { method, nothing } from './method.ts';
import { NextAnswer, NextInput, OwnPrecision } from './next.ts';
import { phraseMethods } from './phrase-methods.ts';
import { PhrasesState } from './phrases.ts';
import { runMethods } from './run-methods.ts';
import { sampleMethods } from './sample-methods.ts';
import * as s from './schemas.ts';
import { SlotView } from './slot.ts';
import { dataMethods } from './stored-data.ts';
import { TeamState, teamMethods } from './team.ts';
import { updateMethods } from './update-methods.ts';
import { versionMethods } from './version-methods.ts';
import { RecordChanged } from './versions.ts';

/** All methods of the contract. The shells, the client and the tests' fake derive from this table. */
export const methods = {
  'app.info': method(nothing, s.AppInfo),
  'settings.get': method(nothing, s.Settings),
  /** Changes the given fields. */
  'settings.set': method(s.SettingsChange, s.Settings),

  'models.list': method(nothing, z.object({ models: z.array(s.ModelInfo) })),
  /** Settles when the model is installed; `download` events report the progress. */
  'models.install': method(
    z.object({ id: z.string(), source: s.SourceName.optional() }),
    z.object({ id: z.string(), attempts: z.array(s.Attempt) }),
  ),
  'models.cancel': method(z.object({ id: z.string() }), nothing),
  'models.chooseFolder': method(nothing, z.object({ path: z.string().nullable() })),
  'models.import': method(z.object({ path: z.string().min(1) }), z.object({ id: z.string() })),
  /** Settles when the engine answers with this model. */
  'models.use': method(z.object({ id: z.string() }), nothing),
  'models.remove': method(z.object({ id: z.string() }), nothing),

  'engine.state': method(nothing, s.EngineState),
  'engine.restart': method(nothing, nothing),

  /** The full answer; the first answer arrives before it as a `suggestion` event. */
  'suggest.fill': method(s.FillInput, s.Suggestion),
  /** Ghosts at the caret. */
  'suggest.next': method(NextInput, NextAnswer),
  'suggest.precision': method(nothing, OwnPrecision),

  'feedback.give': method(
    z.object({
      suggestionId: z.string(),
      kind: s.FeedbackKind,
      word: z.string().max(s.longestGiven).nullable(),
    }),
    z.object({ id: z.string() }),
  ),
  'feedback.undo': method(z.object({ id: z.string() }), nothing),
  'feedback.list': method(
    z.object({
      query: z.string().max(200).optional(),
      limit: z.int().min(1).max(500).default(100),
      /** Id of the last item of the page before. */
      after: z.string().optional(),
      /** Number of items before the page, where `after` is absent or gone. */
      offset: z.int().min(0).default(0),
    }),
    z.object({ items: z.array(s.FeedbackItem), total: z.int() }),
  ),

  /** Changes the word that the writer meant. */
  'feedback.edit': method(z.object({ id: z.string(), word: z.string().min(1).max(s.longestGiven) }), nothing),
  /** All feedback as it is stored. */
  'feedback.export': method(z.object({ format: z.enum(['jsonl', 'csv']) }), z.object({ text: z.string() })),
  'feedback.import': method(
    z.object({ format: z.enum(['jsonl', 'csv']), text: z.string().max(20_000_000) }),
    z.object({ added: z.int(), skipped: z.int() }),
  ),
  /** A text with its personal data replaced, as it would be stored. */
  'feedback.preview': method(z.object({ text: z.string().max(20_000) }), z.object({ text: z.string() })),
  /** A rule for one document needs its id. */
  'never.add': method(
    z.discriminatedUnion('scope', [
      z.object({
        scope: z.literal('document'),
        word: z.string().min(1).max(s.longestGiven),
        documentId: z.string().min(1).max(100),
      }),
      z.object({ scope: z.literal('everywhere'), word: z.string().min(1).max(s.longestGiven) }),
    ]),
    z.object({ id: z.string() }),
  ),
  'never.remove': method(z.object({ id: z.string() }), nothing),
  'never.list': method(
    z.object({ query: z.string().max(200).optional() }),
    z.object({ rules: z.array(s.NeverRule) }),
  ),

  ...documentMethods,
  ...sampleMethods,
  ...versionMethods,
  ...runMethods,
  ...phraseMethods,
  ...dataMethods,
  ...contactMethods,
  ...gatewayMethods,
  ...updateMethods,
  ...teamMethods,
  ...deviceMethods,
} as const;

/** Events that the shell sends to its interfaces. */
export const events = {
  engine: s.EngineState,
  download: s.DownloadEvent,
  suggestion: s.Suggestion,
  settings: s.Settings,
  notice: s.Notice,
  file: fileEvent,
  handed: nothing,
  draft: draftEvent,
  samples: SamplesChanged,
  record: RecordChanged,
  learning: LearnState,
  phrases: PhrasesState,
  slot: SlotView,
  gateway: GatewaySettings,
  team: TeamState,
} as const;

export type Method = keyof typeof methods;
/** A method's input from its caller, in which fields with defaults are optional. */
export type Input<M extends Method> = z.input<(typeof methods)[M]['input']>;
/** A method's input to its handler, with defaults filled in. */
export type Parsed<M extends Method> = z.output<(typeof methods)[M]['input']>;
export type Output<M extends Method> = z.output<(typeof methods)[M]['output']>;

export type EventName = keyof typeof events;
export type EventOf<E extends EventName> = z.output<(typeof events)[E]>;

export interface CallContext {
  /** Aborts when the caller cancels the call or disconnects. */
  readonly signal: AbortSignal;
}

export type Handlers = {
  readonly [M in Method]: (input: Parsed<M>, context: CallContext) => Promise<Output<M>> | Output<M>;
};

/** The contract on the interface's side, implemented by every transport and by the tests' fake. */
export interface Client {
  /** @throws ContractError with a code of `errorCodes`; AbortError when `signal` fires. */
  call<M extends Method>(name: M, input: Input<M>, options?: { signal?: AbortSignal }): Promise<Output<M>>;
  /** @returns a function that ends the subscription. */
  on<E extends EventName>(name: E, listener: (event: EventOf<E>) => void): () => void;
  /** The connection is open at first. @returns a function that ends the subscription. */
  onConnection(listener: (connection: Connection) => void): () => void;
}

/** `lost`: no shell answers. `refused`: a shell answers that does not know this page. */
export type Connection = 'open' | 'lost' | 'refused';

/** A call's result, as it crosses a transport. */
export type Envelope =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: import('./errors.ts').ErrorBody };

import type { ForkChild } from '../base/child.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Calibration, CalibrationGap } from '../contract/calibration.ts';
import type { EngineState, Precision, Provider } from '../contract/schemas.ts';
import type { Message } from '../contract/text.ts';
import type { EngineError } from '../fillmask/engine-error.ts';
import type { MemoryChange, MemoryEntry } from '../fillmask/recall.ts';
import type { FillAnswer, FillRequest } from '../fillmask/types.ts';
import type { GatewayAccess } from '../serving/client/access.ts';
import type { AskOptions } from './chores.ts';
import type { GatewayReport } from './gateway-port.ts';
import type { LoadReport, Place, Terms, VersionFile } from './protocol.ts';
import type { EngineModel } from './state.ts';

export interface EngineAnswer extends FillAnswer {
  /** The fill alone, without its wait for others. */
  readonly milliseconds: number;
  /** The version's own part of that: all but the trunk, which versions share. */
  readonly topMilliseconds: number;
  /** Private memory of the engine's process afterwards, bytes. */
  readonly memory: number;
  readonly modelId: string;
  readonly version: string;
  /** The gateway's version where a gateway answered; null where this machine did. */
  readonly gateway: string | null;
  /** The gateway's version whose answer could not be used, so that this machine's is shown; null where there was none. */
  readonly unusable: string | null;
  readonly provider: Provider;
}

export interface EngineRequest extends FillRequest {
  /** A newer request with the same key replaces an older one that has not run yet. */
  readonly gapKey?: string;
  /** The version that is to answer; the untaught one where none is named. */
  readonly version?: string;
  /** A version that answers too, unseen, once no request waits. */
  readonly shadow?: string | null;
  /** Set where the writer's gateway may answer: the key that keeps the writer on one of its versions. */
  readonly sticky?: string | null;
}

/** What a shadow said, or why it said nothing. */
export type ShadowOutcome =
  | { readonly kind: 'answered'; readonly answer: FillAnswer; readonly topMilliseconds: number }
  | { readonly kind: 'failed'; readonly error: EngineError }
  /** A request came first, or the engine ended. */
  | { readonly kind: 'gave-way' };

export interface EngineFillOptions {
  readonly signal?: AbortSignal;
  /** May be called again where a crash made the request run twice. */
  readonly onFirst?: (answer: FillAnswer) => void;
  /** Called once for every answer that has a shadow. */
  readonly onShadow?: (outcome: ShadowOutcome) => void;
}

export interface EngineOptions {
  readonly fork: ForkChild;
  /** File of the engine's process. */
  readonly entry: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly threads?: number;
  readonly prepack?: boolean;
  /** Resolves a model's wish to the provider to start with. */
  readonly choose: (model: EngineModel) => Promise<{ provider: Provider; note: Message | null }>;
  /** Told when an engine died under a provider other than CPU. */
  readonly distrust?: (model: EngineModel, provider: Provider) => void;
}

export interface PrepareOptions extends AskOptions {
  /** Texts with a gap where none of the writer's words belongs: see `Host`. */
  readonly others?: readonly string[];
}

export interface Engine {
  /** Settles when this model answers. @throws CodedError where it cannot, `superseded` by a later `use`. */
  use(model: EngineModel | null): Promise<void>;
  /**
   * @throws CodedError `no-model`, `superseded`, `engine-failed`, `engine-crash-loop` or the filler's own;
   * the signal's reason when it fires.
   */
  fill(request: EngineRequest, options?: EngineFillOptions): Promise<EngineAnswer>;
  /**
   * Loads a version of the model in use and runs it on `gaps`; requests of that version wait meanwhile. A new
   * process has none loaded: see `onProcess`.
   * @throws CodedError `patch-corrupt`, `patch-foreign`, `model-broken`, `engine-failed` where the process
   * ended meanwhile, `aborted` where it was unloaded, and what `fill` throws
   */
  load(version: VersionFile, gaps: readonly string[]): Promise<LoadReport>;
  unload(id: string): Promise<void>;
  /** What a memory knows places by, float32 [H]. Done between requests. @throws CodedError `no-gap` */
  embed(places: readonly Place[]): Promise<readonly Float32Array[]>;
  /**
   * Lets near places be told from others: see `Chore`. Texts hold a gap each.
   * @throws CodedError `aborted` when the signal fires: what was measured stays
   */
  prepare(texts: readonly string[], options?: PrepareOptions): Promise<void>;
  /**
   * Calibrates the base model, and answers accordingly from then on; does nothing where it was calibrated before.
   * @returns null where nothing was done
   * @throws CodedError `aborted` when the signal fires: nothing is stored
   */
  calibrate(gaps: readonly CalibrationGap[], options?: AskOptions): Promise<Calibration | null>;
  /** The writer's own words from now on, over restarts too. */
  setTerms(terms: Terms): void;
  /** Changes what is remembered from now on, over restarts too; another model remembers nothing. */
  remember(change: MemoryChange): void;
  /** What both have come to so far. */
  taught(): { readonly terms: Terms; readonly memory: readonly MemoryEntry[] };
  /** A gateway that answers requests with a sticky key from now on, over restarts too; null for none. */
  setGateway(access: GatewayAccess | null): void;
  gatewayAccess(): GatewayAccess | null;
  gateway(): GatewayReport;
  /** @returns a function that ends the subscription. */
  onGateway(listener: (report: GatewayReport) => void): () => void;
  state(): EngineState;
  /** @returns a function that ends the subscription. */
  onState(listener: (state: EngineState) => void): () => void;
  /**
   * Called when another process is ready, before it is sent any request: it has no version loaded.
   * @returns a function that ends the subscription.
   */
  onProcess(listener: () => void): () => void;
  restart(): void;
  close(): void;
}

/** The precision of an engine's base model; float32 where none is ready. */
export const precisionOf = (state: EngineState): Precision =>
  state.phase === 'ready' ? state.precision : 'float32';

import type { VersionId } from '../versions/policy/version.ts';
import type { Shares } from './shares.ts';

/** What the controller asks of a serving engine. Each engine has one adapter. */

export interface TrafficSplit {
  /** The split as the engine is set now, whoever set it. */
  read(): Promise<Shares>;
  /** Sets the engine's own traffic split; running replicas go on. */
  set(shares: Shares): Promise<void>;
}

/** Counts of one series since its process started. */
export interface Counter {
  readonly answered: number;
  readonly failed: number;
  /** Of the answered ones, all together. */
  readonly milliseconds: number;
}

/** Counters by series: `VERSION INSTANCE`. A counter that is lower than before started anew. */
export type Totals = Readonly<Record<string, Counter>>;

export interface Evidence {
  /** The counters of these versions, of every replica that can be asked. */
  read(versions: readonly VersionId[]): Promise<Totals>;
}

export interface ServingEngine {
  readonly split: TrafficSplit;
  readonly evidence: Evidence;
  /** Whether the engine has loaded the version and would answer with it. */
  isReady(version: VersionId): Promise<boolean>;
}

export const seriesOf = (version: VersionId, instance: string): string => `${version} ${instance}`;

export const versionOfSeries = (series: string): VersionId => series.split(' ', 1)[0] ?? '';

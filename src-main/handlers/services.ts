import type { ForkChild } from '../base/child.ts';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Paths } from '../base/paths.ts';
import type { AppInfo } from '../contract/index.ts';
import type { Core } from '../core.ts';
import type { EventHub } from '../shell/dispatch.ts';
import type { Store } from '../store/open.ts';

export interface AppOptions {
  readonly paths: Paths;
  readonly fork: ForkChild;
  readonly shell: AppInfo['shell'];
  readonly version: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly environment: NodeJS.ProcessEnv;
  /** Absent where the shell has no folder picker. */
  readonly chooseFolder?: () => Promise<string | null>;
}

/** What handlers work with. */
export type Services = AppOptions & { readonly store: Store; readonly core: Core; readonly hub: EventHub };

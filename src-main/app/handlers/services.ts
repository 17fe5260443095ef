import type { ForkChild } from '../../base/child.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Paths } from '../../base/paths.ts';
import type { AppInfo } from '../../contract/index.ts';
import type { DocumentParser } from '../../documents/document-parser.ts';
import type { Sources } from '../../documents/sources.ts';
import type { OwnPhrases } from '../../phrases/own-phrases.ts';
import type { Phrasebook } from '../../phrases/phrasebook.ts';
import type { EventHub } from '../../shell/dispatch.ts';
import type { Store } from '../../store/open.ts';
import type { Team } from '../../team/team.ts';
import type { CheckedPackage } from '../../updates/check-package.ts';
import type { Core } from '../core.ts';
import type { AppGateway } from '../gateway.ts';
import type { HandedFiles } from '../handed-files.ts';
import type { Reach } from '../reach.ts';
import type { Running } from '../running.ts';

export type FilePurpose = 'open' | 'save' | 'pdf';

/** What a shell with the system's dialogs does with packages of a newer Bumo. */
export interface Packages {
  /** @returns null if the writer cancels the dialog */
  choose(): Promise<string | null>;
  /** Lets the system open a package that was checked, or its folder. @returns whether it did */
  open(checked: CheckedPackage): Promise<boolean>;
}

export interface AppOptions {
  readonly paths: Paths;
  readonly fork: ForkChild;
  readonly shell: AppInfo['shell'];
  readonly version: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly environment: NodeJS.ProcessEnv;
  /** Absent if the shell has no folder dialog. */
  readonly chooseFolder?: () => Promise<string | null>;
  /** Absent if the shell has no file dialog. `name` is the file's present name or path. */
  readonly chooseFile?: (purpose: FilePurpose, name: string | null) => Promise<string | null>;
  /** Absent if the system gives the shell no files. */
  readonly handed?: HandedFiles;
  /** Whether the machine runs on its battery; absent if the shell does not know. */
  readonly onBattery?: () => boolean;
  /** Absent if the writer types the path of a package and opens it. */
  readonly packages?: Packages;
  /** The page as a PDF; absent if the browser prints. */
  readonly printPdf?: () => Promise<Uint8Array>;
}

/** All services that the handlers use. */
export type Services = AppOptions &
  Pick<Running, 'teaching' | 'slots' | 'learning' | 'activity'> & {
    readonly store: Store;
    readonly core: Core;
    readonly hub: EventHub;
    readonly gateway: AppGateway;
    /** Opens and saves documents in a child process. */
    readonly parser: DocumentParser;
    /** The files that the page may name. */
    readonly reach: Reach;
    /** The bytes that documents were opened from. */
    readonly sources: Sources;
    /** The writer's own documents. */
    readonly ownPhrases: OwnPhrases;
    /** The sentences that Bumo ships, and those that an organisation shares; null if there are none. */
    readonly phrasebook: Phrasebook;
    /** What an organisation shares. */
    readonly team: Team;
  };

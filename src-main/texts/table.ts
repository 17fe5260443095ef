import { causes } from './tables/causes.ts';
import { cli } from './tables/cli.ts';
import { controller } from './tables/controller.ts';
import { data } from './tables/data.ts';
import { documents } from './tables/documents.ts';
import { editor } from './tables/editor.ts';
import { engine } from './tables/engine.ts';
import { files } from './tables/files.ts';
import { format } from './tables/format.ts';
import { gateway } from './tables/gateway.ts';
import { gpu } from './tables/gpu.ts';
import { health } from './tables/health.ts';
import { learn } from './tables/learn.ts';
import { learning } from './tables/learning.ts';
import { models } from './tables/models.ts';
import { own } from './tables/own.ts';
import { runs } from './tables/runs.ts';
import { settings } from './tables/settings.ts';
import { shell } from './tables/shell.ts';
import { store } from './tables/store.ts';
import { team } from './tables/team.ts';
import { updates } from './tables/updates.ts';
import { versions } from './tables/versions.ts';
import { workspace } from './tables/workspace.ts';

/**
 * Every sentence of interface, command line and archive, in both languages: ICU MessageFormat under `part.what`.
 * A check in test/checks finds entries that nobody uses and arguments that do not fit.
 */
export const table = {
  ...workspace,
  ...editor,
  ...files,
  ...format,
  ...models,
  ...settings,
  ...learn,
  ...own,
  ...runs,
  ...gateway,
  ...gpu,
  ...health,
  ...causes,
  ...cli,
  ...data,
  ...documents,
  ...engine,
  ...learning,
  ...shell,
  ...store,
  ...team,
  ...controller,
  ...updates,
  ...versions,
} satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>;

export type Code = keyof typeof table;

import { settings } from './001-settings.ts';
import { suggestions } from './002-suggestions.ts';
import { feedback } from './003-feedback.ts';
import { drafts } from './004-drafts.ts';
import { never } from './005-never.ts';
import { signals } from './006-signals.ts';
import { recentFiles } from './007-recent-files.ts';
import { journal } from './008-journal.ts';
import { samples } from './009-samples.ts';
import { versions } from './010-versions.ts';
import { exams } from './011-exams.ts';
import { rollouts } from './012-rollouts.ts';
import { slotState } from './013-slot-state.ts';
import { memoryKeys } from './014-memory-keys.ts';
import { slotByBase } from './015-slot-by-base.ts';
import { suggestionDocument } from './016-suggestion-document.ts';
import { chores } from './017-chores.ts';
import { draftRevisions } from './018-draft-revisions.ts';
import { unjudged } from './019-unjudged.ts';
import { unlearnable } from './020-unlearnable.ts';
import { ownDocuments } from './021-own-documents.ts';
import { offers } from './022-offers.ts';
import { removals } from './023-removals.ts';
import { judged } from './024-judged.ts';
import { judgementWindow } from './025-window.ts';
import { restrictChore } from './026-restrict-chore.ts';
import { team } from './027-team.ts';

/** SQL by version: entry 0 leads to version 1. Entries that were released never change. */
export const migrations: readonly string[] = [
  settings,
  suggestions,
  feedback,
  drafts,
  never,
  signals,
  recentFiles,
  journal,
  samples,
  versions,
  exams,
  rollouts,
  slotState,
  memoryKeys,
  slotByBase,
  suggestionDocument,
  chores,
  draftRevisions,
  unjudged,
  unlearnable,
  ownDocuments,
  offers,
  removals,
  judged,
  judgementWindow,
  restrictChore,
  team,
];

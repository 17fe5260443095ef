import { z } from 'zod';
import { method, nothing } from './method.ts';
import { OwnDocument, OwnDocumentPage, PhrasesState } from './phrases.ts';

const path = z.string().min(1).max(4096);

/** Methods of the writer's own documents. Reading continues after a call; `phrases` events report its progress. */
export const phraseMethods = {
  'phrases.state': method(nothing, PhrasesState),
  /** Without consent nothing is offered from own documents. The index stays, for a later consent. */
  'phrases.enable': method(z.object({ enabled: z.boolean() }), PhrasesState),
  /** Adds a folder. Its files are read if there is consent. */
  'phrases.addFolder': method(z.object({ path }), PhrasesState),
  /** Shows the system's dialog; null if the writer cancels it, or the shell has none. */
  'phrases.chooseFolder': method(nothing, z.object({ path: z.string().nullable() })),
  /** Removes a folder. Its documents leave all answers at once. */
  'phrases.removeFolder': method(z.object({ id: z.string() }), PhrasesState),
  'phrases.documents': method(OwnDocumentPage, z.object({ documents: z.array(OwnDocument), total: z.int() })),
  /** Removes a document from all answers at once. A later look through its folder leaves it out. */
  'phrases.removeDocument': method(z.object({ id: z.string() }), PhrasesState),
  /** Looks through all folders for new, changed and missing files. */
  'phrases.refresh': method(nothing, PhrasesState),
  /** Removes folders, documents, the index and the consent. */
  'phrases.forget': method(nothing, PhrasesState),
} as const;

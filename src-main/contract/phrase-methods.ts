import { z } from 'zod';
import { method, nothing } from './method.ts';
import { OwnDocument, OwnDocumentPage, PhrasesState } from './phrases.ts';

const path = z.string().min(1).max(4096);

/** Calls about the writer's own documents. Reading goes on after a call; its progress comes as `phrases` events. */
export const phraseMethods = {
  'phrases.state': method(nothing, PhrasesState),
  /** Off, nothing is offered from own documents from this moment on; what is indexed stays for the next yes. */
  'phrases.enable': method(z.object({ enabled: z.boolean() }), PhrasesState),
  /** Its files are read where the writer said yes. */
  'phrases.addFolder': method(z.object({ path }), PhrasesState),
  /** The shell's own dialog; null where the writer gave up, or there is none. */
  'phrases.chooseFolder': method(nothing, z.object({ path: z.string().nullable() })),
  /** Its documents are out of every answer at once. */
  'phrases.removeFolder': method(z.object({ id: z.string() }), PhrasesState),
  'phrases.documents': method(OwnDocumentPage, z.object({ documents: z.array(OwnDocument), total: z.int() })),
  /** Out of every answer at once, and stays out when its folder is looked through again. */
  'phrases.removeDocument': method(z.object({ id: z.string() }), PhrasesState),
  /** Looks through all folders for what is new, changed or gone. */
  'phrases.refresh': method(nothing, PhrasesState),
  /** Removes folders, documents, the index and the yes. */
  'phrases.forget': method(nothing, PhrasesState),
} as const;

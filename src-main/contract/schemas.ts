import { z } from 'zod';
import { CompletionOrigin } from './phrases.ts';
import { Message } from './text.ts';

/** The nouns that cross the contract. Times are milliseconds since the epoch, sizes are bytes. */

/** UTF-16 units of a word that the writer gives; a term may be the name of an act or an office. */
export const longestGiven = 64;

/** A code or figure, the same in both languages, or words for it in each. */
export const Detail = z.union([z.string(), Message, z.object({ zh: z.string(), en: z.string() })]);
export type Detail = z.infer<typeof Detail>;

/** One sentence in the two languages of the interface, in words that anyone understands. */
export const Bilingual = z.union([
  Message,
  z.object({
    zh: z.string(),
    en: z.string(),
    /** What is behind it, for whoever looks closer. */
    detail: Detail.optional(),
  }),
]);
export type Bilingual = z.infer<typeof Bilingual>;

/** An execution provider of ONNX Runtime, by its name in `InferenceSession.SessionOptions`. */
export const ProviderName = z.enum(['cuda', 'dml', 'coreml', 'webgpu', 'cpu']);
export type Provider = z.infer<typeof ProviderName>;
/** Where models come from. */
export const SourceName = z.enum(['huggingface', 'mirror', 'modelscope', 'maven', 'folder', 'resources']);
export type SourceName = z.infer<typeof SourceName>;

/** A key as `Ctrl+Alt+Shift+Name`; names are those of `KeyboardEvent.key`. */
const KeyName = z
  .string()
  .min(1)
  .max(40)
  .regex(/^(?:Ctrl\+)?(?:Alt\+)?(?:Shift\+)?[^\s]+$/);

export const InlineKeys = z.object({
  accept: KeyName.default('Tab'),
  /** Takes a word. */
  acceptPart: KeyName.default('Ctrl+ArrowRight'),
  next: KeyName.default('Alt+]'),
  previous: KeyName.default('Alt+['),
  dismiss: KeyName.default('Escape'),
  // Later than the others: where a writer chose one of these keys for something else before, that is found first.
  acceptCharacter: KeyName.default('Alt+ArrowRight'),
  /** Takes all up to the next punctuation. */
  acceptClause: KeyName.default('Alt+End'),
});
export type InlineKeys = z.infer<typeof InlineKeys>;

/** Moments after `after`, up to and including `until`. */
const Span = z.object({ after: z.int(), until: z.int() });
export const mostSkips = 100;

/** How much of what is offered unasked is to be right. */
export const InlineLevel = z.enum(['quiet', 'moderate', 'eager']);
export type InlineLevel = z.infer<typeof InlineLevel>;

export const Settings = z.object({
  language: z.enum(['zh', 'en']).default('zh'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Who changes are from in files that record them; empty for nobody in particular. */
  writerName: z.string().max(100).default(''),
  /** `auto` takes the fastest provider that answers as the CPU does. */
  provider: z.union([z.literal('auto'), ProviderName]).default('auto'),
  /** Longest word offered for one gap, in characters. */
  maxLength: z.int().min(1).max(6).default(4),
  /** Most candidates shown. */
  top: z.int().min(1).max(9).default(5),
  /** Base address of a mirror that serves the hub's paths; null asks none. */
  mirror: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
  /** Whether a word is offered unasked when the writer pauses. */
  inlineEnabled: z.boolean().default(true),
  /** How sure the model must be for that. */
  inlineLevel: InlineLevel.default('moderate'),
  /** Milliseconds after the last change. */
  inlineDelayMs: z.int().min(100).max(3000).default(250),
  inlineKeys: InlineKeys.prefault({}),
  /** Whether the writer was told once what own documents are good for. */
  documentsOffered: z.boolean().default(false),
  /** Whether what the writer does with a word without a word about it is kept. */
  implicitSignals: z.boolean().default(true),
  /** Whether corrections are remembered at once, besides being learned. */
  memory: z.boolean().default(true),
  /**
   * What was taught then is not remembered, though it is learned: an earlier state was restored. Ascending, apart.
   */
  memorySkips: z.array(Span).max(mostSkips).default([]),
  /** When corrections are learned without being asked for: a question, at night on mains, or not at all. */
  learnWhen: z.enum(['ask', 'nightly', 'never']).default('ask'),
  /** Whether sentences of the writer's own documents may guard against forgetting. */
  learnFromDocuments: z.boolean().default(false),
  /** How a version that passed its exam takes over. */
  rolloutMode: z.enum(['now', 'staged', 'shadow']).default('staged'),
  /** The model in use; null until one is installed. */
  modelId: z.string().nullable().default(null),
});
export type Settings = z.infer<typeof Settings>;

type Defaulted = z.ZodDefault | z.ZodPrefault;

/** Fields that may be absent. `partial()` alone would fill in their defaults: a change of one field would reset the others. */
function withoutDefaults<Shape extends Record<string, Defaulted>>(shape: Shape) {
  const fields = Object.entries(shape).map(([name, field]) => [name, z.optional(field.unwrap())]);
  type Fields = { [Name in keyof Shape]: z.ZodOptional<ReturnType<Shape[Name]['unwrap']>> };
  return z.object(Object.fromEntries(fields) as Fields);
}

/** The fields that are to have another value. */
export const SettingsChange = withoutDefaults(Settings.shape);

/** One source's answer to a wish for a model. */
export const Attempt = z.object({
  source: SourceName,
  served: z.boolean(),
  /** Why this source did not serve; what it served otherwise. */
  text: Bilingual,
});
export type Attempt = z.infer<typeof Attempt>;

export const ModelInfo = z.object({
  id: z.string(),
  name: Bilingual,
  /** SPDX identifier, or null for an imported model that names none. */
  licence: z.string().nullable(),
  bytes: z.int(),
  installed: z.boolean(),
  isDefault: z.boolean(),
  /** Where the installed files came from. */
  installedFrom: SourceName.nullable(),
  /** Sources in the order they are asked. */
  sources: z.array(SourceName),
});
export type ModelInfo = z.infer<typeof ModelInfo>;

const downloadBase = { modelId: z.string() };
/** How an installation goes. */
export const DownloadEvent = z.discriminatedUnion('phase', [
  z.object({ ...downloadBase, phase: z.literal('asking'), source: SourceName }),
  z.object({
    ...downloadBase,
    phase: z.literal('downloading'),
    source: SourceName,
    file: z.string(),
    receivedBytes: z.int(),
    /** Null where the source does not say. */
    totalBytes: z.int().nullable(),
    bytesPerSecond: z.number(),
    secondsLeft: z.number().nullable(),
  }),
  z.object({ ...downloadBase, phase: z.literal('converting'), source: SourceName }),
  z.object({ ...downloadBase, phase: z.literal('verifying'), source: SourceName }),
  /** The model is there; what is measured on it once is being measured: `done` of `of` places. */
  z.object({ ...downloadBase, phase: z.literal('measuring'), done: z.int(), of: z.int() }),
  /** The end of that for a model that was there before. */
  z.object({ ...downloadBase, phase: z.literal('measured') }),
  z.object({ ...downloadBase, phase: z.literal('refused'), attempt: Attempt }),
  z.object({ ...downloadBase, phase: z.literal('done'), source: SourceName, attempts: z.array(Attempt) }),
  z.object({ ...downloadBase, phase: z.literal('failed'), text: Bilingual, attempts: z.array(Attempt) }),
  z.object({ ...downloadBase, phase: z.literal('cancelled') }),
]);
export type DownloadEvent = z.infer<typeof DownloadEvent>;

export const EngineState = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('none') }),
  z.object({ phase: z.literal('starting'), modelId: z.string() }),
  z.object({
    phase: z.literal('ready'),
    modelId: z.string(),
    /** `base` until a taught version takes over. */
    version: z.string(),
    provider: ProviderName,
    /** Why a faster or a chosen provider is not the one in use. */
    providerNote: Bilingual.nullable(),
    /** The catalog's default, where another model answers in its place. */
    standInFor: z.string().nullable(),
    /** The model that is being started to take this one's place; the same one in a new process, too. */
    next: z.string().nullable(),
  }),
  z.object({ phase: z.literal('restarting'), modelId: z.string(), attempt: z.int(), text: Bilingual }),
  z.object({ phase: z.literal('failed'), modelId: z.string(), text: Bilingual }),
]);
export type EngineState = z.infer<typeof EngineState>;

export const Candidate = z.object({
  word: z.string(),
  probability: z.number().min(0).max(1),
  /** Whether the general lexicon has it; absent where that was not looked up. */
  inLexicon: z.boolean().optional(),
  /** Offered because a style pair of the writer's has it as the formal word. */
  formal: z.boolean().optional(),
  /** Absent where only the model is asked. */
  origin: CompletionOrigin.optional(),
});
export type Candidate = z.infer<typeof Candidate>;

export const Gap = z.object({
  /** UTF-16 offsets in the request's text, end exclusive. */
  start: z.int(),
  end: z.int(),
  candidates: z.array(Candidate),
  /** Names the record that feedback refers to; null where nothing was recorded. */
  suggestionId: z.string().nullable(),
  /** The glossary term that the selected word is or belongs to: nothing is offered in its place. */
  term: z.string().optional(),
});
export type Gap = z.infer<typeof Gap>;

export const FillInput = z.object({
  requestId: z.string().min(1).max(100),
  /** Holds at least one `[MASK]`. */
  text: z.string().max(2_000_000),
  /** A newer request with the same key replaces an older one that has not run yet. */
  gapKey: z.string().max(100).optional(),
  maxLength: z.int().min(1).max(6).optional(),
  top: z.int().min(1).max(50).optional(),
  /** Offers nothing, and records nothing, where the best word is less probable than this. */
  atLeast: z.number().min(0).max(1).optional(),
  /** The word that stands at the gap which begins at `start`, where others are asked for in its place. */
  original: z.object({ word: z.string().min(1).max(longestGiven), start: z.int().min(0) }).optional(),
  /** Whose own rules hold besides those for all documents. */
  documentId: z.string().max(100).optional(),
});
export type FillInput = z.infer<typeof FillInput>;

export const Suggestion = z.object({
  requestId: z.string(),
  /** `first` comes from one forward pass, `full` from the rescored list. */
  stage: z.enum(['first', 'full']),
  gaps: z.array(Gap),
  milliseconds: z.number(),
  modelId: z.string(),
  version: z.string(),
  provider: ProviderName,
});
export type Suggestion = z.infer<typeof Suggestion>;

/** What the writer said (right, wrong), did (accepted), or was only seen to do with a word (kept, changed, dismissed). */
export const FeedbackKind = z.enum(['accepted', 'right', 'wrong', 'kept', 'changed', 'dismissed']);
export type FeedbackKind = z.infer<typeof FeedbackKind>;
export const FeedbackItem = z.object({
  id: z.string(),
  suggestionId: z.string(),
  /** The document that it was said in; null where that is not known. */
  documentId: z.string().nullable(),
  at: z.int(),
  kind: FeedbackKind,
  /** The text around the gap as it is stored, personal data replaced. */
  context: z.string(),
  offered: z.array(Candidate),
  /** The word accepted or meant; null where the writer gave none. */
  word: z.string().nullable(),
  /** How much it counts for learning: 1 for what was said, less for what was only seen. */
  weight: z.number().min(0).max(1),
  modelId: z.string(),
  version: z.string(),
  provider: ProviderName,
  milliseconds: z.number(),
});
export type FeedbackItem = z.infer<typeof FeedbackItem>;

/** A word that is not to be offered again. */
export const NeverRule = z.object({
  id: z.string(),
  at: z.int(),
  word: z.string(),
  scope: z.enum(['document', 'everywhere']),
  /** Null for a rule that holds everywhere. */
  documentId: z.string().nullable(),
});
export type NeverRule = z.infer<typeof NeverRule>;

export const Notice = z.object({
  level: z.enum(['info', 'warning', 'error']),
  text: Bilingual,
});
export type Notice = z.infer<typeof Notice>;

export const AppInfo = z.object({
  version: z.string(),
  shell: z.enum(['electron', 'browser']),
  modelsDir: z.string(),
  capabilities: z.object({
    /** The shell can show a folder picker. */
    chooseFolder: z.boolean(),
    /** The shell can show a file dialog of the system. */
    chooseFile: z.boolean(),
    /** The shell can write the page as a PDF; elsewhere the browser prints. */
    pdf: z.boolean(),
  }),
  /** What the writer must know from the start, e.g. a store restored from its backup. */
  notices: z.array(Notice),
});
export type AppInfo = z.infer<typeof AppInfo>;

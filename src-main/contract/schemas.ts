import { z } from 'zod';
import { Calibration } from './calibration.ts';
import { CompletionOrigin } from './phrases.ts';
import { Message } from './text.ts';

/** Shapes that cross the contract. Times are milliseconds since the epoch, sizes are bytes. */

/** Most UTF-16 units of a word that the writer gives; a term may be the name of a law or an office. */
export const longestGiven = 64;

/** An execution provider of ONNX Runtime, by its name in `InferenceSession.SessionOptions`. */
export const ProviderName = z.enum(['cuda', 'dml', 'coreml', 'webgpu', 'cpu']);
export type Provider = z.infer<typeof ProviderName>;
/** What ran a model for an answer: this machine's provider, or a gateway. */
export const AnsweredBy = z.enum([...ProviderName.options, 'gateway']);
export type AnsweredBy = z.infer<typeof AnsweredBy>;
/** The numbers that a model's linear layers run on. */
export const Precision = z.enum(['float32', 'int8']);
export type Precision = z.infer<typeof Precision>;
/** A source of models. */
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
  // These come last: a key that an older version assigned to another command is found first.
  acceptCharacter: KeyName.default('Alt+ArrowRight'),
  /** Accepts all up to the next punctuation. */
  acceptClause: KeyName.default('Alt+End'),
});
export type InlineKeys = z.infer<typeof InlineKeys>;

/** The times after `after`, up to and including `until`. */
const Span = z.object({ after: z.int(), until: z.int() });
export const mostSkips = 100;

/** The promised precision of ghosts. */
export const InlineLevel = z.enum(['quiet', 'moderate', 'eager']);
export type InlineLevel = z.infer<typeof InlineLevel>;

export const Settings = z.object({
  language: z.enum(['zh', 'en']).default('zh'),
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** Author of tracked changes; empty for `unnamedWriter`. */
  writerName: z.string().max(100).default(''),
  /** `auto`: the fastest provider whose logits agree with the CPU's. */
  provider: z.union([z.literal('auto'), ProviderName]).default('auto'),
  /** Longest word offered for one gap, in characters. */
  maxLength: z.int().min(1).max(6).default(4),
  /** Most candidates shown. */
  top: z.int().min(1).max(9).default(5),
  /** Base address of a mirror with the paths of Hugging Face; null for none. */
  mirror: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
  /** Whether other words are offered by themselves when a word is selected. */
  selectionOpensList: z.boolean().default(true),
  /** Whether a ghost is shown when the writer pauses. */
  inlineEnabled: z.boolean().default(true),
  inlineLevel: InlineLevel.default('moderate'),
  /** Milliseconds from the last change to a ghost. */
  inlineDelayMs: z.int().min(100).max(3000).default(250),
  inlineKeys: InlineKeys.prefault({}),
  /** Whether the hint about own documents was shown. */
  documentsOffered: z.boolean().default(false),
  /** Whether implicit signals are stored: words kept, changed or dismissed. */
  implicitSignals: z.boolean().default(true),
  /** Whether the memory offers corrections at once, before a run learns them. */
  memory: z.boolean().default(true),
  /**
   * Times whose corrections the memory leaves out, since an earlier state was restored; runs still learn them.
   * Ascending and disjoint.
   */
  memorySkips: z.array(Span).max(mostSkips).default([]),
  /** When a run starts: after a question, by itself at night on mains power, or only on demand. */
  learnWhen: z.enum(['ask', 'nightly', 'never']).default('ask'),
  /** Whether sentences of the writer's own documents are replayed against forgetting. */
  learnFromDocuments: z.boolean().default(false),
  /** The rollout of a version that passed its exam. */
  rolloutMode: z.enum(['now', 'staged', 'shadow']).default('staged'),
  /** Minutes between two times that the shared files of a team are asked for; null for never by itself. */
  teamMinutes: z.int().min(5).max(10_080).nullable().default(60),
  /** The model in use; null until one is installed. */
  modelId: z.string().nullable().default(null),
});
export type Settings = z.infer<typeof Settings>;

type Defaulted = z.ZodDefault | z.ZodPrefault;

/** Makes fields optional. `partial()` would fill in their defaults, so that a change of one field reset the others. */
function withoutDefaults<Shape extends Record<string, Defaulted>>(shape: Shape) {
  const fields = Object.entries(shape).map(([name, field]) => [name, z.optional(field.unwrap())]);
  type Fields = { [Name in keyof Shape]: z.ZodOptional<ReturnType<Shape[Name]['unwrap']>> };
  return z.object(Object.fromEntries(fields) as Fields);
}

/** The fields to change. */
export const SettingsChange = withoutDefaults(Settings.shape);

/** The answer of one source to a request for a model. */
export const Attempt = z.object({
  source: SourceName,
  served: z.boolean(),
  /** Why the source did not serve the model, or what it served. */
  text: Message,
});
export type Attempt = z.infer<typeof Attempt>;

export const ModelInfo = z.object({
  id: z.string(),
  name: Message,
  /** SPDX identifier; null for an imported model without one. */
  licence: z.string().nullable(),
  bytes: z.int(),
  installed: z.boolean(),
  isDefault: z.boolean(),
  /** The source of the installed files. */
  installedFrom: SourceName.nullable(),
  /** Sources in the order they are asked. */
  sources: z.array(SourceName),
  /** How it did on the gaps that it was calibrated on; null before that. */
  measured: Calibration.shape.measured.nullable(),
});
export type ModelInfo = z.infer<typeof ModelInfo>;

const downloadBase = { modelId: z.string() };
/** Progress of an installation. */
export const DownloadEvent = z.discriminatedUnion('phase', [
  z.object({ ...downloadBase, phase: z.literal('asking'), source: SourceName }),
  z.object({
    ...downloadBase,
    phase: z.literal('downloading'),
    source: SourceName,
    file: z.string(),
    receivedBytes: z.int(),
    /** Null if the source does not report it. */
    totalBytes: z.int().nullable(),
    bytesPerSecond: z.number(),
    secondsLeft: z.number().nullable(),
  }),
  z.object({ ...downloadBase, phase: z.literal('converting'), source: SourceName }),
  z.object({ ...downloadBase, phase: z.literal('verifying'), source: SourceName }),
  /** The model is installed; the background of its memory is being measured: `done` of `of` places. */
  z.object({ ...downloadBase, phase: z.literal('measuring'), done: z.int(), of: z.int() }),
  /** The end of the measurement of a model that was installed before. */
  z.object({ ...downloadBase, phase: z.literal('measured') }),
  z.object({ ...downloadBase, phase: z.literal('refused'), attempt: Attempt }),
  z.object({ ...downloadBase, phase: z.literal('done'), source: SourceName, attempts: z.array(Attempt) }),
  z.object({ ...downloadBase, phase: z.literal('failed'), text: Message, attempts: z.array(Attempt) }),
  z.object({ ...downloadBase, phase: z.literal('cancelled') }),
]);
export type DownloadEvent = z.infer<typeof DownloadEvent>;

export const EngineState = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('none') }),
  z.object({ phase: z.literal('starting'), modelId: z.string() }),
  z.object({
    phase: z.literal('ready'),
    modelId: z.string(),
    /** The version that answers. */
    version: z.string(),
    provider: ProviderName,
    precision: Precision,
    /** Why the fastest or the chosen provider is not in use. */
    providerNote: Message.nullable(),
    /** The catalog's default model, if this model stands in for it. */
    standInFor: z.string().nullable(),
    /** The model that is starting to replace this one; may be the same model in a new process. */
    next: z.string().nullable(),
  }),
  z.object({ phase: z.literal('restarting'), modelId: z.string(), attempt: z.int(), text: Message }),
  z.object({ phase: z.literal('failed'), modelId: z.string(), text: Message }),
]);
export type EngineState = z.infer<typeof EngineState>;

export const Candidate = z.object({
  word: z.string(),
  probability: z.number().min(0).max(1),
  /** Whether the general lexicon has the word; absent if that was not looked up. */
  inLexicon: z.boolean().optional(),
  /** Whether a style pair has it as the formal word. */
  formal: z.boolean().optional(),
  /** Whether it is a word of the writer's that fits here and that the model did not offer. */
  own: z.boolean().optional(),
  /** Absent for an answer to `suggest.fill`. */
  origin: CompletionOrigin.optional(),
});
export type Candidate = z.infer<typeof Candidate>;

export const Gap = z.object({
  /** UTF-16 offsets in the request's text, end exclusive. */
  start: z.int(),
  end: z.int(),
  candidates: z.array(Candidate),
  /** Id of the record that feedback refers to; null if nothing was recorded. */
  suggestionId: z.string().nullable(),
  /** The glossary term that the selected word is part of: no other word is offered then. */
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
  /** Offers and records nothing if the best word is less probable. */
  atLeast: z.number().min(0).max(1).optional(),
  /** The selected word that the gap at `start` replaces. */
  original: z.object({ word: z.string().min(1).max(longestGiven), start: z.int().min(0) }).optional(),
  /** The number of characters of the word at the gap at `start`, if the writer knows it; any by default. */
  length: z.object({ characters: z.int().min(1).max(6), start: z.int().min(0) }).optional(),
  /** The document whose never-rules apply, besides those for all documents. */
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
  provider: AnsweredBy,
});
export type Suggestion = z.infer<typeof Suggestion>;

/** The writer's judgement (right, wrong), act (accepted), or implicit signal (kept, changed, dismissed). */
export const FeedbackKind = z.enum(['accepted', 'right', 'wrong', 'kept', 'changed', 'dismissed']);
export type FeedbackKind = z.infer<typeof FeedbackKind>;
export const FeedbackItem = z.object({
  id: z.string(),
  suggestionId: z.string(),
  /** The document of the feedback; null if it is unknown. */
  documentId: z.string().nullable(),
  at: z.int(),
  kind: FeedbackKind,
  /** The text around the gap, with personal data replaced. */
  context: z.string(),
  offered: z.array(Candidate),
  /** The word that the writer accepted or meant; null if there is none. */
  word: z.string().nullable(),
  /** Weight in learning: 1 for a judgement, less for an implicit signal. */
  weight: z.number().min(0).max(1),
  modelId: z.string(),
  version: z.string(),
  provider: AnsweredBy,
  milliseconds: z.number(),
});
export type FeedbackItem = z.infer<typeof FeedbackItem>;

/** A word that must not be offered. */
export const NeverRule = z.object({
  id: z.string(),
  at: z.int(),
  word: z.string(),
  scope: z.enum(['document', 'everywhere']),
  /** Null for a rule that applies to all documents. */
  documentId: z.string().nullable(),
});
export type NeverRule = z.infer<typeof NeverRule>;

export const Notice = z.object({
  level: z.enum(['info', 'warning', 'error']),
  text: Message,
});
export type Notice = z.infer<typeof Notice>;

export const AppInfo = z.object({
  version: z.string(),
  shell: z.enum(['electron', 'browser']),
  modelsDir: z.string(),
  capabilities: z.object({
    /** The shell has a folder dialog. */
    chooseFolder: z.boolean(),
    /** The shell has a file dialog. */
    chooseFile: z.boolean(),
    /** The shell can write the page as a PDF; elsewhere the browser prints. */
    pdf: z.boolean(),
  }),
  /** Messages of the start, for example that the store was restored from a backup. */
  notices: z.array(Notice),
});
export type AppInfo = z.infer<typeof AppInfo>;

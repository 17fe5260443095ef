import type { DocumentFormat, Stamp } from '../../src-main/contract/index.ts';
import type { Message } from '../../src-main/contract/text.ts';
import type { Asking, Naming, Target } from './asking.ts';
import type { FileEffect, FileEvent, Output, Wish, Written } from './file-events.ts';
import type { OpenFile } from './open-file.ts';

/**
 * Saving a document as a pure function: update(state, event) → state + effects. There is one task at a time: a
 * request during a write waits for its end, and answers to finished tasks are ignored. The caller carries out
 * requests, dialogs and changes of the document.
 */

type Task =
  /** The system's dialog is open. */
  | { readonly kind: 'choosing'; readonly id: number; readonly naming: Naming }
  /** The losses in another format are being found. */
  | { readonly kind: 'weighing'; readonly id: number; readonly target: Target }
  /** `edits`: number of changes in the written document. */
  | { readonly kind: 'writing'; readonly id: number; readonly target: Target; readonly edits: number }
  /** A write was refused because the file changed: its new stamp is being read. */
  | { readonly kind: 'comparing'; readonly id: number }
  | { readonly kind: 'loading'; readonly id: number };

export interface FileState {
  readonly file: OpenFile | null;
  /** Changes of the document so far. */
  readonly edits: number;
  readonly asking: Asking | null;
  readonly task: Task | null;
  /** The last request that came during a task. */
  readonly next: Wish | null;
  /** The check of the file in progress; null for none. */
  readonly looking: { readonly id: number; readonly stamp: Stamp } | null;
  /** Number of tasks and checks so far. */
  readonly made: number;
}

export interface FileStep {
  readonly state: FileState;
  readonly effects: readonly FileEffect[];
}

export const noFile: FileState = {
  file: null,
  edits: 0,
  asking: null,
  task: null,
  next: null,
  looking: null,
  made: 0,
};

/** Whether the document is saved in its file, and no task could still change that. */
export const isInFile = ({ file, task, asking }: FileState): boolean =>
  file?.current === true && task === null && asking === null;

const step = (state: FileState, ...effects: FileEffect[]): FileStep => ({ state, effects });
const ended = (state: FileState): FileState => ({ ...state, task: null, next: null });
const ask = (state: FileState, asking: Asking): FileStep => step({ ...ended(state), asking });
const fail = (state: FileState, text: Message): FileStep => step(ended(state), { type: 'say-failed', text });

/** Starts a task and drops open questions. */
function start(state: FileState, run: (id: number) => [Task, FileEffect]): FileStep {
  const id = state.made + 1;
  const [task, effect] = run(id);
  return step({ ...state, made: id, asking: null, looking: null, task }, effect);
}

/** The file after the writer or a save changed it. */
const withFile = (state: FileState, file: OpenFile | null): FileStep =>
  step({ ...state, file }, { type: 'record', file, why: 'file' });

function then({ state, effects }: FileStep, go: (state: FileState) => FileStep): FileStep {
  const after = go(state);
  return step(after.state, ...effects, ...after.effects);
}

/** Markdown and plain text share their encoding. */
function outputOf({ file }: FileState, format: DocumentFormat): Output {
  const { form = null, encoding } = (format === 'docx' ? null : file) ?? {};
  return { format, form, ...(encoding && { encoding }) };
}

function write(state: FileState, target: Target): FileStep {
  const { file, edits } = state;
  const same = target.to === 'path' && file?.path === target.path;
  const expected = same ? (file.stamp ?? null) : null;
  const output = outputOf(state, target.format);
  return start(state, (id) => [
    { kind: 'writing', id, target, edits },
    { type: 'write', id, target, output, expected },
  ]);
}

/** Losses of another format are shown before writing. */
function weigh(state: FileState, target: Target): FileStep {
  // A new document has Word's format.
  if (target.format === (state.file?.format ?? 'docx')) return write(state, target);
  const output = outputOf(state, target.format);
  return start(state, (id) => [
    { kind: 'weighing', id, target },
    { type: 'weigh', id, output },
  ]);
}

const choose = (state: FileState, naming: Naming): FileStep =>
  start(state, (id) => [
    { kind: 'choosing', id, naming },
    { type: 'choose', id, naming },
  ]);

function save(state: FileState): FileStep {
  const { file } = state;
  if (!file) return choose(state, 'same');
  // A read-only file is saved as another file.
  if (file.readOnly) return choose(state, 'copy');
  const { name, losses, format, path } = file;
  if (losses.length > 0) return ask(state, { kind: 'losses', name, losses });
  return write(
    state,
    path ? { to: 'path', path, format, replace: false } : { to: 'download', format, naming: 'same' },
  );
}

function begin(state: FileState, wish: Wish): FileStep {
  if (wish.type === 'save') return save(state);
  return wish.type === 'write' ? weigh(state, wish.target) : choose(state, wish.naming);
}

function wished(state: FileState, wish: Wish): FileStep {
  if (!state.task) return begin(state, wish);
  // A system dialog is open already.
  return step(state.task.kind === 'choosing' ? state : { ...state, next: wish });
}

/** The waiting request; a document that is saved by now is not saved again. */
function goOn(state: FileState): FileStep {
  const { next } = state;
  const idle = ended(state);
  return !next || (next.type === 'save' && state.file?.current) ? step(idle) : begin(idle, next);
}

function written(state: FileState, target: Target, edits: number, { name, path, stamp }: Written): FileStep {
  const { format, form, encoding } = outputOf(state, target.format);
  const current = edits === state.edits;
  const place = path === undefined ? {} : { path, stamp: stamp ?? null };
  const file: OpenFile = { name, format, form, encoding, losses: [], current, ...place };
  // Downloading a copy does not change the document's own file.
  const taken = target.to === 'path' || !state.file?.path ? withFile(state, file) : step(state);
  return then(step(taken.state, ...taken.effects, { type: 'say-saved', name }), goOn);
}

function refused(
  state: FileState,
  target: Target,
  { code, text }: Extract<FileEvent, { type: 'failed' }>,
): FileStep {
  const { path, stamp } = state.file ?? {};
  if (code === 'text-unencodable') return ask(state, { kind: 'utf8', text, target });
  if (code === 'file-exists' && target.to === 'path') return ask(state, { kind: 'exists', target });
  if (code !== 'file-changed' || !path || !stamp) return fail(state, text);
  return start(state, (id) => [
    { kind: 'comparing', id },
    { type: 'look', id, path, stamp },
  ]);
}

function failed(state: FileState, event: Extract<FileEvent, { type: 'failed' }>): FileStep {
  const { task, looking } = state;
  // The file cannot be checked now: the next check or save will tell.
  if (looking?.id === event.id) return step({ ...state, looking: null });
  if (task?.id !== event.id) return step(state);
  if (task.kind === 'writing') return refused(state, task.target, event);
  // A character that an encoding cannot hold is asked about when it is written.
  if (task.kind === 'weighing' && event.code === 'text-unencodable') return write(state, task.target);
  return fail(state, event.text);
}

function look(state: FileState): FileStep {
  const { file, task, asking, looking } = state;
  if (task || asking || looking || !file?.path || !file.stamp) return step(state);
  const { path, stamp } = file;
  const id = state.made + 1;
  return step({ ...state, made: id, looking: { id, stamp } }, { type: 'look', id, path, stamp });
}

function looked(
  state: FileState,
  { id, state: onDisk, stamp }: Extract<FileEvent, { type: 'looked' }>,
): FileStep {
  const { task, looking, file } = state;
  if (task?.kind === 'comparing' && task.id === id)
    return ask(state, { kind: 'changed', stamp, saving: true });
  if (looking?.id !== id) return step(state);
  const now = { ...state, looking: null };
  // The file was saved or asked about meanwhile: the answer is outdated.
  if (!file || file.stamp !== looking.stamp || task || state.asking || onDisk === 'same') return step(now);
  if (onDisk === 'changed') return step({ ...now, asking: { kind: 'changed', stamp, saving: false } });
  const { state: gone, effects } = withFile(now, { ...file, stamp: null, current: false });
  return step(gone, ...effects, { type: 'say-gone', name: file.name });
}

function reload(state: FileState): FileStep {
  const { path, form } = state.file ?? {};
  if (!path) return step({ ...state, asking: null });
  return start(state, (id) => [
    { kind: 'loading', id },
    { type: 'load', id, path, encoding: form?.encoding ?? null },
  ]);
}

function agree(state: FileState): FileStep {
  const { asking, file } = state;
  switch (asking?.kind) {
    case 'losses':
      return file && !file.path
        ? weigh(state, { to: 'download', format: file.format, naming: 'beside' })
        : choose(state, 'beside');
    case 'conversion':
      return write(state, asking.target);
    case 'exists':
      return write(state, { ...asking.target, replace: true });
    case 'utf8':
      return then(file ? withFile(state, { ...file, encoding: 'utf-8' }) : step(state), (now) =>
        write(now, asking.target),
      );
    case 'changed':
      return reload(state);
    default:
      return step({ ...state, asking: null });
  }
}

/** A changed file stays as it is until the requested save, or the next one, replaces it. */
function decline(state: FileState): FileStep {
  const { asking, file } = state;
  const now = { ...state, asking: null };
  if (asking?.kind !== 'changed' || !file) return step(now);
  const kept = withFile(now, { ...file, stamp: asking.stamp, current: false });
  return asking.saving ? then(kept, save) : kept;
}

function opened(
  state: FileState,
  { file, incoming, candidates }: Extract<FileEvent, { type: 'opened' }>,
): FileStep {
  const chosen = file?.form?.encoding;
  // Read again in the chosen encoding; the writer confirms whether it fits.
  const asked = state.asking?.kind === 'encoding' && state.asking.incoming === incoming ? state.asking : null;
  const among = candidates ?? asked?.candidates;
  const asking: Asking | null =
    among && chosen ? { kind: 'encoding', incoming, chosen, candidates: among } : null;
  return withFile({ ...ended(state), looking: null, asking }, file);
}

function edited(state: FileState): FileStep {
  const { file } = state;
  const now = { ...state, edits: state.edits + 1 };
  if (!file?.current) return step(now);
  const stale = { ...file, current: false };
  return step({ ...now, file: stale }, { type: 'record', file: stale, why: 'edited' });
}

/** Handles answers to the present task; other answers are late. */
function answered(state: FileState, event: FileEvent): FileStep {
  const { task } = state;
  if (!task || !('id' in event) || event.id !== task.id) return step(state);
  if (event.type === 'no-dialog' && task.kind === 'choosing')
    return ask(state, { kind: 'save', name: event.name });
  if (event.type === 'chosen' && task.kind === 'choosing') {
    const { path } = event;
    if (path === null) return step(ended(state));
    // The system's dialog has asked already whether to replace the file.
    const format = event.format ?? state.file?.format ?? 'docx';
    return weigh(ended(state), { to: 'path', path, format, replace: true });
  }
  if (event.type === 'weighed' && task.kind === 'weighing') {
    const { target } = task;
    const { losses } = event;
    return losses.length === 0 ? write(state, target) : ask(state, { kind: 'conversion', target, losses });
  }
  if (event.type === 'written' && task.kind === 'writing')
    return written(state, task.target, task.edits, event.written);
  if (event.type === 'loaded' && task.kind === 'loading')
    return step(state, { type: 'replace', id: task.id, opened: event.opened });
  if (event.type === 'reloaded' && task.kind === 'loading') return then(withFile(state, event.file), goOn);
  return step(state);
}

/** The state after an event, and what must be done outside. */
export function update(state: FileState, event: FileEvent): FileStep {
  switch (event.type) {
    case 'edited':
      return edited(state);
    case 'save':
    case 'save-as':
    case 'write':
      return wished(state, event);
    case 'agree':
      return agree(state);
    case 'decline':
      return decline(state);
    case 'dismiss':
      return step({ ...state, asking: null });
    case 'closed':
      return step({ ...ended(state), looking: null, asking: null });
    case 'ask-open':
      return state.task ? step(state) : step({ ...state, asking: { kind: 'open' } });
    case 'look':
      return look(state);
    case 'looked':
      return looked(state, event);
    case 'failed':
      return failed(state, event);
    case 'opened':
      return opened(state, event);
    case 'recorded': {
      // Another window answered the question.
      const asking = state.asking?.kind === 'changed' ? null : state.asking;
      return step({ ...state, file: event.file, asking });
    }
    default:
      return answered(state, event);
  }
}

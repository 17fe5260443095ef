import { statfs } from 'node:fs/promises';
import { exitCause } from '../base/cause.ts';
import { type CrashNote, readCrashNotes } from '../base/crash-notes.ts';
import { CodedError } from '../base/error.ts';
import type { Contact } from '../contract/contacts.ts';
import type { Message } from '../contract/text.ts';
import { asWritten, type Language, message, render } from '../texts/message.ts';
import { failureText, withDetail } from './output.ts';
import { readSettings, type Session, startEngine } from './session.ts';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly text: Message;
}

/** A gap whose answer every sound Chinese masked language model knows. */
const golden = { text: '北京是中国的首[MASK]。', answer: '都' };

async function attempt(name: string, run: () => Promise<Message>): Promise<Check> {
  try {
    return { name, ok: true, text: await run() };
  } catch (error) {
    return { name, ok: false, text: failureText(error) };
  }
}

async function checkModels({ core }: Session): Promise<Message> {
  const installed = (await core.library.list()).filter((model) => model.installed);
  for (const { id } of installed) await core.library.verify(id);
  const names = installed.map((model) => model.id).join(', ');
  return names === '' ? message('cli.none-installed') : asWritten(names);
}

async function checkDisk({ paths }: Session): Promise<Message> {
  const { bavail, bsize } = await statfs(paths.home).catch(() => statfs('.'));
  const gigabytes = `${((bavail * bsize) / 1e9).toFixed(1)} GB`;
  return message('cli.disk-free', { size: gigabytes });
}

async function checkProviders(session: Session): Promise<Message> {
  const choice = await session.core.probe(await readSettings(session));
  if (!choice) throw new CodedError('no-model', message('cli.no-model-to-try'));
  const line = (language: Language) =>
    choice.probes
      .map(
        (probe) =>
          `${probe.provider}: ${probe.works ? `${probe.milliseconds.toFixed(1)} ms` : withDetail(language, probe.text)}`,
      )
      .join('; ');
  return asWritten(line('zh'), line('en'));
}

async function checkEngine(session: Session): Promise<Message> {
  await startEngine(session);
  const { gaps, milliseconds } = await session.core.engine.fill({ text: golden.text, maxLength: 1, top: 1 });
  const word = gaps[0]?.candidates[0]?.word;
  if (word !== golden.answer) throw new Error(`${golden.text} gave ${word ?? 'nothing'}`);
  return message('cli.golden-gap', { text: golden.text, word, milliseconds: milliseconds.toFixed(0) });
}

/** Lines of a crash's note that the report shows; `--json` has all of them. */
const shownLines = 20;

function crashLines(note: CrashNote, language: Language): string[] {
  const day = new Date(note.at).toISOString().replace(/\.\d+Z$/, 'Z');
  const how = withDetail(language, exitCause(note.code, note.signal));
  return [`! ${note.process}\t${day} ${how}`, ...note.lines.slice(-shownLines).map((line) => `    ${line}`)];
}

/** Contacts that the report shows; `--json` has all of them. */
const shownContacts = 10;

function contactLines(contacts: readonly Contact[], language: Language): string[] {
  if (contacts.length === 0) return [`✓ network\t${render(message('models.noContacts'), language)}`];
  return contacts.slice(0, shownContacts).map(({ at, host, bytes, result }) => {
    const time = new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
    const size = `${(bytes / 1e6).toFixed(1)} MB`;
    return `· network\t${time} ${host} ${size} ${withDetail(language, result ?? message('models.contactOpen'))}`;
  });
}

/**
 * Checks store, disk, models, providers and engine, each whatever the others say, and shows what crashed processes
 * left. Fails where a check does.
 */
export async function doctor(session: Session): Promise<void> {
  const { core, output, paths } = session;
  const checks = [
    await attempt('store', async () => {
      await readSettings(session);
      return asWritten(paths.home);
    }),
    await attempt('disk', () => checkDisk(session)),
    await attempt('models', () => checkModels(session)),
    await attempt('providers', () => checkProviders(session)),
    await attempt('engine', () => checkEngine(session)),
  ];
  const crashes = readCrashNotes(paths.home);
  const contacts = core.library.contacts();
  const state = core.engine.state();
  const ready = state.phase === 'ready' ? state : null;
  output.result(
    {
      ok: checks.every((check) => check.ok),
      home: paths.home,
      modelsDir: paths.models,
      model: ready?.modelId ?? null,
      provider: ready?.provider ?? null,
      precision: ready?.precision ?? null,
      node: process.versions.node,
      checks: checks.map(({ name, ok, text }) => ({ name, ok, detail: withDetail(output.language, text) })),
      crashes,
      contacts: contacts.map((one) => ({
        ...one,
        result: one.result && withDetail(output.language, one.result),
      })),
    },
    [
      ...checks.map(
        ({ name, ok, text }) => `${ok ? '✓' : '✗'} ${name}\t${withDetail(output.language, text)}`,
      ),
      ...contactLines(contacts, output.language),
      ...crashes.flatMap((note) => crashLines(note, output.language)),
    ],
  );
  if (checks.some((check) => !check.ok)) process.exitCode = 1;
}

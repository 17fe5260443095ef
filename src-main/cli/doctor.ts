import { statfs } from 'node:fs/promises';
import { CodedError } from '../base/error.ts';
import type { Bilingual } from '../contract/schemas.ts';
import { failureText, withDetail } from './output.ts';
import { readSettings, type Session, startEngine } from './session.ts';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly text: Bilingual;
}

/** A gap whose answer every sound Chinese masked language model knows. */
const golden = { text: '北京是中国的首[MASK]。', answer: '都' };

async function attempt(name: string, run: () => Promise<Bilingual>): Promise<Check> {
  try {
    return { name, ok: true, text: await run() };
  } catch (error) {
    return { name, ok: false, text: failureText(error) };
  }
}

async function checkModels({ core }: Session): Promise<Bilingual> {
  const installed = (await core.library.list()).filter((model) => model.installed);
  for (const { id } of installed) await core.library.verify(id);
  const names = installed.map((model) => model.id).join(', ');
  return { zh: names || '尚未安装', en: names || 'none installed' };
}

async function checkDisk({ paths }: Session): Promise<Bilingual> {
  const { bavail, bsize } = await statfs(paths.home).catch(() => statfs('.'));
  const gigabytes = `${((bavail * bsize) / 1e9).toFixed(1)} GB`;
  return { zh: `剩余 ${gigabytes}`, en: `${gigabytes} free` };
}

async function checkProviders(session: Session): Promise<Bilingual> {
  const choice = await session.core.probe(await readSettings(session));
  if (!choice)
    throw new CodedError('no-model', {
      zh: '还没有安装模型，无法试运行。',
      en: 'No model is installed to try.',
    });
  const line = (language: 'zh' | 'en') =>
    choice.probes
      .map(
        (probe) =>
          `${probe.provider}: ${probe.works ? `${probe.milliseconds.toFixed(1)} ms` : withDetail(language, probe.text)}`,
      )
      .join('; ');
  return { zh: line('zh'), en: line('en') };
}

async function checkEngine(session: Session): Promise<Bilingual> {
  await startEngine(session);
  const { gaps, milliseconds } = await session.core.engine.fill({ text: golden.text, maxLength: 1, top: 1 });
  const word = gaps[0]?.candidates[0]?.word;
  if (word !== golden.answer) throw new Error(`${golden.text} gave ${word ?? 'nothing'}`);
  return {
    zh: `${golden.text} → ${word}，${milliseconds.toFixed(0)} 毫秒`,
    en: `${golden.text} → ${word}, ${milliseconds.toFixed(0)} ms`,
  };
}

/** Checks store, disk, models, providers and engine, each whatever the others say. Fails where one does. */
export async function doctor(session: Session): Promise<void> {
  const { core, output, paths } = session;
  const checks = [
    await attempt('store', async () => {
      await readSettings(session);
      return { zh: paths.home, en: paths.home };
    }),
    await attempt('disk', () => checkDisk(session)),
    await attempt('models', () => checkModels(session)),
    await attempt('providers', () => checkProviders(session)),
    await attempt('engine', () => checkEngine(session)),
  ];
  const state = core.engine.state();
  const ready = state.phase === 'ready' ? state : null;
  output.result(
    {
      ok: checks.every((check) => check.ok),
      home: paths.home,
      modelsDir: paths.models,
      model: ready?.modelId ?? null,
      provider: ready?.provider ?? null,
      node: process.versions.node,
      checks: checks.map(({ name, ok, text }) => ({ name, ok, detail: withDetail(output.language, text) })),
    },
    checks.map(({ name, ok, text }) => `${ok ? '✓' : '✗'} ${name}\t${withDetail(output.language, text)}`),
  );
  if (checks.some((check) => !check.ok)) process.exitCode = 1;
}

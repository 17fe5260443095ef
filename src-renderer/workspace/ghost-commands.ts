import { asWritten, message } from '../../src-main/texts/message.ts';
import type { OpenDocument } from '../documents/open-document.svelte.ts';
import { formatPercent } from '../i18n/format.ts';
import { say, t } from '../i18n/index.svelte.ts';
import type { AppState } from '../state/app-state.svelte.ts';
import { candidateOf, wordOf } from '../suggest/ghost/ghost-state.ts';
import { sourceOf } from '../suggest/origin.ts';

/** Commands for the suggestion at the caret: why it is offered, and never to offer it again. */

interface Context {
  readonly app: AppState;
  readonly document: OpenDocument;
}

/** The sentence in the writer's language, for whoever takes both. */

export function tellWhy({ app, document }: Context): void {
  const { ghost } = document.ghosts;
  if (!ghost) return;
  const candidate = candidateOf(ghost);
  const from = sourceOf(candidate) ?? modelOf(app);
  if (from === null) return;
  const parts = [
    from,
    t('why.probability', { percent: formatPercent(candidate.probability) }),
    ...(candidate.inLexicon === undefined
      ? []
      : [t(candidate.inLexicon ? 'why.inLexicon' : 'why.notInLexicon')]),
  ];
  app.tell(asWritten(`“${candidate.word}”：${parts.join('；')}`));
}

/** The answering model; null for none. */
function modelOf({ engine, models }: AppState): string | null {
  if (engine.phase !== 'ready') return null;
  const known = models.find((one) => one.id === engine.modelId);
  const model = known ? say(known.name) : engine.modelId;
  const version = engine.version === 'base' ? t('status.version.base') : engine.version;
  return t('why.model', { model, version });
}

export async function neverGhost(
  { app, document }: Context,
  scope: 'document' | 'everywhere',
): Promise<void> {
  const { ghosts, suggestions } = document;
  if (!ghosts.ghost) return;
  const word = wordOf(ghosts.ghost);
  ghosts.command('dismiss');
  if (await suggestions.never(word, scope)) app.tell(message('command.neverDone', { word }));
}

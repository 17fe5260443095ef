import type { Handlers } from '../../contract/index.ts';
import { absolute } from '../../documents/files/read-file.ts';
import type { Services } from './services.ts';

type PhraseMethod = Extract<keyof Handlers, `phrases.${string}`>;

export function phraseHandlers({ ownPhrases, chooseFolder }: Services): Pick<Handlers, PhraseMethod> {
  return {
    'phrases.state': () => ownPhrases.state(),
    'phrases.enable'({ enabled }) {
      ownPhrases.enable(enabled);
      return ownPhrases.state();
    },
    async 'phrases.addFolder'({ path }) {
      await ownPhrases.addFolder(absolute(path));
      return ownPhrases.state();
    },
    'phrases.chooseFolder': async () => ({ path: chooseFolder ? await chooseFolder() : null }),
    'phrases.removeFolder'({ id }) {
      ownPhrases.removeFolder(id);
      return ownPhrases.state();
    },
    'phrases.documents': (page) => ownPhrases.documents(page),
    'phrases.removeDocument'({ id }) {
      ownPhrases.removeDocument(id);
      return ownPhrases.state();
    },
    'phrases.refresh'() {
      ownPhrases.refresh();
      return ownPhrases.state();
    },
    async 'phrases.forget'() {
      await ownPhrases.forget();
      return ownPhrases.state();
    },
  };
}

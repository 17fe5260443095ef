import { randomUUID } from 'node:crypto';
import type { Handlers } from '../contract/index.ts';
import { scrub } from '../privacy/scrub.ts';
import { exportFeedback, importFeedback } from '../store/exchange.ts';
import { editFeedback, giveFeedback, listFeedback, undoFeedback } from '../store/feedback.ts';
import { addRule, listRules, removeRule } from '../store/never.ts';
import type { Services } from './services.ts';

type KeepingMethod = Extract<keyof Handlers, `feedback.${string}` | `never.${string}`>;

export function keepingHandlers({ store, clock }: Services): Pick<Handlers, KeepingMethod> {
  return {
    'feedback.give'({ suggestionId, kind, word }) {
      const id = randomUUID();
      const at = clock.now();
      giveFeedback(store.write, {
        id,
        suggestionId,
        at,
        kind,
        word: word === null ? null : scrub(word).text,
      });
      return { id };
    },
    'feedback.undo'({ id }) {
      undoFeedback(store.write, id);
      return {};
    },
    'feedback.edit'({ id, word }) {
      editFeedback(store.write, id, scrub(word).text);
      return {};
    },
    'feedback.export': ({ format }) => ({ text: exportFeedback(store.read, format) }),
    'feedback.import': ({ format, text }) =>
      importFeedback(store.write, text, {
        format,
        scrub: (one) => scrub(one).text,
        newId: randomUUID,
      }),
    'feedback.preview': ({ text }) => ({ text: scrub(text).text }),
    'feedback.list': (page) => listFeedback(store.read, page),
    'never.add'(rule) {
      const documentId = rule.scope === 'document' ? rule.documentId : null;
      const { scope } = rule;
      const word = scrub(rule.word).text;
      return { id: addRule(store.write, { id: randomUUID(), at: clock.now(), word, scope, documentId }) };
    },
    'never.remove'({ id }) {
      removeRule(store.write, id);
      return {};
    },
    'never.list': ({ query }) => ({ rules: listRules(store.read, query) }),
  };
}

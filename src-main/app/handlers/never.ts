import { randomUUID } from 'node:crypto';
import type { Handlers } from '../../contract/index.ts';
import { scrub } from '../../privacy/scrub.ts';
import { addRule, listRules, removeRule } from '../../store/never.ts';
import type { Services } from './services.ts';

type NeverMethod = Extract<keyof Handlers, `never.${string}`>;

export const neverHandlers = ({ store, clock }: Services): Pick<Handlers, NeverMethod> => ({
  'never.add'(rule) {
    const documentId = rule.scope === 'document' ? rule.documentId : null;
    const word = scrub(rule.word).text;
    const id = randomUUID();
    return { id: addRule(store.write, { id, at: clock.now(), word, scope: rule.scope, documentId }) };
  },
  'never.remove'({ id }) {
    removeRule(store.write, id);
    return {};
  },
  'never.list': ({ query }) => ({ rules: listRules(store.read, query) }),
});

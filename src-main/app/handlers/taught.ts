import type { Handlers } from '../../contract/index.ts';
import { listPairs, removePair } from '../../store/pairs.ts';
import { listTerms, removeTerm } from '../../store/terms.ts';
import type { Services } from './services.ts';

type TaughtMethod = Extract<keyof Handlers, `terms.${string}` | `pairs.${string}`>;

/** The glossary's terms and the style pairs. */
export const taughtHandlers = ({ store, hub }: Services): Pick<Handlers, TaughtMethod> => ({
  'terms.list': ({ query }) => ({ terms: listTerms(store.read, query) }),
  'terms.remove'({ id }) {
    removeTerm(store.write, id);
    hub.emit('samples', { what: 'terms' });
    return {};
  },
  'pairs.list': ({ query }) => ({ pairs: listPairs(store.read, query) }),
  'pairs.remove'({ id }) {
    removePair(store.write, id);
    hub.emit('samples', { what: 'pairs' });
    return {};
  },
});

import { randomUUID } from 'node:crypto';
import { timeZone } from '../../base/stamp.ts';
import type { FeedbackKind, Handlers, InlineLevel } from '../../contract/index.ts';
import { type Scrubbed, scrub, scrubAt } from '../../privacy/scrub.ts';
import { exportFeedback, importFeedback } from '../../store/exchange.ts';
import {
  editFeedback,
  giveFeedback,
  isFeedback,
  listFeedback,
  suggestionOf,
  undoFeedback,
} from '../../store/feedback.ts';
import { addRule, listRules, removeRule } from '../../store/never.ts';
import { answerOffer, offersByLevel, takeAnswerBack } from '../../store/offers.ts';
import { getSettings } from '../../store/settings.ts';
import { isSuggestion, surroundingsOf, versionOfSuggestion } from '../../store/suggestions.ts';
import type { Services } from './services.ts';

type KeepingMethod = Extract<keyof Handlers, `feedback.${string}` | `never.${string}` | 'suggest.precision'>;

const noneShown = { shown: 0, accepted: 0 };

/** What a judgement says of the version that made the suggestion; null for nothing. */
const acceptedBy: Readonly<Record<FeedbackKind, boolean | null>> = {
  accepted: true,
  right: true,
  kept: null,
  wrong: false,
  changed: false,
  dismissed: false,
};

export function keepingHandlers({ store, slots, hub, clock }: Services): Pick<Handlers, KeepingMethod> {
  /** Feedback is what samples are made of. */
  const changed = () => hub.emit('samples', { what: 'samples' });
  function scrubbedFor(suggestionId: string, word: string): Scrubbed {
    const { before, after } = surroundingsOf(store.read, suggestionId);
    return scrubAt(before, word, after);
  }
  return {
    'feedback.give'({ suggestionId, kind, word }) {
      const id = randomUUID();
      const at = clock.now();
      const isOffer = answerOffer(store.write, { id: suggestionId, feedbackId: id, kind });
      // A phrase is no word of a model: nothing is learned from it.
      if (isOffer && !isSuggestion(store.read, suggestionId)) return { id };
      giveFeedback(store.write, {
        id,
        suggestionId,
        at,
        kind,
        word: word === null ? null : scrubbedFor(suggestionId, word),
      });
      const accepted = acceptedBy[kind];
      const version = versionOfSuggestion(store.read, suggestionId);
      if (accepted !== null && version !== null) slots.router.judged(version, accepted);
      changed();
      return { id };
    },
    'feedback.undo'({ id }) {
      const wasOffer = takeAnswerBack(store.write, id);
      if (wasOffer && !isFeedback(store.read, id)) return {};
      undoFeedback(store.write, id);
      changed();
      return {};
    },
    'feedback.edit'({ id, word }) {
      editFeedback(store.write, id, scrubbedFor(suggestionOf(store.read, id), word));
      changed();
      return {};
    },
    'feedback.export': ({ format }) => ({
      text: exportFeedback(store.read, format, { timeZone, language: getSettings(store.read).language }),
    }),
    'feedback.import'({ format, text }) {
      const imported = importFeedback(store.write, text, {
        format,
        scrub: (one) => scrub(one).text,
        scrubAt,
        newId: randomUUID,
      });
      changed();
      return imported;
    },
    'feedback.preview': ({ text }) => ({ text: scrub(text).text }),
    'feedback.list': (page) => listFeedback(store.read, page),
    'suggest.precision'() {
      const levels = offersByLevel(store.read, clock.now());
      const of = (wanted: InlineLevel) => {
        const { shown, accepted } = levels.find(({ level }) => level === wanted) ?? noneShown;
        return { shown, accepted };
      };
      return { quiet: of('quiet'), moderate: of('moderate'), eager: of('eager') };
    },
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

import { orderedId } from '../../base/ordered-id.ts';
import { timeZone } from '../../base/stamp.ts';
import type { FeedbackKind, Handlers } from '../../contract/index.ts';
import { type Scrubbed, scrub, scrubAt } from '../../privacy/scrub.ts';
import { inTransaction } from '../../store/db.ts';
import { exportFeedback, importFeedback } from '../../store/exchange.ts';
import { editFeedback, giveFeedback, isFeedback, suggestionOf, undoFeedback } from '../../store/feedback.ts';
import { searchFeedback } from '../../store/feedback-search.ts';
import { answerOffer, takeAnswerBack } from '../../store/offers.ts';
import { getSettings } from '../../store/settings.ts';
import { isSuggestion, makerOfSuggestion, surroundingsOf } from '../../store/suggestions.ts';
import type { Services } from './services.ts';

type FeedbackMethod = Extract<keyof Handlers, `feedback.${string}`>;

/** Whether feedback counts for or against the version that made the suggestion; null: neither. */
const acceptedBy: Readonly<Record<FeedbackKind, boolean | null>> = {
  accepted: true,
  right: true,
  kept: null,
  wrong: false,
  changed: false,
  dismissed: false,
};

export function feedbackHandlers({
  store,
  slots,
  hub,
  clock,
  gateway,
}: Services): Pick<Handlers, FeedbackMethod> {
  /** Samples are made of feedback. */
  const changed = () => hub.emit('samples', { what: 'samples' });
  function scrubbedFor(suggestionId: string, word: string): Scrubbed {
    const { before, after } = surroundingsOf(store.read, suggestionId);
    return scrubAt(before, word, after);
  }
  return {
    'feedback.give'({ suggestionId, kind, word }) {
      const id = orderedId(clock.now());
      const teaches = inTransaction(store.write, () => {
        const isOffer = answerOffer(store.write, { id: suggestionId, feedbackId: id, kind });
        // A phrase does not come from a model: it teaches nothing.
        if (isOffer && !isSuggestion(store.read, suggestionId)) return false;
        const scrubbed = word === null ? null : scrubbedFor(suggestionId, word);
        giveFeedback(store.write, { id, suggestionId, at: clock.now(), kind, word: scrubbed });
        return true;
      });
      if (!teaches) return { id };
      const accepted = acceptedBy[kind];
      const maker = makerOfSuggestion(store.read, suggestionId);
      if (accepted !== null && maker !== null) {
        // A version of the gateway's may have the same id as one of this machine's, which did nothing here.
        const judge = maker.provider === 'gateway' ? gateway : slots.router;
        judge.judged(maker.version, accepted);
      }
      changed();
      return { id };
    },
    'feedback.undo'({ id }) {
      const taught = inTransaction(store.write, () => {
        const wasOffer = takeAnswerBack(store.write, id);
        if (wasOffer && !isFeedback(store.read, id)) return false;
        undoFeedback(store.write, id);
        return true;
      });
      if (taught) changed();
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
        newId: () => orderedId(clock.now()),
      });
      changed();
      return imported;
    },
    'feedback.preview': ({ text }) => ({ text: scrub(text).text }),
    'feedback.list': (page, { signal }) => searchFeedback(store.read, page, signal),
  };
}

import type { RolloutEvidence } from '../../contract/rollouts.ts';
import type { Message } from '../../contract/text.ts';
import type { HealthRecord } from '../../contract/versions.ts';
import { message } from '../../texts/message.ts';
import { type Cell, given, own, type Reading, type Section, sentence } from './document.ts';
import { moment, none } from './figures.ts';

/** Roll-out, incidents and the writer's notes. */

function evidenceText(evidence: RolloutEvidence | null): Cell {
  if (!evidence) return own(none);
  const { answered, useMilliseconds, errors, agreement, comparison, replayed } = evidence;
  const { wins, losses, ties } = comparison;
  return own(
    message('archive.evidence-line', {
      answered,
      minutes: Math.round(useMilliseconds / 60_000),
      runs: errors.observed,
      errors: errors.failures,
      same: agreement.same,
      of: agreement.of,
      wins,
      losses,
      ties,
      replayed,
    }),
  );
}

const timed = (what: Message): Message[] => [message('archive.time'), what, message('archive.evidence')];

function section(title: Message, head: Message[], rows: Cell[][], nothing: Message): Section {
  return { title, blocks: rows.length > 0 ? [{ kind: 'table', head, rows }] : [sentence(nothing)] };
}

export function servicePart({ rollout, incidents, notes }: HealthRecord, { timeZone }: Reading): Section[] {
  const when = (at: number) => own(moment(at, timeZone));
  return [
    section(
      message('archive.roll-out'),
      timed(message('archive.what-happened')),
      rollout.map(({ at, text, evidence }) => [when(at), { kind: 'own', text }, evidenceText(evidence)]),
      message('archive.not-in-service'),
    ),
    section(
      message('archive.incidents'),
      timed(message('archive.reason')),
      incidents.map(({ at, kind, reason, evidence }) => [
        when(at),
        own(message('archive.incident', { kind: message(`archive.kind.${kind}`), reason })),
        evidenceText(evidence),
      ]),
      message('archive.none'),
    ),
    section(
      message('record.notes'),
      [message('archive.signed-off'), message('archive.note')],
      notes.map(({ at, text }) => [when(at), given(text)]),
      message('archive.none'),
    ),
  ];
}

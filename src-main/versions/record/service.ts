import type { Incident, RolloutEntry } from '../../contract/rollouts.ts';
import type { Message } from '../../contract/text.ts';
import type { IncidentLine, RolloutLine } from '../../contract/versions.ts';
import { message } from '../../texts/message.ts';
import { openingText } from '../policy/rules.ts';
import { base } from '../policy/version.ts';

/** What happened to a version in service, in sentences. */

const nameOf = (version: string): Message =>
  version === base ? message('archive.the-base-model') : message('archive.version', { version });

function phaseText(phase: string): Message {
  if (phase === 'shadow') return message('archive.began-shadow');
  return message('archive.began-share', { share: phase });
}

function entryText(entry: RolloutEntry, version: string): Message {
  switch (entry.kind) {
    case 'phase':
      return phaseText(entry.phase);
    case 'ended':
      return message(`archive.ending.${entry.how}`);
    case 'opened':
      return message('archive.stopped-itself', { why: openingText(entry.opening) });
    case 'failed':
      return message('archive.unusable', { why: entry.failure.text });
    case 'back-to': {
      const took = entry.from !== version;
      const other = nameOf(took ? entry.from : entry.version);
      return took
        ? message('archive.back-from', { version: other })
        : message('archive.back-to', { version: other });
    }
  }
}

/** What happened on the engine of the organisation says so. */
const placed = (text: Message, where: RolloutEntry['where']): Message =>
  where === undefined ? text : message('archive.at-gateway', { what: text });

/** @param version whose record it is: an entry may be about two */
export const rolloutLine = (entry: RolloutEntry, version: string): RolloutLine => ({
  at: entry.at,
  text: placed(entryText(entry, version), entry.where),
  evidence: 'evidence' in entry ? entry.evidence : null,
});

function reasonOf(incident: Incident): Message {
  switch (incident.kind) {
    case 'breaker':
      return openingText(incident.opening);
    case 'failure': {
      const { text } = incident.failure;
      return incident.wasMain ? message('archive.failed-in-use', { why: text }) : text;
    }
    case 'rolled-back': {
      if (incident.to === null) return message('archive.rolled-back-in-trial');
      const to = nameOf(incident.to);
      return message('archive.rolled-back-to', { version: to });
    }
  }
}

export const incidentLine = (incident: Incident): IncidentLine => ({
  at: incident.at,
  kind: incident.kind,
  reason: placed(reasonOf(incident), incident.where),
  evidence: 'evidence' in incident ? incident.evidence : null,
});

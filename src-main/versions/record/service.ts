import type { Incident, RolloutEntry } from '../../contract/rollouts.ts';
import type { Bilingual } from '../../contract/schemas.ts';
import type { IncidentLine, RolloutLine } from '../../contract/versions.ts';
import { both, render } from '../../texts/message.ts';
import { openingText } from '../policy/rules.ts';
import { base } from '../policy/version.ts';

/** What happened to a version in service, in sentences. */

const nameOf = (version: string): Bilingual =>
  version === base
    ? { zh: '基础模型', en: 'the base model' }
    : { zh: `版本 ${version}`, en: `version ${version}` };

function phaseText(phase: string): Bilingual {
  if (phase === 'shadow')
    return { zh: '开始后台试答，不展示', en: 'It began to answer in the background, not shown' };
  return { zh: `开始回答 ${phase} 的请求`, en: `It began to answer ${phase} of the requests` };
}

const endings: Readonly<Record<'finished' | 'abandoned' | 'rolled-back' | 'replaced', Bilingual>> = {
  finished: { zh: '正式启用，回答全部请求', en: 'It went live and answers all requests' },
  abandoned: { zh: '被放弃，原版本继续', en: 'It was given up; the old version went on' },
  'rolled-back': { zh: '被切回，原版本继续', en: 'It was rolled back; the old version went on' },
  replaced: { zh: '让位给更新的版本', en: 'It made room for a newer version' },
};

function entryText(entry: RolloutEntry, version: string): Bilingual {
  switch (entry.kind) {
    case 'phase':
      return phaseText(entry.phase);
    case 'ended':
      return endings[entry.how];
    case 'opened': {
      const { zh, en } = both(openingText(entry.opening));
      return { zh: `被自动停用：${zh}`, en: `It was stopped by itself: ${en}` };
    }
    case 'failed': {
      const { zh, en } = both(entry.failure.text);
      return { zh: `无法使用：${zh}`, en: `It could not be used: ${en}` };
    }
    case 'back-to': {
      const took = entry.from !== version;
      const other = nameOf(took ? entry.from : entry.version);
      return took
        ? {
            zh: `从${render(other, 'zh')}切回到这个版本`,
            en: `The writer's words came back to it from ${render(other, 'en')}`,
          }
        : { zh: `切回到${render(other, 'zh')}`, en: `Its place was given back to ${render(other, 'en')}` };
    }
  }
}

/** @param version whose record it is: an entry may be about two */
export const rolloutLine = (entry: RolloutEntry, version: string): RolloutLine => ({
  at: entry.at,
  text: entryText(entry, version),
  evidence: 'evidence' in entry ? entry.evidence : null,
});

function reasonOf(incident: Incident): Bilingual {
  switch (incident.kind) {
    case 'breaker':
      return openingText(incident.opening);
    case 'failure': {
      const { zh, en } = both(incident.failure.text);
      return incident.wasMain
        ? {
            zh: `使用中失效，由基础模型接替。${zh}`,
            en: `It failed while in use and the base model took over. ${en}`,
          }
        : { zh, en };
    }
    case 'rolled-back': {
      if (incident.to === null) return { zh: '试用期间被切回', en: 'It was rolled back during its trial' };
      const to = nameOf(incident.to);
      return {
        zh: `使用中被切回到${render(to, 'zh')}`,
        en: `It was rolled back to ${render(to, 'en')} while in use`,
      };
    }
  }
}

export const incidentLine = (incident: Incident): IncidentLine => ({
  at: incident.at,
  kind: incident.kind,
  reason: reasonOf(incident),
  evidence: 'evidence' in incident ? incident.evidence : null,
});

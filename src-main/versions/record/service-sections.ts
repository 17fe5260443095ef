import type { RolloutEvidence } from '../../contract/rollouts.ts';
import type { Bilingual } from '../../contract/schemas.ts';
import type { HealthRecord } from '../../contract/versions.ts';
import { render } from '../../texts/message.ts';
import { type Cell, given, own, type Reading, type Section, sentence } from './document.ts';
import { moment, none } from './figures.ts';

/** Roll-out, incidents and the writer's notes. */

function evidenceText(evidence: RolloutEvidence | null): Cell {
  if (!evidence) return own(none);
  const { answered, useMilliseconds, errors, agreement, comparison, replayed } = evidence;
  const minutes = Math.round(useMilliseconds / 60_000);
  const { wins, losses, ties } = comparison;
  return own(
    `回答 ${answered} 次，使用 ${minutes} 分钟，运行 ${errors.observed} 次中出错 ${errors.failures} 次；与原版本相同 ${agreement.same}/${agreement.of}；采纳比较 ${wins} 胜 ${losses} 负 ${ties} 平（回放 ${replayed} 次）`,
    `${answered} answers, ${minutes} minutes of use, ${errors.failures} errors in ${errors.observed} runs; same as the old version ${agreement.same}/${agreement.of}; acceptance ${wins} won, ${losses} lost, ${ties} even (${replayed} replayed)`,
  );
}

const timed = (what: Bilingual): Bilingual[] => [
  { zh: '时间', en: 'time' },
  what,
  { zh: '依据', en: 'evidence' },
];

const kinds: Readonly<Record<'breaker' | 'failure' | 'rolled-back', Bilingual>> = {
  breaker: { zh: '自动停用', en: 'stopped by itself' },
  failure: { zh: '失效', en: 'failure' },
  'rolled-back': { zh: '切回', en: 'rolled back' },
};

function section(title: Bilingual, head: Bilingual[], rows: Cell[][], nothing: Bilingual): Section {
  return { title, blocks: rows.length > 0 ? [{ kind: 'table', head, rows }] : [sentence(nothing)] };
}

export function servicePart({ rollout, incidents, notes }: HealthRecord, { timeZone }: Reading): Section[] {
  const when = (at: number) => own(moment(at, timeZone));
  return [
    section(
      { zh: '上线经过', en: 'Roll-out' },
      timed({ zh: '经过', en: 'what happened' }),
      rollout.map(({ at, text, evidence }) => [when(at), { kind: 'own', text }, evidenceText(evidence)]),
      { zh: '还没有上线过。', en: 'It has not been in service yet.' },
    ),
    section(
      { zh: '事故与切回', en: 'Incidents and roll-backs' },
      timed({ zh: '原因', en: 'reason' }),
      incidents.map(({ at, kind, reason, evidence }) => [
        when(at),
        own(
          `${render(kinds[kind], 'zh')}：${render(reason, 'zh')}`,
          `${render(kinds[kind], 'en')}: ${render(reason, 'en')}`,
        ),
        evidenceText(evidence),
      ]),
      { zh: '没有。', en: 'None.' },
    ),
    section(
      { zh: '备注', en: 'Notes' },
      [
        { zh: '签署时间', en: 'signed off' },
        { zh: '内容', en: 'note' },
      ],
      notes.map(({ at, text }) => [when(at), given(text)]),
      { zh: '没有。', en: 'None.' },
    ),
  ];
}

import {
  hasChanges,
  type OfficialSummary,
  officialKinds,
} from '../../src-main/documents/schema/official-layout.ts';
import { asWritten } from '../../src-main/texts/message.ts';
import { layOut } from '../format/official.ts';
import { t } from '../i18n/index.svelte.ts';
import type { Command, CommandContext } from './command.ts';

/** 按公文格式排版, and its summary afterwards. */

function summaryText(summary: OfficialSummary): string {
  if (!hasChanges(summary)) return t('official.nothing');
  const counted = officialKinds
    .filter((kind) => summary.counts[kind] > 0)
    .map((kind) => t('official.count', { name: t(`official.${kind}`), n: summary.counts[kind] }));
  const all = [
    ...counted,
    ...(summary.page ? [t('official.page')] : []),
    ...(summary.numbers === true ? [t('official.numbers')] : []),
  ];
  const done = t('official.done', { list: all.join(t('official.and')) });
  return summary.numbers === 'text' ? done + t('official.footText') : done;
}

/** The command, for documents whose file can hold the result. */
export function officialCommands({ app, document, formatting }: CommandContext): Command[] {
  if (!formatting.can.paragraphs) return [];
  const run = () => {
    if (!document.editor?.isEditable) return;
    app.tell(asWritten(summaryText(layOut(document.editor))));
  };
  return [{ id: 'official', group: 'writing', label: t('official.layOut'), run }];
}

import type { Method } from '../contract/index.ts';
import type { Bilingual } from '../contract/schemas.ts';

/** What Bumo was doing while a method ran, for the sentence that says that it failed. */

type Group = Method extends infer M ? (M extends `${infer G}.${string}` ? G : never) : never;

const groups: Readonly<Record<Group, Bilingual>> = {
  app: { zh: '启动', en: 'Starting' },
  settings: { zh: '读写设置', en: 'Reading or saving the settings' },
  models: { zh: '处理模型', en: 'Handling a model' },
  engine: { zh: '启动补全引擎', en: 'Starting the engine' },
  suggest: { zh: '想词', en: 'Looking for words' },
  feedback: { zh: '记录反馈', en: 'Keeping feedback' },
  never: { zh: '处理不再提示的词', en: 'Handling the words not offered again' },
  drafts: { zh: '保存草稿', en: 'Keeping the draft' },
  documents: { zh: '处理文档', en: 'Handling the document' },
  files: { zh: '读写文件', en: 'Reading or writing the file' },
  samples: { zh: '处理样本', en: 'Handling samples' },
  terms: { zh: '处理术语', en: 'Handling terms' },
  pairs: { zh: '处理说法对照', en: 'Handling pairs of wordings' },
  learn: { zh: '学习', en: 'Learning' },
  phrases: { zh: '处理我的文档', en: 'Handling your own documents' },
  slot: { zh: '切换版本', en: 'Changing the version' },
  versions: { zh: '读写版本的档案', en: 'Reading or writing the records of versions' },
  ledger: { zh: '读写账本', en: 'Reading or writing the ledger' },
};

const groupOf = (method: Method): Group => method.slice(0, method.indexOf('.')) as Group;

export const doingOf = (method: Method): Bilingual => groups[groupOf(method)];

import type { Method } from '../contract/index.ts';
import type { Message } from '../contract/text.ts';
import { message } from '../texts/message.ts';

/** What Bumo was doing while a method ran, for the message about its failure. */

type Group = Method extends infer M ? (M extends `${infer G}.${string}` ? G : never) : never;

const groups: Readonly<Record<Group, Message>> = {
  app: message('failure.doing.app'),
  settings: message('failure.doing.settings'),
  models: message('failure.doing.models'),
  engine: message('failure.doing.engine'),
  suggest: message('failure.doing.suggest'),
  feedback: message('failure.doing.feedback'),
  never: message('failure.doing.never'),
  drafts: message('failure.doing.drafts'),
  documents: message('failure.doing.documents'),
  files: message('failure.doing.files'),
  samples: message('failure.doing.samples'),
  terms: message('failure.doing.terms'),
  pairs: message('failure.doing.pairs'),
  learn: message('failure.doing.learn'),
  phrases: message('failure.doing.phrases'),
  slot: message('failure.doing.slot'),
  versions: message('failure.doing.versions'),
  ledger: message('failure.doing.ledger'),
};

const groupOf = (method: Method): Group => method.slice(0, method.indexOf('.')) as Group;

export const doingOf = (method: Method): Message => groups[groupOf(method)];

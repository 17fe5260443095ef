import type { Method } from '../contract/index.ts';
import type { Message } from '../contract/text.ts';
import { message } from '../texts/message.ts';

/** What Bumo was doing while a method ran, for the message about its failure. */

type Group = Method extends infer M ? (M extends `${infer G}.${string}` ? G : never) : never;

const groupOf = (method: Method): Group => method.slice(0, method.indexOf('.')) as Group;

export const doingOf = (method: Method): Message => message(`failure.doing.${groupOf(method)}`);

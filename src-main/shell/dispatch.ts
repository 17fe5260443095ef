import type { z } from 'zod';
import { causeOf, kindOf } from '../base/cause.ts';
import { CodedError, isAbort, reasonOf } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import {
  type CallContext,
  type Envelope,
  type ErrorBody,
  ErrorCode,
  type EventName,
  type EventOf,
  type Handlers,
  type Method,
  methods,
} from '../contract/index.ts';
import type { Detail } from '../contract/schemas.ts';
import { render } from '../texts/message.ts';
import { doingOf } from './doing.ts';

/** Between any transport and the handlers: checks what comes in, and turns every outcome into an envelope. */

export type Dispatch = (method: string, input: unknown, context: CallContext) => Promise<Envelope>;

const failure = (code: ErrorBody['code'], zh: string, en: string, detail?: Detail): Envelope => ({
  ok: false,
  error: { code, text: { zh, en, ...(detail === undefined ? {} : { detail }) } },
});

export const badInput = (why: string): Envelope =>
  failure(
    'bad-input',
    '填写的内容不合要求，没有做成。',
    'What was given is not valid, so nothing was done.',
    why,
  );

const isMethod = (name: string): name is Method => Object.hasOwn(methods, name);

function describeIssues(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`).join('; ');
}

function toFailure(error: unknown, method: Method, signal: AbortSignal, log: Log): Envelope {
  if (error instanceof CodedError) {
    const code = ErrorCode.safeParse(error.code);
    if (code.success)
      return failure(code.data, render(error.text, 'zh'), render(error.text, 'en'), error.text.detail);
  }
  if (isAbort(error) || signal.aborted) return failure('aborted', '已取消。', 'Cancelled.');
  // Its words are for the developer: they may name files or hold the writer's text.
  log.warn(`${method}: ${error instanceof Error ? (error.stack ?? error.message) : reasonOf(error)}`);
  const [doing, why] = [doingOf(method), causeOf(error)];
  return failure(
    'internal',
    `${render(doing, 'zh')}时出错：${why.zh}。请重试；若反复出现，请重启补墨。`,
    `${render(doing, 'en')} failed: ${why.en}. Try again; if it keeps happening, restart Bumo.`,
    `${method}: ${kindOf(error)}`,
  );
}

export function createDispatch(handlers: Handlers, log: Log): Dispatch {
  return async (method, input, context) => {
    if (!isMethod(method))
      return failure('unknown-method', `没有 ${method} 这个方法。`, `There is no method ${method}.`);
    const parsed = methods[method].input.safeParse(input);
    if (!parsed.success) return badInput(describeIssues(parsed.error));
    try {
      // The table ties a method's input to its handler; the compiler cannot follow that through a union.
      const handler = handlers[method] as (input: unknown, context: CallContext) => unknown;
      const value = await handler(parsed.data, context);
      return { ok: true, value: methods[method].output.parse(value) };
    } catch (error) {
      return toFailure(error, method, context.signal, log);
    }
  };
}

export type HubListener = <E extends EventName>(name: E, event: EventOf<E>) => void;

/** Hands events to whoever listens, in the order in which they were told. */
export interface EventHub {
  emit<E extends EventName>(name: E, event: EventOf<E>): void;
  /** @returns a function that ends the subscription */
  subscribe(listener: HubListener): () => void;
}

export function createEventHub(): EventHub {
  const listeners = new Set<HubListener>();
  return {
    emit(name, event) {
      for (const listener of [...listeners]) listener(name, event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

import type { z } from 'zod';
import { causeOf, kindOf } from '../base/cause.ts';
import { CodedError, isAbort, reasonOf } from '../base/error.ts';
import type { Log } from '../base/log.ts';
import { storageFaultOf } from '../base/storage-fault.ts';
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
import type { Message } from '../contract/text.ts';
import { message } from '../texts/message.ts';
import { doingOf } from './doing.ts';
import { storageFailure, storesDraft } from './storage-failure.ts';

/** Connects a transport with the handlers: validates the input and turns every outcome into an envelope. */

export type Dispatch = (method: string, input: unknown, context: CallContext) => Promise<Envelope>;

const failure = (code: ErrorBody['code'], text: Message): Envelope => ({
  ok: false,
  error: { code, text },
});

export const badInput = (why: string): Envelope =>
  failure('bad-input', message('failure.bad-input', {}, why));

const isMethod = (name: string): name is Method => Object.hasOwn(methods, name);

function describeIssues(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`).join('; ');
}

function toFailure(error: unknown, method: Method, signal: AbortSignal, log: Log): Envelope {
  if (error instanceof CodedError) {
    const code = ErrorCode.safeParse(error.code);
    if (code.success) return failure(code.data, error.text);
  }
  if (isAbort(error) || signal.aborted) return failure('aborted', message('cli.cancelled'));
  // The message is logged for developers only: it may hold file names or the writer's text.
  log.warn(`${method}: ${error instanceof Error ? (error.stack ?? error.message) : reasonOf(error)}`);
  const fault = storageFaultOf(error);
  if (fault) return { ok: false, error: storageFailure(method, fault) };
  const values = { doing: doingOf(method), why: causeOf(error) };
  const sentence = storesDraft(method) ? 'failure.internal-draft' : 'failure.internal';
  return failure('internal', message(sentence, values, `${method}: ${kindOf(error)}`));
}

export function createDispatch(handlers: Handlers, log: Log): Dispatch {
  return async (method, input, context) => {
    if (!isMethod(method)) return failure('unknown-method', message('failure.unknown-method', { method }));
    const parsed = methods[method].input.safeParse(input);
    if (!parsed.success) return badInput(describeIssues(parsed.error));
    try {
      // The types tie each input to its handler; the compiler cannot follow that through a union.
      const handler = handlers[method] as (input: unknown, context: CallContext) => unknown;
      const value = await handler(parsed.data, context);
      return { ok: true, value: methods[method].output.parse(value) };
    } catch (error) {
      return toFailure(error, method, context.signal, log);
    }
  };
}

export type HubListener = <E extends EventName>(name: E, event: EventOf<E>) => void;

/** Passes events to all subscribers, in the order of emission. */
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

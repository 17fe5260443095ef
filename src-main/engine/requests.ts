import { abortError, CodedError } from '../base/error.ts';
import { baseVersion } from '../fillmask/bert/versions.ts';
import type { FillRequest } from '../fillmask/types.ts';
import type { EngineAnswer, EngineFillOptions, EngineRequest, ShadowOutcome } from './api.ts';
import type { FromEngine, ToEngine } from './protocol.ts';
import type { Event, Outcome } from './state.ts';

interface Caller {
  readonly request: FillRequest;
  readonly version: string;
  readonly shadow: string | null;
  readonly sticky: string | null;
  readonly options: EngineFillOptions;
  readonly settle: (outcome: Outcome<EngineAnswer>) => void;
}

type From<Kind extends FromEngine['kind']> = Extract<FromEngine, { kind: Kind }>;

/** Requests that wait for an answer, and answers that wait for their shadow. */
export interface Requests {
  /** @throws the signal's reason, and what the process or its supervision says */
  submit(request: EngineRequest, options: EngineFillOptions): Promise<EngineAnswer>;
  /** What the process is sent; null where nobody waits any more. */
  messageOf(id: number): ToEngine | null;
  first(message: From<'first'>): void;
  /** @returns the version that answered */
  answered(message: From<'answer'>): string;
  shadowed(message: From<'shadow'>): void;
  settle(id: number, outcome: Outcome<EngineAnswer>): void;
  /** The process is gone, and its shadows with it. */
  endShadows(): void;
}

function shadowOutcome(message: From<'shadow'>): ShadowOutcome {
  if ('error' in message) return { kind: 'failed', error: message.error };
  if (!message.outcome) return { kind: 'gave-way' };
  const { answer, topMilliseconds } = message.outcome;
  return { kind: 'answered', answer, topMilliseconds };
}

export function createRequests(dispatch: (event: Event<EngineAnswer>) => void): Requests {
  const callers = new Map<number, Caller>();
  const shadows = new Map<number, (outcome: ShadowOutcome) => void>();
  let lastId = 0;

  return {
    submit(request, options) {
      const { gapKey = null, version = baseVersion, shadow = null, sticky = null, ...plain } = request;
      const { signal } = options;
      if (signal?.aborted) return Promise.reject(abortError(signal));
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        const abandon = () => dispatch({ kind: 'abandon', id });
        const settle = (outcome: Outcome<EngineAnswer>) => {
          signal?.removeEventListener('abort', abandon);
          if (outcome.ok) resolve(outcome.answer);
          else if (signal?.aborted) reject(abortError(signal));
          else reject(new CodedError(outcome.error.code, outcome.error.text));
        };
        callers.set(id, { request: plain, version, shadow, sticky, options, settle });
        signal?.addEventListener('abort', abandon);
        dispatch({ kind: 'submit', id, gapKey });
      });
    },
    messageOf(id) {
      const caller = callers.get(id);
      if (!caller) return null;
      const { request, version, shadow, sticky } = caller;
      return { kind: 'fill', id, request, version, shadow, sticky };
    },
    first: ({ id, answer }) => callers.get(id)?.options.onFirst?.(answer),
    answered({ id, gateway }) {
      const caller = callers.get(id);
      // A gateway's answer has no shadow.
      if (gateway !== null) return gateway;
      if (caller?.shadow && caller.options.onShadow) shadows.set(id, caller.options.onShadow);
      return caller?.version ?? baseVersion;
    },
    shadowed(message) {
      shadows.get(message.id)?.(shadowOutcome(message));
      shadows.delete(message.id);
    },
    settle(id, outcome) {
      callers.get(id)?.settle(outcome);
      callers.delete(id);
    },
    endShadows() {
      for (const told of shadows.values()) told({ kind: 'gave-way' });
      shadows.clear();
    },
  };
}

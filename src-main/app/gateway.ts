import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { CodedError } from '../base/error.ts';
import type { GatewayChange, GatewaySettings, GatewayState } from '../contract/gateway.ts';
import type { Message } from '../contract/text.ts';
import type { Engine, EngineAnswer, EngineRequest } from '../engine/api.ts';
import type { GatewayReport } from '../engine/gateway-port.ts';
import { type Contacting, contactsFile, createContactLog, hostOf } from '../models/contacts.ts';
import { message } from '../texts/message.ts';
import { type GatewayWish, gatewayFiles } from './gateway-files.ts';
import { OutcomeReports } from './outcome-reports.ts';

/** The gateway as the app has it: switched on by the writer or an administrator, on record, and named to the page. */

export interface AppGateway {
  settings(): GatewaySettings;
  /** @throws CodedError `gateway-address`, `gateway-preset` */
  change(change: GatewayChange): GatewaySettings;
  /** A request of the writer's, with the key that lets the gateway answer it where one is on. */
  offered(request: EngineRequest, documentId: string): EngineRequest;
  /** Takes down which of the two answered, and an answer of the gateway's that could not be used. */
  note(answer: Pick<EngineAnswer, 'gateway' | 'unusable'>): void;
  /** The writer took or refused what the gateway's `version` suggested. */
  judged(version: string, accepted: boolean): void;
  close(): void;
}

export interface GatewayOptions {
  readonly home: string;
  readonly resources: string;
  readonly engine: Pick<Engine, 'setGateway' | 'gateway' | 'onGateway'>;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly modelId: () => string;
  readonly emit: (settings: GatewaySettings) => void;
}

/** Digits of a sticky key. */
const stickyLength = 32;

function resultOf(state: GatewayState): Message | null {
  if (state.phase === 'away') return state.text;
  return state.phase === 'ready' ? message('gateway.answers', { version: state.version }) : null;
}

class SetGateway implements AppGateway {
  readonly #options: GatewayOptions;
  readonly #files: ReturnType<typeof gatewayFiles>;
  readonly #contacts: ReturnType<typeof createContactLog>;
  readonly #reports: OutcomeReports;
  readonly #off: () => void;
  #wish: GatewayWish | null = null;
  /** Why the administrator's file cannot be used. */
  #trouble: Message | null = null;
  #contacting: { readonly host: string; readonly on: Contacting } | null = null;
  #received = 0;
  #answeredBy: GatewaySettings['answeredBy'] = null;
  #reporting: Contacting | null = null;
  /** Why the last counts did not arrive. */
  #unreported: Message | null = null;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#files = gatewayFiles(options);
    this.#contacts = createContactLog(join(options.home, contactsFile), options.clock);
    this.#reports = new OutcomeReports({
      clock: options.clock,
      onSend: (host) => this.#reporting?.on(host, 0),
      onEnd: (trouble) => this.#reported(trouble),
    });
    this.#off = options.engine.onGateway((report) => this.#hear(report));
    this.#use(() => this.#files.read());
  }

  settings(): GatewaySettings {
    const wish = this.#wish;
    const state = this.#trouble
      ? ({ phase: 'away', text: this.#trouble } as const)
      : this.#options.engine.gateway().state;
    return {
      on: wish?.on ?? false,
      address: wish?.access.address ?? '',
      hasCa: Boolean(wish?.access.ca),
      hasToken: Boolean(wish?.access.token),
      version: wish?.access.version ?? null,
      preset: wish?.preset ?? true,
      state,
      reports: wish?.reports
        ? { on: wish.reports.on, host: hostOf(wish.reports.goal.address), trouble: this.#unreported }
        : null,
      answeredBy: wish?.on ? this.#answeredBy : null,
    };
  }

  change(change: GatewayChange): GatewaySettings {
    const wish = this.#files.change(change);
    this.#use(() => wish);
    return this.settings();
  }

  offered(request: EngineRequest, documentId: string): EngineRequest {
    if (!this.#wish?.on) return request;
    const sticky = createHmac('sha256', this.#wish.key)
      .update(documentId)
      .digest('hex')
      .slice(0, stickyLength);
    return { ...request, sticky };
  }

  judged(version: string, accepted: boolean): void {
    this.#reports.count(version, accepted ? 'accepted' : 'refused');
  }

  note({ gateway, unusable }: Pick<EngineAnswer, 'gateway' | 'unusable'>): void {
    if (unusable !== null) this.#reports.count(unusable, 'errors');
    const by = gateway === null ? 'local' : 'gateway';
    if (!this.#wish?.on || by === this.#answeredBy) return;
    this.#answeredBy = by;
    this.#options.emit(this.settings());
  }

  close(): void {
    this.#reports.use(null);
    this.#off();
  }

  #use(read: () => GatewayWish): void {
    const { engine, emit } = this.#options;
    this.#trouble = null;
    this.#answeredBy = null;
    try {
      this.#wish = read();
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      this.#wish = null;
      this.#trouble = error.text;
    }
    const access = this.#wish?.on ? this.#wish.access : null;
    // On record before the first request.
    this.#contacting = access && this.#contact(hostOf(access.address));
    this.#report();
    engine.setGateway(access);
    emit(this.settings());
  }

  /** Counts go nowhere while the gateway is off. */
  #report(): void {
    const { on = false, reports = null } = this.#wish ?? {};
    const goal = on && reports?.on ? reports.goal : null;
    this.#unreported = null;
    this.#reporting = goal && this.#contacts.begin({ modelId: this.#options.modelId(), source: 'gateway' });
    this.#reports.use(goal);
  }

  #reported(trouble: Message | null): void {
    this.#reporting?.end(trouble ?? message('gateway.reports-sent'));
    this.#unreported = trouble;
    this.#options.emit(this.settings());
  }

  #contact(host: string) {
    const on = this.#contacts.begin({ modelId: this.#options.modelId(), source: 'gateway' });
    this.#received = 0;
    on.on(host, 0);
    return { host, on };
  }

  #hear({ state, received }: GatewayReport): void {
    const result = resultOf(state);
    if (this.#contacting) {
      // Another process of the engine counts from 0.
      this.#contacting.on.on(
        this.#contacting.host,
        received < this.#received ? received : received - this.#received,
      );
      this.#received = received;
      if (result) this.#contacting.on.end(result);
    }
    this.#options.emit(this.settings());
  }
}

export const createGateway = (options: GatewayOptions): AppGateway => new SetGateway(options);

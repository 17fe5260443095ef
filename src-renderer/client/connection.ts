import type { Connection } from '../../src-main/contract/index.ts';

/**
 * The page's connection to its shell as a pure function: update(state, event) → state + effects. The event stream
 * shows whether the shell is there; when it breaks, it is opened again with growing delays.
 */

export interface ConnectionState {
  readonly said: Connection;
  /** Failed attempts since the stream was last open. */
  readonly tries: number;
}

export type ConnectionEvent =
  | { readonly type: 'opened' }
  /** `known`: whether the server knows the page; null where it did not answer. */
  | { readonly type: 'broke'; readonly known: boolean | null };

export type ConnectionEffect =
  | { readonly type: 'retry'; readonly ms: number }
  | { readonly type: 'say'; readonly connection: Connection };

export const connecting: ConnectionState = { said: 'open', tries: 0 };

const firstMs = 300;
const mostMs = 3000;

export function update(
  state: ConnectionState,
  event: ConnectionEvent,
): { state: ConnectionState; effects: readonly ConnectionEffect[] } {
  const said: Connection = event.type === 'opened' ? 'open' : event.known === false ? 'refused' : 'lost';
  const say: ConnectionEffect[] = said === state.said ? [] : [{ type: 'say', connection: said }];
  if (event.type === 'opened') return { state: { said, tries: 0 }, effects: say };
  const ms = Math.min(mostMs, firstMs * 2 ** state.tries);
  return { state: { said, tries: state.tries + 1 }, effects: [...say, { type: 'retry', ms }] };
}

/** The three channels between page and shell. */
export const channels = { call: 'bumo:call', abort: 'bumo:abort', event: 'bumo:event' } as const;

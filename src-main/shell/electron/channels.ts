/** The channels between page and shell. Only the preload script sends `dropped`. */
export const channels = {
  call: 'bumo:call',
  abort: 'bumo:abort',
  event: 'bumo:event',
  dropped: 'bumo:dropped',
} as const;

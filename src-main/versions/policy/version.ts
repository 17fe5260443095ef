/** First 16 hex digits of the SHA-256 of the version's patch file, or `base`. */
export type VersionId = string;

/** The untouched model. It needs no patch and no place, so it is the last resort that always answers. */
export const base: VersionId = 'base';

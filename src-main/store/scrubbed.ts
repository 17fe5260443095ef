/**
 * Text whose personal data has been replaced. All text of the writer is stored as this type, except drafts, which are
 * the documents themselves. The scrubber in privacy/ returns the same brand. Neither folder imports the other; the two
 * types are equal by structure.
 */
export type Scrubbed = string & { readonly scrubbed: true };

/**
 * Text whose personal data has been replaced. Nothing of the writer's is stored as anything else
 * (a draft excepted: it is the document itself). The scrubber in privacy/ returns the same brand;
 * neither folder imports the other, the shape alone makes the two types one.
 */
export type Scrubbed = string & { readonly scrubbed: true };

/** How a gap is written in a text: the mask token of every BERT vocabulary. */
export const maskText = '[MASK]';

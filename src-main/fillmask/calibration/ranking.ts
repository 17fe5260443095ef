import type { Ranking } from '../../contract/calibration.ts';

/** The probabilities that the shipped weights give. */
export const asShipped: Ranking = { sharpness: 1, temperature: 1 };

/** For a base model that nothing was measured of: less sure than the model that the weights were fitted on. */
export const cautious: Ranking = { ...asShipped, temperature: 1.25 };

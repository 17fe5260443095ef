import type { Ranking, Tempering } from '../../contract/calibration.ts';

/** How scores become probabilities before a base model was calibrated, and where the fit begins. */

export const untempered: Tempering = { temperatures: [1], shifts: [0] };

/** The probabilities that the shipped weights give. */
export const asShipped: Ranking = {
  sharpness: 1,
  word: untempered,
  end: untempered,
  one: untempered,
  more: untempered,
};

const careful: Tempering = { temperatures: [1.25], shifts: [0] };

/** For a base model that nothing was measured of: less sure than the model that the weights were fitted on. */
export const cautious: Ranking = { ...asShipped, word: careful, end: careful, one: careful, more: careful };

const at = (values: readonly number[], length: number, none: number): number =>
  values[Math.min(length, values.length) - 1] ?? none;

export const temperatureOf = ({ temperatures }: Tempering, length: number): number =>
  at(temperatures, length, 1);
export const shiftOf = ({ shifts }: Tempering, length: number): number => at(shifts, length, 0);

/** @param temperature of a version, on top of its base model's */
export const warmer = ({ temperatures, shifts }: Tempering, temperature: number): Tempering =>
  temperature === 1
    ? { temperatures, shifts }
    : {
        temperatures: temperatures.map((one) => one * temperature),
        shifts: shifts.map((one) => one / temperature),
      };

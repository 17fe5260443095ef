/** Fitted by test/suites/fit-other-words.ts on one half of the suite of other words. */
export const weights = {
  constant: -4.26,
  synonym: 1.74,
  place: 0.87,
  reversed: 0.78,
  fluency: 0.08,
  around: 0.9,
  inside: 0.25,
  sameLength: -1.22,
  shares: -1.12,
  single: 0.82,
} as const;

import { type Plan, rolloutPlan, type Stage } from '../versions/policy/plan.ts';

/** The desktop's plan for an engine that many writers use. */

/**
 * 0.5 % against 5 % errors, as on the desktop, but with one chance in 10,000 instead of one in 20 to pass a bad
 * version: 199 clean runs cost a thousand writers minutes, and a mistake costs a thousand writers.
 */
const errors = { ...rolloutPlan.errors, beta: 1e-4 };

/** Least requests that the new version answers in each stage, and least seconds of use. */
const sizes: readonly Pick<Stage, 'requests' | 'seconds'>[] = [
  { requests: 200, seconds: 600 },
  { requests: 500, seconds: 1_200 },
  { requests: 1_000, seconds: 1_800 },
  { requests: 2_000, seconds: 3_600 },
];

/**
 * @param acceptance whether desktops report what writers took and refused; without reports a stage decides by errors
 * and latency alone
 */
export const gatewayPlan = (acceptance: boolean): Plan => ({
  ...rolloutPlan,
  // No engine of others runs a version unshown.
  shadow: null,
  stages: rolloutPlan.stages.map((stage, i) => ({
    ...stage,
    ...sizes[i],
    odds: acceptance ? stage.odds : 1,
  })),
  // A thousand writers do not all pause: a longer silence is a failure of somebody.
  idleSeconds: 60,
  errors,
});

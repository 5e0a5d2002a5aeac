import { pushHead, readHead } from '../../../math/training/scalarHead';
import type { Optimiser } from '../optimiser';
import type { PpoSettings } from '../protocol';
import type { TrainingModel } from '../trainingModel';

/** The critic is one linear head: these many steps an epoch cost less than one pass of the policy. */
const STEPS_AN_EPOCH = 4;

/**
 * Moves the critic towards the returns [count] of a step by half the mean squared error; its inputs are the reward model's
 * states. Gives that loss before the first move.
 */
export function fitCritic(
  { kernels, roles, shape }: TrainingModel,
  optimiser: Optimiser,
  returns: Float64Array,
  settings: PpoSettings,
): number {
  const { heads, criticStates } = roles!;
  const rows = Int32Array.from(returns, (_, i) => i);
  let first = 0;
  for (let step = 0; step < STEPS_AN_EPOCH * settings.epochs; step++) {
    const off = readHead(kernels, shape.width, heads.critic, criticStates, rows);
    off.forEach((value, i) => (off[i] = value - returns[i]));
    if (step === 0) first = off.reduce((sum, x) => sum + x * x, 0) / 2 / off.length;
    optimiser.clear();
    const slopes = off.map((x) => x / off.length);
    pushHead(kernels, shape.width, heads.critic, criticStates, rows, slopes, null);
    optimiser.step(settings.valueLearningRate, 0);
  }
  return first;
}

/** Share of the returns' variance that the values leave unexplained; 1 when the returns don't vary. */
export function unexplained(values: Float64Array, returns: Float64Array): number {
  const mean = (x: Float64Array): number => x.reduce((sum, each) => sum + each, 0) / x.length;
  const variance = (x: Float64Array): number => {
    const centre = mean(x);
    return mean(x.map((each) => (each - centre) ** 2));
  };
  const whole = variance(returns);
  return whole > 1e-12 ? variance(returns.map((each, i) => each - values[i])) / whole : 1;
}

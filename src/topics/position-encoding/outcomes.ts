import { ROUNDING } from './differences';
import type { OrderReading } from './reading.svelte';

type Differences = Pick<OrderReading, 'differences' | 'places' | 'kind' | 'mask' | 'layers'>;

/** Whether a reading is of the model without positions, masked or not. */
const isOf = (reading: Differences, mask: boolean) => reading.kind === 'none' && reading.mask === mask;

/**
 * Which answer to "two words change places, no positions, no mask" a reading gives: 1 each word keeps its output, 2
 * outputs changed; undefined while it is another experiment.
 */
export function swapOutcome(reading: Differences): 1 | 2 | undefined {
  if (!isOf(reading, false)) return undefined;
  return reading.differences.at(-1)!.every((each) => each < ROUNDING) ? 1 : 2;
}

/**
 * Which answer to "earlier words shuffled, the last one stays" a reading of the masked model without positions gives: 0
 * the first layer's output at the last word changed, 1 neither layer's did, 2 only the second's; undefined while it is
 * another experiment.
 */
export function layersOutcome(reading: Differences): 0 | 1 | 2 | undefined {
  const last = reading.places.length - 1;
  const moved = reading.places.some((word, at) => word !== at);
  if (!isOf(reading, true) || reading.places[last] !== last || !moved) return undefined;
  if (reading.differences[1][last] >= ROUNDING) return 0;
  return reading.differences[2][last] < ROUNDING ? 1 : 2;
}

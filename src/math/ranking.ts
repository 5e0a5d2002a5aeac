import { requireInteger } from './checks';

function rejectNaN(value: number, index: number): void {
  if (Number.isNaN(value)) throw new RangeError(`Value ${index} is not a number.`);
}

/** Index of the largest value, the first one among equals; throws a RangeError on an empty list or NaN. */
export function argmax(values: ArrayLike<number>): number {
  if (values.length === 0) throw new RangeError('An empty list has no largest value.');
  let best = 0;
  for (let i = 0; i < values.length; i++) {
    rejectNaN(values[i], i);
    if (values[i] > values[best]) best = i;
  }
  return best;
}

/**
 * Indices of the `n` largest values, largest first, equals in order of index (all of them if n exceeds the length).
 * Keeps a heap of n, so that a short list out of a whole vocabulary costs about one pass; throws a RangeError on NaN
 * or an n that is not a whole number of at least 0.
 */
export function topIndices(values: ArrayLike<number>, n: number): Int32Array {
  requireInteger('The number of indices', n, 0);
  const size = Math.min(n, values.length);
  const heap = new Int32Array(size); // the worst kept index is at the root
  const worse = (i: number, j: number): boolean =>
    values[i] < values[j] || (values[i] === values[j] && i > j);

  const siftDown = (start: number, end: number): void => {
    const item = heap[start];
    let hole = start;
    for (let child = 2 * hole + 1; child < end; child = 2 * hole + 1) {
      if (child + 1 < end && worse(heap[child + 1], heap[child])) child++;
      if (!worse(heap[child], item)) break;
      heap[hole] = heap[child];
      hole = child;
    }
    heap[hole] = item;
  };

  for (let i = 0; i < values.length; i++) {
    rejectNaN(values[i], i);
    if (i < size) {
      heap[i] = i;
      if (i === size - 1) for (let s = (size >> 1) - 1; s >= 0; s--) siftDown(s, size);
    } else if (size > 0 && worse(heap[0], i)) {
      heap[0] = i;
      siftDown(0, size);
    }
  }
  // Heap sort: the worst goes to the end each time, which leaves the best first.
  for (let end = size - 1; end > 0; end--) {
    const root = heap[0];
    heap[0] = heap[end];
    heap[end] = root;
    siftDown(0, end);
  }
  return heap;
}

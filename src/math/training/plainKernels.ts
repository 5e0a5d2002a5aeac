import type { Heap, Kernels } from './kernels';
import { plainGemm } from './plainGemm';

/** The kernels in plain TypeScript on any heap: the fallback where SIMD is missing, and the oracle of its tests. */
export function plainKernels(heap: Heap): Kernels {
  const softmax: Kernels['softmax'] = (p, rows, n, period) => {
    for (let r = 0; r < rows; r++, p += n) {
      const length = period > 0 ? (r % period) + 1 : n;
      let most = -Infinity;
      for (let j = 0; j < length; j++) if (heap[p + j] > most) most = heap[p + j];
      let total = 0;
      for (let j = 0; j < length; j++) total += heap[p + j] = Math.exp(heap[p + j] - most);
      for (let j = 0; j < length; j++) heap[p + j] /= total;
      for (let j = length; j < n; j++) heap[p + j] = 0;
    }
  };

  return {
    name: 'plain',
    heap,
    gemm: plainGemm(heap),
    softmax,
    softmaxBackward(d, p, rows, n) {
      for (let r = 0; r < rows; r++, p += n, d += n) {
        let sum = 0;
        for (let j = 0; j < n; j++) sum += heap[p + j] * heap[d + j];
        for (let j = 0; j < n; j++) heap[d + j] = heap[p + j] * (heap[d + j] - sum);
      }
    },
    rmsNorm(y, inverse, x, gain, rows, width, epsilon) {
      for (let r = 0; r < rows; r++, x += width, y += width) {
        let squares = 0;
        for (let j = 0; j < width; j++) squares += heap[x + j] * heap[x + j];
        const i = 1 / Math.sqrt(squares / width + epsilon);
        heap[inverse + r] = i;
        for (let j = 0; j < width; j++) heap[y + j] = heap[x + j] * i * heap[gain + j];
      }
    },
    rmsNormBackward(dx, dGain, dy, x, gain, inverse, rows, width) {
      for (let r = 0; r < rows; r++, x += width, dy += width, dx += width) {
        const i = heap[inverse + r];
        let along = 0;
        for (let j = 0; j < width; j++) along += heap[dy + j] * heap[gain + j] * heap[x + j];
        const pull = (along * i * i * i) / width;
        for (let j = 0; j < width; j++)
          heap[dx + j] += heap[dy + j] * heap[gain + j] * i - heap[x + j] * pull;
        if (dGain !== null) for (let j = 0; j < width; j++) heap[dGain + j] += heap[dy + j] * heap[x + j] * i;
      }
    },
    swiglu(out, pair, rows, hidden) {
      for (let r = 0; r < rows; r++, pair += 2 * hidden, out += hidden) {
        for (let j = 0; j < hidden; j++) {
          const gate = heap[pair + j];
          heap[out + j] = (gate / (1 + Math.exp(-gate))) * heap[pair + hidden + j];
        }
      }
    },
    swigluBackward(dPair, dOut, pair, rows, hidden) {
      for (let r = 0; r < rows; r++, pair += 2 * hidden, dPair += 2 * hidden, dOut += hidden) {
        for (let j = 0; j < hidden; j++) {
          const gate = heap[pair + j];
          const s = 1 / (1 + Math.exp(-gate));
          const d = heap[dOut + j];
          heap[dPair + j] = d * heap[pair + hidden + j] * s * (1 + gate * (1 - s));
          heap[dPair + hidden + j] = d * gate * s;
        }
      }
    },
    attend(out, q, keys, values, scores, count, size, row) {
      const scale = 1 / Math.sqrt(size);
      for (let t = 0; t < count; t++) {
        let sum = 0;
        for (let j = 0; j < size; j++) sum += heap[q + j] * heap[keys + t * row + j];
        heap[scores + t] = sum * scale;
      }
      softmax(scores, 1, count, 0);
      for (let j = 0; j < size; j++) {
        let sum = 0;
        for (let t = 0; t < count; t++) sum += heap[scores + t] * heap[values + t * row + j];
        heap[out + j] = sum;
      }
    },
    adamW(p, g, m, v, count, { t, rate, beta1, beta2, epsilon, decay }) {
      const step = rate / (1 - beta1 ** t);
      const fix = 1 / (1 - beta2 ** t);
      for (let i = 0; i < count; i++) {
        const gradient = heap[g + i];
        heap[m + i] = beta1 * heap[m + i] + (1 - beta1) * gradient;
        heap[v + i] = beta2 * heap[v + i] + (1 - beta2) * gradient * gradient;
        const move = (step * heap[m + i]) / (Math.sqrt(heap[v + i] * fix) + epsilon);
        heap[p + i] = heap[p + i] * (1 - rate * decay) - move;
      }
    },
  };
}

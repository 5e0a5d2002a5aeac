import type { DecoderPass } from '../../math/training/decoderPass';
import type { PaddedRows } from './batchRows';

/**
 * The trunk's outputs of texts that are read again and again, [tokens, C] each, in one block taken at once. The trunk is
 * frozen, so a text goes through it a single time.
 */
export class TrunkStore {
  #starts: Int32Array;
  #kept: Uint8Array;
  #values: Float32Array;

  /** `lengths` are the texts' tokens; texts are named by their place in that list. */
  constructor(
    lengths: readonly number[],
    private readonly width: number,
  ) {
    this.#starts = new Int32Array(lengths.length + 1);
    lengths.forEach((length, i) => (this.#starts[i + 1] = this.#starts[i] + length * width));
    this.#kept = new Uint8Array(lengths.length);
    this.#values = new Float32Array(this.#starts[lengths.length]);
  }

  /** Puts the trunk's output of a batch in place, from the store or by running it; row r is the text names[r]. */
  run(pass: DecoderPass, { tokens, batch, length }: PaddedRows, names: readonly number[]): void {
    const { heap } = pass.kernels;
    const row = length * this.width;
    if (names.every((name) => this.#kept[name])) {
      pass.size(batch, length);
      const all = pass.trunkOutput;
      // What another batch left behind the shorter rows could be anything; 0 is harmless.
      heap.fill(0, all, all + batch * row);
      names.forEach((name, r) =>
        heap.set(this.#values.subarray(this.#starts[name], this.#starts[name + 1]), all + r * row),
      );
      return;
    }
    pass.runTrunk(tokens, batch, length);
    names.forEach((name, r) => {
      const start = this.#starts[name];
      const from = pass.trunkOutput + r * row;
      this.#values.set(heap.subarray(from, from + this.#starts[name + 1] - start), start);
      this.#kept[name] = 1;
    });
  }
}

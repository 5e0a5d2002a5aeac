import { frequencies, wavelength } from '../../math/rope';
import type { Controls } from '../../state/controls.svelte';
import { Lit } from '../../state/lit.svelte';
import type { ModelHandle } from '../../state/model.svelte';
import { BaseTest } from './baseTest.svelte';
import { methods, type Method, type RopeControls } from './controls';
import { RopeReading } from './reading.svelte';
import { Stretching, type StretchRecipe } from './stretch.svelte';
import {
  angleBetween,
  largestTurningGap,
  norm,
  pairHands,
  scoreCurve,
  turn,
  turnedDot,
  vectorAt,
} from './turning';

/** Shape of the shipped model, until its own is here. */
const shipped = { headSize: 32, rotaryBase: 10_000, window: 256, heads: 6, layers: 6 } as const;

/** Bases the model is run with besides the chosen one. */
export const landmarkBases = [100, 1_000, 10_000, 100_000, 1_000_000] as const;

/** How far the score is drawn: some places ahead of the query, and three windows back. */
export const curveEnds = { from: -64, to: 512 } as const;

/** Where q and k stand, and the q.k that gives. */
export interface Placement {
  readonly m: number;
  readonly n: number;
  readonly dot: number;
}

/** Everything the RoPE panel shows: controls in, numbers out. Null while there is no reading of the text. */
export class RopeState {
  readonly controls: Controls<RopeControls>;
  readonly model: ModelHandle;
  readonly reading: RopeReading;
  readonly stretching: Stretching;
  readonly bases: BaseTest;
  /** Lit by the prose. */
  readonly marks = new Lit();
  /** The pair under the pointer, from 0. */
  readonly litPair = new Lit<number>();

  constructor(controls: Controls<RopeControls>, model: ModelHandle) {
    this.controls = controls;
    this.model = model;
    this.reading = new RopeReading(controls, model);
    this.stretching = new Stretching(model);
    this.bases = new BaseTest(model);
  }

  readonly shape = $derived.by(() => this.model.info ?? shipped);

  /** Radians a position turns each pair in the model as trained [D/2]. */
  readonly theta = $derived.by(() => frequencies(this.shape.headSize, this.shape.rotaryBase));

  /** The same under the base that is tried out. */
  readonly otherTheta = $derived.by(() => frequencies(this.shape.headSize, this.controls.get('base')));

  /** Tokens a full turn takes, pair by pair. */
  readonly wavelengths = $derived.by(() => Array.from(this.theta, wavelength));
  readonly otherWavelengths = $derived.by(() => Array.from(this.otherTheta, wavelength));

  readonly head = $derived.by(() => Math.min(this.controls.get('head'), this.shape.heads) - 1);

  /** The chosen pair, from 0. */
  readonly pair = $derived.by(() => Math.min(this.controls.get('pair'), this.theta.length) - 1);

  /** The pair the charts light: under the pointer, else the chosen one. */
  readonly shownPair = $derived.by(() => this.litPair.hovered ?? this.pair);

  /** How many of the text's tokens the model read. */
  readonly length = $derived.by(() => this.reading.current?.ids.length ?? 0);

  /** Position of the query's token; -1 without a reading. */
  readonly query = $derived.by(() =>
    Math.min(this.controls.get('query') ?? this.length - 1, this.length - 1),
  );

  /** Position of the key's token: chosen, else the one that gets most of the query's attention. */
  readonly key = $derived.by(() => {
    const run = this.reading.current;
    const chosen = this.controls.get('key');
    if (!run || chosen !== null) return Math.min(chosen ?? -1, this.length - 1);
    const from = (Math.min(this.head, run.pattern.dims[1] - 1) * this.length + this.query) * this.length;
    const row = run.pattern.data.subarray(from, from + this.query + 1);
    return row.reduce((best, weight, at) => (weight > row[best] ? at : best), 0);
  });

  /** The held q and k [D], before turning. */
  readonly vectors = $derived.by(() => {
    const run = this.reading.current;
    if (!run || this.query < 0 || this.head >= run.q.dims[1]) return null;
    return { q: vectorAt(run.q, this.head, this.query), k: vectorAt(run.k, this.head, this.key) };
  });

  /** Where q and k are put, before the common shift. */
  readonly m = $derived.by(() => this.controls.get('m') ?? Math.max(0, this.query));
  readonly n = $derived.by(() => this.controls.get('n') ?? Math.max(0, this.key));

  /** q.k where the tokens stand in the text, where they are put, and with the two places swapped. */
  readonly placements = $derived.by(() => {
    if (!this.vectors) return null;
    const { q, k } = this.vectors;
    const at = (m: number, n: number): Placement => ({ m, n, dot: turnedDot(q, k, m, n, this.theta) });
    const shift = this.controls.get('shift');
    const pinM = this.controls.get('pinM');
    const pinN = this.controls.get('pinN');
    return {
      inText: at(this.query, this.key),
      unshifted: at(this.m, this.n),
      now: at(this.m + shift, this.n + shift),
      swapped: at(this.n + shift, this.m + shift),
      pinned: pinM === null || pinN === null ? null : at(pinM, pinN),
    };
  });

  /** All pairs as hands at the places on show. */
  readonly hands = $derived.by(() =>
    this.vectors && this.placements
      ? pairHands(this.vectors.q, this.vectors.k, this.placements.now.m, this.placements.now.n, this.theta)
      : [],
  );

  /** Angle between the turned hands of the chosen pair, -pi to pi. */
  readonly between = $derived.by(() => {
    const hands = this.hands[this.shownPair];
    return hands ? angleBetween(hands.kTurned, hands.qTurned) : NaN;
  });

  /** Lengths before and after turning. */
  readonly lengths = $derived.by(() => {
    if (!this.vectors || !this.placements) return null;
    const { q, k } = this.vectors;
    const turned = turn(q, k, this.placements.now.m, this.placements.now.n, this.theta);
    return { q: norm(q), qTurned: norm(turned.q), k: norm(k), kTurned: norm(turned.k) };
  });

  /** Largest difference between our turning and the model's own q and k of this head, over the whole text. */
  readonly gap = $derived.by(() => {
    const run = this.reading.current;
    if (!run || this.head >= run.q.dims[1]) return NaN;
    return Math.max(
      largestTurningGap(run.q, run.qRot, this.head, this.theta),
      largestTurningGap(run.k, run.kRot, this.head, this.theta),
    );
  });

  /** Score against distance for the held q and k. */
  readonly curve = $derived.by(() =>
    this.vectors ? scoreCurve(this.vectors.q, this.vectors.k, this.theta, curveEnds.from, curveEnds.to) : [],
  );
  readonly otherCurve = $derived.by(() =>
    this.vectors
      ? scoreCurve(this.vectors.q, this.vectors.k, this.otherTheta, curveEnds.from, curveEnds.to)
      : [],
  );

  /** Pairs that do not complete a turn within the window. */
  readonly incomplete = $derived.by(() => this.wavelengths.filter((each) => each > this.shape.window).length);

  /** Tokens read before the long texts: the end of the reader's own, half a window at most. */
  readonly prefix = $derived.by((): readonly number[] => {
    if (!this.controls.get('own') || !this.reading.settled) return [];
    return (this.reading.current?.ids ?? []).slice(-this.shape.window / 2);
  });

  recipe(method: Method): StretchRecipe {
    return {
      method,
      scale: this.controls.get('scale'),
      length: Math.min(Number(this.controls.get('length')), 4 * this.shape.window),
      prefix: this.prefix,
    };
  }

  /** The methods switched on, with what has been measured of them. */
  readonly stretched = $derived.by(() =>
    this.controls.get('methods').map((index) => {
      const method = methods[index];
      return { method, index, result: this.stretching.result(this.recipe(method)) };
    }),
  );

  /** Reads the long texts if that has been asked for; stops if not. */
  syncStretch(): void {
    if (!this.controls.get('measure') || !this.reading.settled) this.stretching.stop();
    else
      void this.stretching.measure(this.controls.get('methods').map((index) => this.recipe(methods[index])));
  }

  /** Runs the model with the chosen base and the landmarks if that has been asked for; stops if not. */
  syncBase(): void {
    const own = this.shape.rotaryBase;
    const { base, rerun } = this.controls.values;
    if (!rerun || !this.reading.settled) this.bases.stop();
    else void this.bases.measure([own, base, ...landmarkBases]);
  }

  toggleMethod(index: number): void {
    const on = this.controls.get('methods');
    this.controls.set('methods', on.includes(index) ? on.filter((each) => each !== index) : [...on, index]);
  }

  /** Puts q where k stands and k where q stands. */
  swap(): void {
    this.controls.assign({ m: this.n, n: this.m });
  }

  /** Back to where the tokens stand in the text. */
  putBack(): void {
    this.controls.assign({ m: null, n: null, shift: 0 });
  }

  pin(): void {
    const now = this.placements?.now;
    if (now) this.controls.assign({ pinM: now.m, pinN: now.n });
  }

  unpin(): void {
    this.controls.assign({ pinM: null, pinN: null });
  }
}

import { expect } from 'vitest';
import { dot } from '../../../src/math/linear';
import { alibiBias, alibiSlopes, sinusoidal } from '../../../src/math/positions';
import {
  cosSinTables,
  frequencies,
  rotate,
  rotateTo,
  scaledFrequencies,
  wavelength,
} from '../../../src/math/rope';
import { ntkBase, yarnRampRange } from '../../../src/math/ropeScaling';
import type { CaseChecks } from './caseTable';
import { expectAllClose, expectClose } from './close';

/** Checks of position encodings and RoPE. */
export const positionChecks: CaseChecks = [
  [
    /^sinusoidal-d/,
    ({ id, input, output }) => {
      if (id === 'sinusoidal-dot') {
        const dots = input.pairs.map(([a, b]: number[]) =>
          dot(sinusoidal(a, input.d), sinusoidal(b, input.d)),
        );
        return expectAllClose(dots, output.dot);
      }
      const encoding = sinusoidal(input.pos, input.d);
      const dims: number[] = input.dims ?? Array.from(encoding.keys());
      expectAllClose(
        dims.map((i) => encoding[i]),
        output.pe,
      );
    },
  ],
  [
    /^rope-(half-split|interleaved)-m/,
    ({ id, input, output }) => {
      const convention = id.includes('half-split') ? 'half-split' : 'interleaved';
      const theta = frequencies(input.x.length, input.base);
      const y = rotateTo(input.x, input.m, theta, convention);
      expectAllClose(y, output.y);
      expectClose(Math.hypot(...y), output.norm);
      // The float32 tables a model is fed lose no more than float32 itself does.
      const { cos, sin } = cosSinTables([input.m], theta);
      expectAllClose(rotate(input.x, cos, sin, convention), output.y, { absolute: 2e-6 });
    },
  ],
  [
    /^rope-relative-half-split$/,
    ({ input, output }) => {
      const theta = frequencies(input.q.length);
      const dots = input.pairs.map(([m, n]: number[]) =>
        dot(rotateTo(input.q, m, theta, 'half-split'), rotateTo(input.k, n, theta, 'half-split')),
      );
      expectAllClose(dots, output.dot);
    },
  ],
  [
    /^rope-frequencies$/,
    ({ input, output }) => {
      const theta = frequencies(input.d, input.base);
      expectAllClose(theta, output.theta);
      expectAllClose(Array.from(theta, wavelength), output.wavelength);
    },
  ],
  [
    /^rope-(position-interpolation|ntk-aware)$/,
    ({ id, input, output }) => {
      const kind = id === 'rope-ntk-aware' ? 'ntk' : 'pi';
      const scaled = scaledFrequencies(kind, {
        headSize: input.d,
        base: input.base,
        trainedLength: 256,
        scale: input.scale,
      });
      expectAllClose(scaled.frequencies, output.theta);
      expect(scaled.attentionFactor).toBe(1);
      if (kind === 'pi') return;
      expectClose(scaled.base, output.base);
      const slowest = input.d / 2 - 1;
      expectClose(scaled.frequencies[slowest] / frequencies(input.d, input.base)[slowest], output.last_ratio);
    },
  ],
  [/^ntk-base-/, ({ input, output }) => expectClose(ntkBase(input.base, input.scale, input.d), output.base)],
  [
    /^rope-dynamic-ntk$/,
    ({ input, output }) => {
      const settings = { headSize: input.d, base: input.base, trainedLength: input.L, scale: input.factor };
      expectClose(scaledFrequencies('dynamic-ntk', { ...settings, length: input.length }).base, output.base);
      expect(scaledFrequencies('dynamic-ntk', { ...settings, length: 10 }).base).toBe(input.base);
    },
  ],
  [
    /^yarn-/,
    ({ id, input, output }) => {
      const settings = { headSize: input.d, base: input.base, trainedLength: input.L, scale: input.scale };
      const scaled = scaledFrequencies(id.startsWith('yarn-code') ? 'yarn-code' : 'yarn-paper', settings);
      expectAllClose(scaled.frequencies, output.theta);
      if (output.low === undefined) return;
      expect(yarnRampRange(settings)).toEqual({ low: output.low, high: output.high });
      expectClose(scaled.attentionFactor, output.attention_factor);
      expectClose(scaled.attentionFactor ** 2, output.logit_scale);
    },
  ],
  [/^alibi-slopes-/, ({ input, output }) => expectAllClose(alibiSlopes(input.heads), output.slopes)],
  [
    /^alibi-bias$/,
    ({ input, output }) => expectAllClose(alibiBias(input.m, input.T), output.bias.flat().map(Number)),
  ],
];

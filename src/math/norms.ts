import { requireInteger, requireLength } from './checks';

/** Scale and shift of a normalisation over rows of `width` numbers. */
export interface NormSettings {
  readonly width: number;
  readonly weight?: ArrayLike<number> | null; // [C]
  readonly bias?: ArrayLike<number> | null; // [C], layerNorm only
  readonly epsilon?: number;
}

function requireRows(x: ArrayLike<number>, settings: NormSettings): void {
  requireInteger('The width', settings.width, 1);
  requireLength('x', x, Math.ceil(x.length / settings.width) * settings.width);
  if (settings.weight) requireLength('weight', settings.weight, settings.width);
  if (settings.bias) requireLength('bias', settings.bias, settings.width);
}

/**
 * LayerNorm of each row of `x` [rows, C]: (x - mean)/sqrt(variance + epsilon) * weight + bias with the population
 * variance (Ba et al. 2016; epsilon 1e-5 unless given); throws a RangeError on a wrong length.
 */
export function layerNorm(x: ArrayLike<number>, settings: NormSettings): Float64Array {
  requireRows(x, settings);
  const { width, weight, bias, epsilon = 1e-5 } = settings;
  const y = new Float64Array(x.length); // [rows, C]
  for (let start = 0; start < x.length; start += width) {
    let mean = 0;
    for (let c = 0; c < width; c++) mean += x[start + c] / width;
    let variance = 0;
    for (let c = 0; c < width; c++) variance += (x[start + c] - mean) ** 2 / width;
    const scale = 1 / Math.sqrt(variance + epsilon);
    for (let c = 0; c < width; c++) {
      y[start + c] = (x[start + c] - mean) * scale * (weight ? weight[c] : 1) + (bias ? bias[c] : 0);
    }
  }
  return y;
}

/**
 * RMSNorm of each row of `x` [rows, C]: x / sqrt(mean(x^2) + epsilon) * weight (Zhang & Sennrich 2019; epsilon 1e-6
 * unless given); throws a RangeError on a wrong length.
 */
export function rmsNorm(x: ArrayLike<number>, settings: Omit<NormSettings, 'bias'>): Float64Array {
  requireRows(x, settings);
  const { width, weight, epsilon = 1e-6 } = settings;
  const y = new Float64Array(x.length); // [rows, C]
  for (let start = 0; start < x.length; start += width) {
    let meanSquare = 0;
    for (let c = 0; c < width; c++) meanSquare += x[start + c] ** 2 / width;
    const scale = 1 / Math.sqrt(meanSquare + epsilon);
    for (let c = 0; c < width; c++) y[start + c] = x[start + c] * scale * (weight ? weight[c] : 1);
  }
  return y;
}

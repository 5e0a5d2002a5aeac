/** The number a reader typed: full-width digits, a decimal comma and the true minus are understood; null for no number. */
export function readNumber(typed: string): number | null {
  const text = typed.normalize('NFKC').replace(/[\s_]/g, '').replace('−', '-');
  const plain =
    /,\d{3}(\D|$)/.test(text) && !/^-?0,/.test(text) ? text.replaceAll(',', '') : text.replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/** Brings a value between the limits and onto the grid of `step` counted from `min`, free of binary dust. */
export function fit(value: number, min: number, max: number, step: number): number {
  const gridded = step > 0 ? min + Math.round((value - min) / step) * step : value;
  return Math.min(max, Math.max(min, Number(gridded.toPrecision(12))));
}

/** Decimals that a step asks for: 0.05 has 2, 1 has 0. */
export function decimalsOf(step: number): number {
  if (!(step > 0)) return 2;
  const text = String(Number(step.toPrecision(6)));
  const exponent = /e-(\d+)$/.exec(text);
  if (exponent) return Number(exponent[1]);
  return text.split('.')[1]?.length ?? 0;
}

/** The step a key asks for in steps: arrows 1 (Shift 10), page keys 10, Home and End the limits; null for other keys. */
export function keySteps(event: KeyboardEvent, sideways: boolean): number | null {
  const size = event.shiftKey ? 10 : 1;
  switch (event.key) {
    case 'ArrowUp':
      return size;
    case 'ArrowDown':
      return -size;
    case 'ArrowRight':
      return sideways ? size : null;
    case 'ArrowLeft':
      return sideways ? -size : null;
    case 'PageUp':
      return 10;
    case 'PageDown':
      return -10;
    case 'Home':
      return sideways ? -Infinity : null;
    case 'End':
      return sideways ? Infinity : null;
    default:
      return null;
  }
}

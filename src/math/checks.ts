/** Throws a RangeError unless `value` is a finite number above zero. */
export function requirePositive(name: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value))) {
    throw new RangeError(`${name} must be a finite number above 0, got ${value}.`);
  }
}

/** Throws a RangeError unless `value` is a finite number. */
export function requireFinite(name: string, value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`${name} must be a finite number, got ${value}.`);
}

/** Throws a RangeError unless `value` is a whole number of at least `least`. */
export function requireInteger(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${name} must be a whole number of at least ${least}, got ${value}.`);
  }
}

/** Throws a RangeError unless `value` lies in (0, 1]. */
export function requireShare(name: string, value: number): void {
  if (!(value > 0 && value <= 1)) {
    throw new RangeError(`${name} must be above 0 and at most 1, got ${value}.`);
  }
}

/** Throws a RangeError unless `values` holds exactly `length` numbers. */
export function requireLength(name: string, values: ArrayLike<unknown>, length: number): void {
  if (values.length !== length) {
    throw new RangeError(`${name} must hold ${length} numbers, got ${values.length}.`);
  }
}

/** Sum of a list of probabilities; throws a RangeError if one is negative or not finite, or if all are 0. */
export function probabilityTotal(p: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < p.length; i++) {
    if (!(p[i] >= 0 && p[i] < Infinity)) {
      throw new RangeError(`Probabilities must be finite and not negative, got ${p[i]} at index ${i}.`);
    }
    total += p[i];
  }
  if (!(total > 0)) throw new RangeError('Probabilities must not all be 0.');
  return total;
}

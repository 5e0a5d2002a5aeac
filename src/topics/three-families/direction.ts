/** How a square attention pattern's weight lies, as shares of all rows together: on later columns, on the row's own, on earlier ones. */
export interface Direction {
  readonly ahead: number;
  readonly self: number;
  readonly back: number;
}

/** The direction of one head's pattern [T, T], whose rows sum to 1: the mean over its rows. */
export function directionOf(pattern: ArrayLike<number>, T: number): Direction {
  let [ahead, self, back] = [0, 0, 0];
  for (let t = 0; t < T; t++) {
    for (let s = 0; s < T; s++) {
      const weight = pattern[t * T + s];
      if (s > t) ahead += weight;
      else if (s === t) self += weight;
      else back += weight;
    }
  }
  return { ahead: ahead / T, self: self / T, back: back / T };
}

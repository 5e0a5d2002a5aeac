/** One numeric case: an input and the output an independent float64 program gave for it. */
export interface MathCase {
  readonly id: string;
  // The shapes differ from case to case; each check reads the fields it knows, and a missing one fails it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly input: any;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly output: any;
}

/** Checks for the cases whose id matches a pattern. */
export type CaseChecks = readonly (readonly [pattern: RegExp, check: (given: MathCase) => void])[];

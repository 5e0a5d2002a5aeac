/** Records of the matched models (training/matched): what a set of them scored while it trained and at the end. */

/** One score taken on the way. */
export interface MatchedPoint {
  readonly tokens: number;
  /** Training loss since the last point, nats a scored token. */
  readonly loss: number;
  readonly heldOutBitsPerByte?: number;
  readonly secondHalfBitsPerByte?: number;
  readonly ownBits?: number;
  readonly leftToRightBitsPerByte?: number;
}

/** Loss by position over held-out windows, in bins; a learned table's ends at the trained window. */
export interface LossByPosition {
  readonly windows: number;
  readonly bin: number;
  readonly bitsPerToken: readonly number[];
  readonly standardError: readonly number[];
}

/** Loss of a token after 64 others in order, and with all but the last few of them shuffled. */
export interface OrderScores {
  readonly windows: number;
  readonly length: number;
  readonly inOrder: number;
  readonly shuffled: readonly {
    readonly keptInPlace: number;
    readonly bits: number;
    readonly rise: number;
    readonly error: number;
  }[];
}

/** Rep-n in percent over the openings, with its standard error, at one temperature (0 is greedy). */
export interface RepetitionScores {
  readonly temperature: number;
  readonly seeds: number;
  readonly rep2: number;
  readonly rep3: number;
  readonly rep4: number;
  readonly rep2Error: number;
  readonly rep3Error: number;
  readonly rep4Error: number;
  readonly ended: number;
}

/** One run: a seed of one member. */
export interface MatchedRun {
  readonly seed: number;
  readonly tokens: number;
  readonly steps: number;
  readonly parameters: number;
  readonly points: readonly MatchedPoint[];
  readonly scores?: {
    readonly heldOutBitsPerByte: number;
    readonly byPosition?: LossByPosition;
    readonly order?: OrderScores;
    readonly repetition?: readonly RepetitionScores[];
  };
}

/** One member of a set with its runs; `sameRunAs` names the model whose run it is to the last bit. */
export interface MatchedMember {
  readonly name: string;
  readonly sameRunAs: string | null;
  readonly runs: readonly MatchedRun[];
}

/** static/runs/matched-<set>.json. */
export interface MatchedSet {
  readonly set: string;
  readonly members: readonly MatchedMember[];
}

export type MatchedSetName = 'position' | 'heads' | 'repeat' | 'family';

/** The committed record of a set; null if it can't be had. Never throws. */
export async function loadMatchedSet(name: MatchedSetName): Promise<MatchedSet | null> {
  try {
    const url = new URL(`${import.meta.env.BASE_URL}runs/matched-${name}.json`, document.baseURI);
    const answer = await fetch(url);
    return answer.ok ? ((await answer.json()) as MatchedSet) : null;
  } catch {
    return null;
  }
}

/** Mean and range of one number over a member's runs; null if no run has it. */
export function overSeeds(
  member: MatchedMember,
  read: (run: MatchedRun) => number | undefined,
): { readonly mean: number; readonly least: number; readonly most: number; readonly seeds: number } | null {
  const values = member.runs.map(read).filter((value) => value !== undefined);
  if (values.length === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, least: Math.min(...values), most: Math.max(...values), seeds: values.length };
}

/** One score against tokens, mean over the runs that have it at the same place: [tokens, score] pairs. */
export function curveOf(
  member: MatchedMember,
  key: Exclude<keyof MatchedPoint, 'tokens'>,
): (readonly [number, number])[] {
  const points = member.runs[0]?.points ?? [];
  return points.flatMap(({ tokens }, at) => {
    const values = member.runs.map((run) => run.points[at]?.[key]).filter((value) => value !== undefined);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.length > 0 ? [[tokens, mean] as const] : [];
  });
}

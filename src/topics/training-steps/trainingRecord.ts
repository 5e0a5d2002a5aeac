/** One measurement of a training run: tokens read so far, and bits per byte on stories kept aside. */
export interface HeldOutPoint {
  readonly tokens: number;
  readonly bitsPerByte: number;
}

/** The held-out measurements of a run's record; points that are not numbers are left out. */
export function heldOutPoints(record: unknown): HeldOutPoint[] {
  const points = (record as { points?: unknown })?.points;
  if (!Array.isArray(points)) return [];
  return points
    .map((point) => ({ tokens: point?.tokens, bitsPerByte: point?.heldOutBitsPerByte }))
    .filter((point) => Number.isFinite(point.tokens) && Number.isFinite(point.bitsPerByte));
}

/** A file of this site as JSON; null when it is not there. */
export async function readJson(path: string): Promise<unknown> {
  const answer = await fetch(new URL(`${import.meta.env.BASE_URL}${path}`, document.baseURI));
  return answer.ok ? answer.json() : null;
}

/** The committed record of the story model's run; empty while its card tells of no finished training. Never throws. */
export async function loadHeldOutPoints(): Promise<HeldOutPoint[]> {
  try {
    // The card comes first: asking for a record that is not there would be an error in the reader's console.
    const card = (await readJson('models/story/card.json')) as { training?: unknown } | null;
    return card?.training ? heldOutPoints(await readJson('runs/story.json')) : [];
  } catch {
    return [];
  }
}

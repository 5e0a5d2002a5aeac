/** A token that the reader put in place of the likeliest. */
export interface Choice {
  /** Output step, from 0. */
  readonly step: number;
  readonly id: number;
}

/** Reads `3:1204.5:88` (steps from 1); what cannot be read is left out, a step named twice counts as first named. */
export function readChoices(text: string): readonly Choice[] {
  const found = new Map<number, number>();
  for (const part of text.split('.')) {
    const match = /^(\d{1,3}):(\d{1,6})$/.exec(part);
    const step = match ? Number(match[1]) - 1 : -1;
    if (match && step >= 0 && !found.has(step)) found.set(step, Number(match[2]));
  }
  return [...found].map(([step, id]) => ({ step, id })).sort((a, b) => a.step - b.step);
}

/** Writes choices for the address bar. */
export function writeChoices(choices: readonly Choice[]): string {
  return choices.map(({ step, id }) => `${step + 1}:${id}`).join('.');
}

/** The choices after one more: what was chosen behind it is written anew, so it goes. */
export function withChoice(choices: readonly Choice[], added: Choice): readonly Choice[] {
  return [...choices.filter(({ step }) => step < added.step), added];
}

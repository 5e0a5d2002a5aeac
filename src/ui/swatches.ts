import { getContext, setContext } from 'svelte';
import type { Lit } from '../state/lit.svelte';

/** What stands before a reference: the look of the mark it names; `plain` has none, `touch` is a control. */
export type Swatch =
  | 'prob'
  | 'pale'
  | 'tail'
  | 'cut'
  | 'picked'
  | 'ghost'
  | 'heat'
  | 'touch'
  | 'plain'
  | `cat-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`;

/** Names that say themselves what they look like; a panel's own list comes first. */
const KNOWN: Readonly<Record<string, Swatch>> = {
  prob: 'prob',
  bars: 'prob',
  pale: 'pale',
  tail: 'tail',
  cut: 'cut',
  picked: 'picked',
  ghost: 'ghost',
  ticks: 'ghost',
  heat: 'heat',
  heatmap: 'heat',
  touch: 'touch',
};

/** What the sentences of a panel share: what is lit, and what each named mark looks like. */
export interface Marks {
  readonly lit: Lit | null;
  readonly refs: Readonly<Record<string, Swatch>>;
}

/** The swatch of a name: the panel's own list, else a name that says itself, `cat-3`, a single letter (a control), else none. */
export function swatchOf(name: string, refs: Readonly<Record<string, Swatch>> = {}): Swatch {
  if (Object.hasOwn(refs, name)) return refs[name];
  if (Object.hasOwn(KNOWN, name)) return KNOWN[name];
  if (/^cat-[1-8]$/.test(name)) return name as Swatch;
  return /^[A-Za-z]$/.test(name) ? 'touch' : 'plain';
}

const KEY = Symbol('marks');

/** Gives all sentences below this component the same marks; called while it is set up. */
export function provideMarks(marks: () => Marks): void {
  setContext(KEY, marks);
}

/** The marks of the frame above, or none outside one. */
export function marksAbove(): () => Marks {
  return getContext<(() => Marks) | undefined>(KEY) ?? (() => ({ lit: null, refs: {} }));
}

import type { ControlsSpec } from '../../state/controls.svelte';

/** What #/revise keeps in its link: what is on show, and how an interview is drawn (the same seed asks the same). */
export const reviseControls = {
  view: { kind: 'choice', default: 'cards', options: ['cards', 'interview', 'list'] },
  /** A question chosen from the list instead of the one that is due. */
  card: { kind: 'text', default: '', maxLength: 60 },
  questions: { kind: 'number', default: 3, min: 1, max: 11, integer: true },
  followUps: { kind: 'number', default: 1, min: 0, max: 3, integer: true },
  seconds: { kind: 'number', default: 60, min: 15, max: 600, integer: true },
  seed: { kind: 'optional-number', default: null, min: 0, max: 4294967295, integer: true },
} as const satisfies ControlsSpec;

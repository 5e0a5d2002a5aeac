import type { ControlsSpec } from '../../state/controls.svelte';

/** What the home page keeps in its link: the reader's sentence and the order of the stations. */
export const homeControls = {
  text: { kind: 'text', default: 'The dragon opened the box and found a', maxLength: 400 },
  order: { kind: 'choice', default: 'path', options: ['path', 'number'] },
} as const satisfies ControlsSpec;

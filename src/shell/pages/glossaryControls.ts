import type { ControlsSpec } from '../../state/controls.svelte';

/** What #/glossary keeps in its link: the words looked for. */
export const glossaryControls = {
  find: { kind: 'text', default: '', maxLength: 60 },
} as const satisfies ControlsSpec;

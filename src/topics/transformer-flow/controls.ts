import type { ControlSpec } from '../../state/controls.svelte';
import { units } from './frames';

/** Frames a second while playing. */
export const speeds = ['1', '2', '4', '8', '16'] as const;

/** A frame behind the end of any run: the timeline shows the last one there is. */
export const THE_END = 99_999;

/** Everything a link to this topic can say. Layers, heads, tokens and cells count from 1; frames count from 0. */
export const controls = {
  prompt: { kind: 'text', default: 'She bought a red dress yesterday.', maxLength: 10_000 },
  /** The moment on show; `Frames.of` says which is which. The default lies behind every end: the finished picture. */
  frame: { kind: 'number', default: THE_END, min: 0, max: THE_END, integer: true },
  /** Whether the block at work is opened in its place. */
  open: { kind: 'toggle', default: false },
  head: { kind: 'number', default: 1, min: 1, max: 6, integer: true },
  /** The source token that is followed through the encoder; null is the first. */
  row: { kind: 'optional-number', default: null, min: 1, max: 64, integer: true },
  /** The opened cell of the tensor on show; null: none. */
  cellRow: { kind: 'optional-number', default: null, min: 1, max: 64, integer: true },
  cellCol: { kind: 'optional-number', default: null, min: 1, max: 99_999, integer: true },
  /** What the cross-attention beside the translation shows; head 0 is the mean of all. */
  crossLayer: { kind: 'number', default: 3, min: 1, max: 3, integer: true },
  crossHead: { kind: 'number', default: 0, min: 0, max: 6, integer: true },
  /** Tokens the reader chose in place of the likeliest, as `step:id` with steps from 1, e.g. `3:1204.5:88`. */
  choices: { kind: 'text', default: '', maxLength: 600 },
  /** How far one step goes, and how many there are in a second. */
  unit: { kind: 'choice', default: 'tensor', options: units },
  speed: { kind: 'choice', default: '4', options: speeds },
  /** A kept translation to compare with: its text and the choices in it. */
  pin: { kind: 'toggle', default: false },
  pinPrompt: { kind: 'text', default: '', maxLength: 10_000 },
  pinChoices: { kind: 'text', default: '', maxLength: 600 },
} as const satisfies Record<string, ControlSpec>;

export type FlowControls = typeof controls;

import type { ControlsSpec } from '../../state/controls.svelte';

/** What the home page keeps in its link: the reader's sentence and the order of the stations. */
export const homeControls = {
  text: {
    kind: 'text',
    default: 'The dragon opened the box and found a',
    defaultZh: '小明打开盒子，里面有一只',
    maxLength: 400,
  },
  order: { kind: 'choice', default: 'path', options: ['path', 'number'] },
} as const satisfies ControlsSpec;

/** The model that reads the sentence, by the page's language. */
export const homeModel = { en: 'story', zh: 'text-zh' } as const;

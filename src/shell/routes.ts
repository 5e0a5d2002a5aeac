import type { ControlsSpec } from '../state/controls.svelte';
import { homeControls } from './home/homeControls';
import { modelsControls } from './pages/modelCards';
import { glossaryControls } from './pages/glossaryControls';
import { presentControls, speakerControls } from './present/deck';
import { reviseControls } from './revise/reviseControls';
import { findTopic, isBuilt, type RegisteredTopic } from './registry';

const ownPages = ['credits', 'glossary', 'models', 'present', 'speaker', 'revise'] as const;

/** What stands at an address. */
export type View =
  | { readonly kind: 'home' | 'credits' | 'glossary' | 'models' | 'present' | 'speaker' | 'revise' }
  | { readonly kind: 'topic' | 'unbuilt'; readonly topic: RegisteredTopic }
  | { readonly kind: 'missing'; readonly page: string };

/** What stands at a page's name; never throws. */
export function resolve(page: string): View {
  if (page === '') return { kind: 'home' };
  const own = ownPages.find((each) => each === page);
  if (own) return { kind: own };
  const topic = findTopic(page);
  if (!topic) return { kind: 'missing', page };
  return { kind: isBuilt(topic) ? 'topic' : 'unbuilt', topic };
}

/** The controls and lesson steps that a view keeps in its link. */
export function linkSpec(view: View): {
  readonly controls: ControlsSpec;
  readonly steps: readonly Partial<Record<string, unknown>>[];
} {
  if (view.kind === 'topic') return { controls: view.topic.controls, steps: view.topic.steps };
  const controls = {
    home: homeControls,
    models: modelsControls,
    glossary: glossaryControls,
    present: presentControls,
    speaker: speakerControls,
    revise: reviseControls,
  };
  return { controls: view.kind in controls ? controls[view.kind as keyof typeof controls] : {}, steps: [] };
}

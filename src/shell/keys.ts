/** What a key does on any page. */
export type KeyAction =
  | 'stepNext'
  | 'stepBack'
  | 'topicNext'
  | 'topicBack'
  | 'help'
  | 'present'
  | 'fullscreen'
  | 'language'
  | 'theme'
  | 'stopPresenting';

const actions: Readonly<Record<string, KeyAction>> = {
  ArrowRight: 'stepNext',
  ArrowLeft: 'stepBack',
  ']': 'topicNext',
  '[': 'topicBack',
  '?': 'help',
  p: 'present',
  f: 'fullscreen',
  l: 'language',
  d: 'theme',
  Escape: 'stopPresenting',
};

/** What a clicker sends. */
const clicker: Readonly<Record<string, KeyAction>> = { PageDown: 'stepNext', PageUp: 'stepBack' };

const typingTags = new Set(['INPUT', 'TEXTAREA', 'SELECT']);
const ownArrows = new Set([
  'slider',
  'spinbutton',
  'listbox',
  'option',
  'radio',
  'tab',
  'grid',
  'gridcell',
  'menuitem',
  'textbox',
]);

/** Whether the focused element takes keys for itself. */
function takesKeys(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement || target instanceof SVGElement)) return false;
  if (typingTags.has(target.tagName) || (target as HTMLElement).isContentEditable) return true;
  return ownArrows.has(target.getAttribute('role') ?? '') || target.closest('dialog[open]') !== null;
}

/** The action of a key press, or null when it belongs to a field, a slider, a dialog or the browser. */
export function keyAction(
  event: KeyboardEvent,
  { presenting, letters }: { readonly presenting: boolean; readonly letters: boolean },
): KeyAction | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
    return null;
  if (takesKeys(event.target)) return null;
  if (event.key.length === 1 && !letters) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return actions[key] ?? (presenting ? (clicker[key] ?? null) : null);
}

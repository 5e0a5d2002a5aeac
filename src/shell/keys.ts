/** What a key does on any page. */
export type KeyAction =
  | 'stepNext'
  | 'stepBack'
  | 'topicNext'
  | 'topicBack'
  | 'help'
  | 'share'
  | 'present'
  | 'fullscreen'
  | 'language'
  | 'theme'
  | 'stopPresenting'
  | 'first'
  | 'last'
  | 'blank'
  | 'spotlight'
  | 'pen'
  | 'overview'
  | 'speaker';

const actions: Readonly<Record<string, KeyAction>> = {
  ArrowRight: 'stepNext',
  ArrowLeft: 'stepBack',
  ']': 'topicNext',
  '[': 'topicBack',
  '?': 'help',
  q: 'share',
  p: 'present',
  f: 'fullscreen',
  l: 'language',
  d: 'theme',
  Escape: 'stopPresenting',
};

/** What a clicker sends, and what else a speaker needs; these mean something only while presenting. */
const whilePresenting: Readonly<Record<string, KeyAction>> = {
  PageDown: 'stepNext',
  PageUp: 'stepBack',
  Home: 'first',
  End: 'last',
  b: 'blank',
  '.': 'blank',
  s: 'spotlight',
  m: 'pen',
  o: 'overview',
  n: 'speaker',
};
/** A clicker turns pages whatever has the focus: its holder stands far from the keyboard. */
const clicker = new Set(['PageDown', 'PageUp']);

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

const inDialog = (target: EventTarget | null) =>
  target instanceof Element && target.closest('dialog[open]') !== null;

/** Whether the focused element takes keys for itself. */
function takesKeys(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement || target instanceof SVGElement)) return false;
  if (typingTags.has(target.tagName) || (target as HTMLElement).isContentEditable) return true;
  return ownArrows.has(target.getAttribute('role') ?? '') || inDialog(target);
}

/** Whether a key is a clicker's: while presenting it is taken before any slider sees it. */
export const isClicker = (event: KeyboardEvent): boolean => clicker.has(event.key);

/** Whether a key press asks the browser to print. */
export const isPrintKey = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'p';

/** The action of a key press, or null when it belongs to a field, a slider, a dialog or the browser. */
export function keyAction(
  event: KeyboardEvent,
  { presenting, letters }: { readonly presenting: boolean; readonly letters: boolean },
): KeyAction | null {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
    return null;
  const clicked = presenting && clicker.has(event.key) && !inDialog(event.target);
  if (takesKeys(event.target) && !clicked) return null;
  if (event.key.length === 1 && !letters) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return actions[key] ?? (presenting ? (whilePresenting[key] ?? null) : null);
}

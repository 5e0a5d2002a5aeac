import { createSubscriber } from 'svelte/reactivity';

/** Sizes the charts need as numbers before a style sheet is there (tests, the first frame); the light theme's own. */
const FALLBACK: Readonly<Record<string, number>> = {
  '--row-h': 23,
  '--bar-h': 13,
  '--bar-min': 1,
  '--num-xs': 11,
  '--num-s': 12,
  '--ui-xs': 11,
  '--ui-s': 12,
  '--prose-s': 15,
  '--heat-gap': 1,
  '--hatch-step': 5,
  '--hatch-w': 1.25,
  '--arc-max': 7,
  '--arc-min': 0.75,
  '--dot-r': 3,
  '--tick-len': 5,
  '--tick-gap': 4,
  '--ramp-flip': 0.53,
  '--tint-max': 62,
  '--line-chart-w': 1.75,
};

let cache = new Map<string, string>();
let sizes = new Map<string, number>();

// Themes, print, contrast, narrow screens and the page's language all change what the tokens say.
const QUERIES = [
  '(prefers-color-scheme: dark)',
  '(prefers-contrast: more)',
  '(prefers-reduced-motion: reduce)',
  '(max-width: 640px)',
];

const subscribe = createSubscriber((update) => {
  const changed = () => {
    cache = new Map();
    sizes = new Map();
    update();
  };
  changed();
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-theme', 'lang', 'class', 'style'],
  });
  const lists = QUERIES.map((query) => matchMedia(query));
  for (const list of lists) list.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    for (const list of lists) list.removeEventListener('change', changed);
  };
});

/** The text of a CSS token such as `--prob` on the page's root, '' when unset; reactive to theme and language. */
export function token(name: string): string {
  subscribe();
  let value = cache.get(name);
  if (value === undefined) {
    value = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    cache.set(name, value);
  }
  return value;
}

/** A CSS size token in px (rem and em at the root's size) or a bare number; reactive; 0 for an unknown name. */
export function size(name: string): number {
  subscribe();
  // Asking for a computed style while a picture is being drawn makes the browser work out all styles at once.
  let px = sizes.get(name);
  if (px === undefined) {
    px = measured(name);
    sizes.set(name, px);
  }
  return px;
}

function measured(name: string): number {
  const text = token(name);
  const value = Number.parseFloat(text);
  if (!Number.isFinite(value)) return FALLBACK[name] ?? 0;
  if (!/rem$|em$/.test(text)) return value;
  return value * (Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16);
}

/** How much larger than on a desk the type is (1; about 1.8 on a projector): heights given in px grow with it. */
export function typeScale(): number {
  return size('--num-s') / 12;
}

/** The page's language as the charts' words know it, from `<html lang>`; reactive. */
export function pageLanguage(): 'en' | 'zh' {
  subscribe();
  return document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
}

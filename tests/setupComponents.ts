import { afterEach, beforeEach, expect, vi } from 'vitest';

// happy-dom has no matchMedia; themes and reduced motion ask for it.
window.matchMedia ??= ((query: string) =>
  ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }) as unknown as MediaQueryList) as typeof window.matchMedia;

// The pages have a doctype; happy-dom's blank one has none, and KaTeX refuses to work in quirks mode.
Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat', configurable: true });

// A warning nobody expected is a failure: tests that expect one mock console.warn themselves.
beforeEach(() => {
  vi.spyOn(console, 'warn');
  vi.spyOn(console, 'error');
});
afterEach(() => {
  const unexpected = [...vi.mocked(console.warn).mock.calls, ...vi.mocked(console.error).mock.calls];
  vi.restoreAllMocks();
  expect(unexpected).toEqual([]);
});

// Before the first paint: the remembered theme, so that a dark page never flashes white. src/state/theme.svelte.ts takes over.
try {
  const theme = localStorage.getItem('glasslm.theme');
  if (theme === 'light' || theme === 'dark' || theme === 'projector')
    document.documentElement.dataset.theme = theme;
} catch {
  // No storage, no remembered theme.
}

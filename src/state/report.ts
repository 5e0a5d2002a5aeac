/** The last things that went wrong, oldest first. */
const recent: string[] = [];
const kept = 5;

/** Remembers an error for the next report. */
export function noteError(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? String(error)) : String(error);
  recent.push(text.slice(0, 2000));
  if (recent.length > kept) recent.shift();
}

/** Remembers every error that nobody caught, until the returned function is called. */
export function watchErrors(): () => void {
  const thrown = (event: ErrorEvent) => noteError(event.error ?? event.message);
  const rejected = (event: PromiseRejectionEvent) => noteError(event.reason);
  addEventListener('error', thrown);
  addEventListener('unhandledrejection', rejected);
  return () => {
    removeEventListener('error', thrown);
    removeEventListener('unhandledrejection', rejected);
  };
}

/**
 * What somebody who is to mend it needs, as text to paste: version, state (the address holds all of it), browser, what
 * went wrong. It leaves the device only if the reader sends it; the address holds the reader's own text, and says so.
 */
export function errorReport(what = ''): string {
  const { dataset, lang } = document.documentElement;
  const lines = [
    `GlassLM ${__GLASSLM_VERSION__}`,
    `address (with your text and settings): ${location.href}`,
    ...(what ? [`what: ${what}`] : []),
    `when: ${new Date().toISOString()}`,
    `browser: ${navigator.userAgent}`,
    `language: ${lang}, theme: ${dataset.theme ?? 'system'}, window: ${innerWidth} x ${innerHeight} at ${devicePixelRatio}`,
    `https or localhost: ${isSecureContext}, WebAssembly: ${typeof WebAssembly === 'object'}, storage: ${typeof caches !== 'undefined'}`,
    ...recent.map((error) => `error: ${error}`),
  ];
  return lines.join('\n');
}

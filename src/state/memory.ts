/**
 * What the browser keeps between visits. Storage may be full, forbidden or absent (private windows, sandboxed
 * frames): then nothing is remembered and nothing breaks.
 */
const prefix = 'glasslm.';

/** The remembered text of a key, or null when there is none or storage is forbidden. */
export function recall(key: string): string | null {
  try {
    return localStorage.getItem(prefix + key);
  } catch {
    return null;
  }
}

/** Remembers a text; silently does nothing where storage is full or forbidden. */
export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(prefix + key, value);
  } catch {
    // The page works without a memory; only the next visit starts afresh.
  }
}

/**
 * Which mark is lit: what the pointer is on, else what was clicked. Prose references and charts of one panel
 * share one of these, so hovering a word lights its mark and the other way round.
 */
export class Lit<Key = string> {
  hovered: Key | null = $state.raw(null);
  locked: Key | null = $state.raw(null);

  get focused(): Key | null {
    return this.hovered ?? this.locked;
  }

  /** Clicking the locked mark again lets it go. */
  toggle(key: Key): void {
    this.locked = this.locked === key ? null : key;
  }
}

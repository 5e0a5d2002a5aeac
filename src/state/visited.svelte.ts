import { recall, remember } from './memory';

/** Which topics this reader has opened, remembered between visits. */
export class Visited {
  #slugs: ReadonlySet<string> = $state.raw(new Set());

  constructor() {
    this.#slugs = new Set((recall('visited') ?? '').split(' ').filter(Boolean));
  }

  has(slug: string): boolean {
    return this.#slugs.has(slug);
  }

  add(slug: string): void {
    if (this.#slugs.has(slug)) return;
    this.#slugs = new Set([...this.#slugs, slug]);
    remember('visited', [...this.#slugs].join(' '));
  }
}

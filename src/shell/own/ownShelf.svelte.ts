import { parseOwnName } from '../../runtime/own/ownName';
import type { Manifest, OwnStore } from '../../runtime/own/ownStore';
import type { Variant } from '../../runtime/own/layout';

/** A model of the reader's that is on this device, whole or in part. */
export interface ShelfModel {
  readonly name: string;
  readonly bytes: number;
  readonly bytesHere: number;
  /** Null for one that lasts only until the page is left. */
  readonly manifest: Manifest | null;
}

/** The way a model's files reach the worker. */
export type Offer = (model: string, graph: string, files: ReadonlyMap<string, Blob>) => void;

/** The reader's models on this device: those the browser keeps and those opened until the page is left. */
export class OwnShelf {
  models: readonly ShelfModel[] = $state.raw([]);
  readonly store: OwnStore | null;
  readonly #offer: Offer;
  readonly #opened = new Map<string, ShelfModel>();

  constructor(store: OwnStore | null, offer: Offer) {
    this.store = store;
    this.#offer = offer;
  }

  /** Names of the models that can run. */
  get ready(): readonly string[] {
    return this.models.filter(({ bytes, bytesHere }) => bytes === bytesHere).map(({ name }) => name);
  }

  /** Looks again at what is kept; never throws: a browser that refuses its storage keeps nothing. */
  async look(): Promise<void> {
    const kept: ShelfModel[] = [];
    try {
      for (const manifest of (await this.store?.list()) ?? []) {
        const { name, bytes, complete } = manifest;
        kept.push({ name, bytes, bytesHere: complete ? bytes : await this.#part(manifest), manifest });
      }
    } catch {
      kept.length = 0;
    }
    this.models = [...kept, ...this.#opened.values()];
  }

  /** Bytes of a model whose fetch broke off; never all of them, since the check at the end is still to come. */
  async #part(manifest: Manifest): Promise<number> {
    return Math.min(manifest.bytes - 1, (await this.store?.bytesHere(manifest)) ?? 0);
  }

  /** Hands a model's files to the worker for as long as the page lives; gives its name. */
  async open(name: string, variant: Variant, files: ReadonlyMap<string, Blob>): Promise<string> {
    this.#offer(name, variant.graph, files);
    this.#opened.set(name, { name, bytes: variant.bytes, bytesHere: variant.bytes, manifest: null });
    await this.look();
    return name;
  }

  async remove(name: string): Promise<void> {
    this.#opened.delete(name);
    await this.store?.remove(name);
    await this.look();
  }
}

/** A name as the reader sees it: `owner/name (q4)`. */
export function shownName(name: string): string {
  const own = parseOwnName(name);
  return own ? `${own.title} (${own.variant})` : name;
}

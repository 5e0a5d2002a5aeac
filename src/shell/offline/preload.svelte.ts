import type { CatalogueRow } from '../../runtime/catalogue';
import type { ModelStore } from '../../runtime/modelStore';
import type { Offline } from './offline.svelte';

/** One model in the list of what is kept. */
export interface KeptModel {
  readonly row: CatalogueRow;
  readonly bytes: number;
  /** Stored and sound. */
  readonly storedBytes: number;
  /** Null unless it is being fetched. */
  readonly loadedBytes: number | null;
}

/** Everything a class needs with the network off: the site and its models, fetched ahead and checked. */
export class Preload {
  models: readonly KeptModel[] | null = $state.raw(null);
  busy: boolean = $state(false);
  /** The technical line of what went wrong last; empty when nothing did. */
  failure: string = $state('');
  /** Bytes this site takes in the browser, as the browser estimates it; null where it does not say. */
  usage: { readonly used: number; readonly quota: number } | null = $state.raw(null);
  readonly offline: Offline;
  readonly #store: ModelStore;

  constructor(store: ModelStore, offline: Offline) {
    this.#store = store;
    this.offline = offline;
  }

  /** Whether this browser and address can keep anything. */
  get possible(): boolean {
    return this.offline.state !== 'none';
  }

  /** Every file of the site and of every model is stored, and was read back and checked. */
  get complete(): boolean {
    return (
      this.offline.state === 'stored' &&
      this.models !== null &&
      this.models.every((model) => model.storedBytes === model.bytes)
    );
  }

  /** Reads the catalogue and what of it is stored. */
  async look(): Promise<void> {
    await this.#try(async () => {
      const rows = await this.#store.catalogue();
      this.models = await Promise.all(
        rows.map(async (row) => ({
          row,
          bytes: this.#store.bytesOf(row),
          storedBytes: await this.#store.storedBytes(row),
          loadedBytes: null,
        })),
      );
    });
    const estimate = await navigator.storage?.estimate?.().catch(() => null);
    this.usage =
      estimate?.usage !== undefined && estimate.quota !== undefined
        ? { used: estimate.usage, quota: estimate.quota }
        : null;
  }

  /** Stores the site and every model, one after another. */
  async storeAll(): Promise<void> {
    await this.#working(async () => {
      // A browser may drop what it keeps when the disk is full; asked, it may promise not to.
      await navigator.storage?.persist?.().catch(() => false);
      await this.offline.store();
      for (const model of this.models ?? []) await this.#storeOne(model.row);
    });
  }

  async store(row: CatalogueRow): Promise<void> {
    await this.#working(() => this.#storeOne(row));
  }

  async remove(row: CatalogueRow): Promise<void> {
    await this.#working(() => this.#store.remove(row));
  }

  /** Forgets the site and every model. */
  async removeAll(): Promise<void> {
    await this.#working(async () => {
      for (const model of this.models ?? []) await this.#store.remove(model.row);
      await this.offline.remove();
    });
  }

  async #working(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    await this.#try(work);
    const failed = this.failure;
    await this.look();
    this.failure ||= failed;
    this.busy = false;
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.failure = '';
    try {
      await work();
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    }
  }

  async #storeOne(row: CatalogueRow): Promise<void> {
    const report = (loadedBytes: number | null) => {
      this.models =
        this.models?.map((model) => (model.row.name === row.name ? { ...model, loadedBytes } : model)) ??
        null;
    };
    await this.#store.store(row, report);
  }
}

import { fetchOwn, lookAt } from '../../runtime/own/fetchClient';
import { variantsOf, type Variant } from '../../runtime/own/layout';
import { readOwnConfig, type OwnConfig } from '../../runtime/own/ownConfig';
import { hubAddress } from '../../runtime/own/hub';
import { formatOwnName, isHubTitle, parseOwnName } from '../../runtime/own/ownName';
import { OwnProblem, ownProblem } from '../../runtime/own/ownProblem';
import { recall, remember } from '../../state/memory';
import type { OwnShelf } from './ownShelf.svelte';

/** Where a model's name is looked for unless the reader types another address. */
const publicHub = 'https://huggingface.co';

/** A tab's engine has 4 GB, and opening takes the file twice. */
const mostBytes = 2e9;

/** What a model would take, known before its weights are asked for. */
export interface Plan {
  readonly title: string;
  readonly source: 'hub' | 'folder';
  readonly config: OwnConfig;
  readonly variants: readonly Variant[];
  /** Of a folder: its files by path. */
  readonly blobs: ReadonlyMap<string, Blob> | null;
}

/** Bringing a model, step by step: ask for sizes, choose a file, fetch; each step only when the reader says so. */
export class OwnFetch {
  title: string = $state('');
  address: string = $state(recall('hub') || publicHub);
  busy: 'look' | 'fetch' | null = $state(null);
  plan: Plan | null = $state.raw(null);
  variant: string = $state('');
  loadedBytes: number = $state(0);
  /** The model that has just arrived. */
  arrived: string | null = $state(null);
  problem: OwnProblem | null = $state.raw(null);
  readonly #shelf: OwnShelf;
  #abort = new AbortController();

  constructor(shelf: OwnShelf, wanted: string) {
    this.#shelf = shelf;
    const own = parseOwnName(wanted);
    if (own?.source !== 'hub') return;
    this.title = own.title;
    this.variant = own.variant;
  }

  /** The host that would be asked; the address as typed while it is none. */
  get host(): string {
    try {
      return new URL(this.address.trim()).host || this.address;
    } catch {
      return this.address;
    }
  }

  readonly chosen: Variant | null = $derived.by(
    () =>
      this.plan?.variants.find(({ variant }) => variant === this.variant) ?? this.plan?.variants[0] ?? null,
  );

  /** The chosen model's name, as links carry it. */
  readonly name: string = $derived.by(() =>
    this.plan && this.chosen
      ? formatOwnName({ source: this.plan.source, title: this.plan.title, variant: this.chosen.variant })
      : '',
  );

  readonly tooLarge = $derived.by(() => (this.chosen?.bytes ?? 0) > mostBytes);

  /** Asks the hub for config.json and its list of files. */
  look(): Promise<void> {
    return this.#working('look', async (signal) => {
      const title = this.title.trim().replace(/^\/+|\/+$/g, '');
      if (!isHubTitle(title)) throw new OwnProblem('bad-name', title);
      const address = hubAddress(this.address, location.protocol === 'https:');
      this.plan = null;
      const { config, files } = await lookAt(address, title, signal);
      this.#lay({
        title,
        source: 'hub',
        config: readOwnConfig(config),
        variants: variantsOf(files),
        blobs: null,
      });
      if (address === publicHub) remember('hub', '');
      else remember('hub', address);
    });
  }

  /** Looks at a folder's files; nothing leaves the device. */
  lookAtFolder(title: string, blobs: ReadonlyMap<string, Blob>): Promise<void> {
    return this.#working('look', async () => {
      this.plan = null;
      const files = [...blobs].map(([path, blob]) => ({ path, bytes: blob.size }));
      const variants = variantsOf(files);
      const config = readOwnConfig(await blobs.get('config.json')!.text());
      this.#lay({ title, source: 'folder', config, variants, blobs });
    });
  }

  #lay(plan: Plan): void {
    this.plan = plan;
    if (!plan.variants.some(({ variant }) => variant === this.variant))
      this.variant = plan.variants[0].variant;
    this.arrived = null;
  }

  /** Fetches the chosen file and what belongs to it, or opens it where it lies. */
  bring(): Promise<void> {
    const { plan, chosen, name } = this;
    if (!plan || !chosen) return Promise.resolve();
    return this.#working('fetch', async (signal) => {
      if (plan.blobs) {
        const files = new Map(chosen.files.map(({ path }) => [path, plan.blobs!.get(path)!]));
        this.arrived = await this.#shelf.open(name, chosen, files);
        return;
      }
      await this.#fetch(
        {
          name,
          address: hubAddress(this.address, location.protocol === 'https:'),
          graph: chosen.graph,
          files: chosen.files,
          bytes: chosen.bytes,
          parameters: plan.config.parameters,
          complete: false,
        },
        signal,
        chosen,
      );
    });
  }

  /** Goes on with a fetch that broke off. */
  goOn(name: string): Promise<void> {
    const manifest = this.#shelf.models.find((model) => model.name === name)?.manifest;
    if (!manifest) return Promise.resolve();
    return this.#working('fetch', (signal) => this.#fetch(manifest, signal, null));
  }

  async #fetch(
    manifest: Parameters<typeof fetchOwn>[0],
    signal: AbortSignal,
    chosen: Variant | null,
  ): Promise<void> {
    this.loadedBytes = 0;
    const files = await fetchOwn(manifest, signal, (bytes) => (this.loadedBytes = bytes));
    if (files && chosen) await this.#shelf.open(manifest.name, chosen, new Map(Object.entries(files)));
    this.arrived = manifest.name;
  }

  cancel(): void {
    this.#abort.abort();
  }

  async #working(what: 'look' | 'fetch', work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = what;
    this.problem = null;
    this.arrived = null;
    this.#abort = new AbortController();
    try {
      await work(this.#abort.signal);
    } catch (error) {
      this.problem = ownProblem(error);
    }
    await this.#shelf.look();
    this.busy = null;
  }
}

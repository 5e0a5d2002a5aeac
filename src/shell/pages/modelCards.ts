import type { ControlsSpec } from '../../state/controls.svelte';

/** What #/models keeps in its link: the model whose card it opens at. */
export const modelsControls = {
  card: { kind: 'text', default: '', maxLength: 60 },
} as const satisfies ControlsSpec;

/** A model of this site with its card, as the files beside it say. */
export interface ModelCard {
  readonly name: string;
  /** Null where the model ships none. */
  readonly card: unknown;
}

async function readJson(path: string): Promise<unknown> {
  const answer = await fetch(import.meta.env.BASE_URL + path);
  if (!answer.ok) throw new Error(`${answer.status} for ${path}`);
  return answer.json();
}

/** The names in a catalogue, whether it is a list, has one under `models`, or is keyed by name. */
export function catalogueNames(catalogue: unknown): string[] {
  const rows =
    catalogue !== null && typeof catalogue === 'object' && 'models' in catalogue
      ? catalogue.models
      : catalogue;
  if (Array.isArray(rows)) return rows.map((row) => String((row as { name?: unknown }).name ?? row));
  return rows !== null && typeof rows === 'object' ? Object.keys(rows) : [];
}

/** Every model of the catalogue with its card; throws when the catalogue cannot be read. */
export async function readCatalogue(): Promise<ModelCard[]> {
  const names = catalogueNames(await readJson('models/index.json'));
  return Promise.all(
    names.map(async (name) => ({
      name,
      card: await readJson(`models/${encodeURIComponent(name)}/card.json`).catch(() => null),
    })),
  );
}

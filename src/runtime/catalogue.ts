import { describe } from './failures';
import { RuntimeError } from './protocol';

/** One file of a model: its path below the models' folder, its uncompressed size and its SHA-256 in hex. */
export interface CatalogueFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** One shipped model, as static/models/index.json lists it. */
export interface CatalogueRow {
  readonly name: string;
  readonly kind: string;
  readonly parameters: number;
  /** Longest input in tokens the model was trained on. */
  readonly window: number;
  readonly bytes: number;
  readonly files: readonly CatalogueFile[];
  /** Path of the model card below the models' folder. */
  readonly card: string;
}

function isRow(value: unknown): value is CatalogueRow {
  const row = value as CatalogueRow;
  return (
    typeof row?.name === 'string' &&
    Number.isFinite(row.bytes) &&
    Number.isInteger(row.window) &&
    Array.isArray(row.files) &&
    row.files.every(
      (file) =>
        typeof file?.path === 'string' && Number.isInteger(file.bytes) && typeof file.sha256 === 'string',
    )
  );
}

/** Reads the catalogue's text; throws RuntimeError 'model-missing' when it is not a list of models. */
export function parseCatalogue(text: string): readonly CatalogueRow[] {
  let rows: unknown;
  try {
    rows = JSON.parse(text);
  } catch (error) {
    throw new RuntimeError('model-missing', `models/index.json is not JSON: ${describe(error)}`);
  }
  if (!Array.isArray(rows) || !rows.every(isRow)) {
    throw new RuntimeError('model-missing', 'models/index.json does not list models');
  }
  return rows;
}

/** The files a model is opened from: all but its card, which is for readers. */
export function runtimeFiles(row: CatalogueRow): readonly CatalogueFile[] {
  return row.files.filter((file) => file.path !== row.card);
}

/** The row of one model; throws RuntimeError 'model-missing' naming the models there are. */
export function rowOf(catalogue: readonly CatalogueRow[], model: string): CatalogueRow {
  const row = catalogue.find((each) => each.name === model);
  if (!row) {
    const names = catalogue.map((each) => each.name).join(', ') || 'none';
    throw new RuntimeError('model-missing', `No model is called "${model}" (there are: ${names})`);
  }
  return row;
}

import rows from './known.json';
import type { Kind } from './controls';
import type { Objective } from './text';

/** A well-known model: its family, the year of its paper's first version, who made it, how it was pretrained, and where that is said. */
export interface KnownModel {
  readonly name: string;
  readonly kind: Kind;
  readonly year: number;
  readonly by: string;
  readonly trained: Objective;
  readonly source: string;
  readonly link: string;
}

/** Well-known models in order of year. */
export const knownModels = rows as readonly KnownModel[];

/** The models of a family ('all' for every one) in which each word of `search` occurs, whatever its case. */
export function found(family: string, search: string): readonly KnownModel[] {
  const terms = search.toLowerCase().split(/\s+/).filter(Boolean);
  return knownModels.filter(
    (model) =>
      (family === 'all' || model.kind === family) &&
      terms.every((term) =>
        [model.name, model.by, model.source, String(model.year)].join(' ').toLowerCase().includes(term),
      ),
  );
}

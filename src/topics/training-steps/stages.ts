/** The stages a model goes through, in order, each with the shipped model that stands for it. */
export const stages = [
  { key: 'untrained', model: 'story-ckpt-0' },
  { key: 'one', model: 'story-ckpt-1' },
  { key: 'five', model: 'story-ckpt-5' },
  { key: 'twenty', model: 'story-ckpt-20' },
  { key: 'base', model: 'story' },
  { key: 'chat', model: 'story-chat' },
  { key: 'aligned', model: 'story-aligned' },
] as const;

export type StageKey = (typeof stages)[number]['key'];

export const stageKeys = stages.map((stage) => stage.key) as readonly StageKey[];

/** The stages that lie along the pretraining run; the last is the base model. */
export const pretrainingKeys = ['untrained', 'one', 'five', 'twenty', 'base'] as const;
export type PretrainingKey = (typeof pretrainingKeys)[number];

/** The stages whose model the catalogue lists; all of them where it is no catalogue. */
export function shippedKeys(catalogue: unknown): readonly StageKey[] {
  if (!Array.isArray(catalogue)) return stageKeys;
  const names = catalogue.map((row) => (row as { name?: unknown } | null)?.name);
  return stages.filter((stage) => names.includes(stage.model)).map((stage) => stage.key);
}

/** The model of a stage. */
export function modelOf(key: StageKey): string {
  return stages.find((stage) => stage.key === key)!.model;
}

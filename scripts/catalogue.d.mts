/** The catalogue's text for a folder of models: one entry a folder that has a card. */
export function catalogueText(models?: string): string;

/** A model that the reader brought, apart from the site's own: whence it came, what it is called, which of its graphs. */
export interface OwnName {
  readonly source: 'hub' | 'folder';
  /** `owner/name` of a hub, or the folder's name. */
  readonly title: string;
  /** Which graph: the ending of its file, `fp32` where it has none (`model_q4.onnx` is `q4`). */
  readonly variant: string;
}

/** A hub's own rule for `owner/name`; nothing in it can climb out of a folder. */
const hubTitle = /^[A-Za-z0-9][\w.-]{0,95}\/[A-Za-z0-9][\w.-]{0,95}$/;
const variantName = /^[a-z0-9][\w-]{0,39}$/;

/** Whether a text is an `owner/name` that a hub could have. */
export function isHubTitle(title: string): boolean {
  return hubTitle.test(title) && !title.includes('..');
}

/** Writes a name as links and the worker know it: `owner/name:q4`, or `folder:Name:q4`. Shipped models have no colon. */
export function formatOwnName({ source, title, variant }: OwnName): string {
  return source === 'folder' ? `folder:${title}:${variant}` : `${title}:${variant}`;
}

/** Reads what `formatOwnName` wrote; null for anything else, whoever wrote the link. */
export function parseOwnName(text: string): OwnName | null {
  const parts = text.split(':');
  const variant = parts.at(-1) ?? '';
  if (parts.length < 2 || text.length > 220 || !variantName.test(variant)) return null;
  if (parts[0] === 'folder') {
    const title = parts.slice(1, -1).join(':');
    return title === '' ? null : { source: 'folder', title, variant };
  }
  return parts.length === 2 && isHubTitle(parts[0]) ? { source: 'hub', title: parts[0], variant } : null;
}

/** Whether a model's name is that of a model the reader brought. */
export function isOwnName(text: string): boolean {
  return parseOwnName(text) !== null;
}

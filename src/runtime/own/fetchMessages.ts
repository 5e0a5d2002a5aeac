import type { ListedFile } from './layout';
import type { Manifest } from './ownStore';
import type { OwnProblemCode } from './ownProblem';

/** What is asked of the fetching page. */
export type ToFetchPage =
  | { readonly type: 'look'; readonly address: string; readonly title: string }
  | { readonly type: 'fetch'; readonly manifest: Manifest }
  | { readonly type: 'cancel' };

/** What a hub says of a model before its weights are fetched. */
export interface Looked {
  readonly config: string;
  readonly files: readonly ListedFile[];
}

/** What the fetching page says; `ready` comes first, before anything was asked. */
export type FromFetchPage =
  | { readonly type: 'ready' }
  | { readonly type: 'looked'; readonly looked: Looked }
  | { readonly type: 'progress'; readonly bytes: number }
  /** `files` only where the browser keeps nothing: the model then lives as long as the page. */
  | { readonly type: 'done'; readonly files?: Readonly<Record<string, Blob>> }
  | { readonly type: 'problem'; readonly code: OwnProblemCode; readonly detail: string };

/** Whether something received is one of the fetching page's messages, as far as its envelope shows. */
export function isFromFetchPage(data: unknown): data is FromFetchPage {
  const message = data as FromFetchPage | null;
  return ['ready', 'looked', 'progress', 'done', 'problem'].includes(message?.type ?? '');
}

import type { AppStoreStatus } from './appFiles';

/** What a window asks of the service worker; `status`, `store` and `windows` are answered through the port sent along. */
export type ToAppWorker = { readonly type: 'status' | 'store' | 'windows' | 'take-over' };

/** What the service worker tells every window while it stores the site. */
export type FromAppWorker =
  | { readonly type: 'progress'; readonly status: AppStoreStatus }
  | { readonly type: 'failed'; readonly detail: string };

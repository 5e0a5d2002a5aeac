import { isFromFetchPage, type FromFetchPage, type Looked, type ToFetchPage } from './fetchMessages';
import { OwnProblem } from './ownProblem';
import type { Manifest } from './ownStore';

/** A fetch.html inside the app's page, or what stands in for it in a test. */
export interface FetchFrame {
  post(message: ToFetchPage): void;
  listen(listener: (data: unknown) => void): () => void;
  close(): void;
}

/** How long after its loading a fetch.html may say nothing. */
const mostSilenceMs = 5000;

/** The site's own fetch.html did not come: no network, or a host that lacks the file. */
function noFetchPage(): FromFetchPage {
  return { type: 'problem', code: navigator.onLine ? 'failed' : 'offline', detail: 'fetch.html' };
}

/** Opens fetch.html out of sight; it goes away again when its work is done. */
export function openFetchFrame(): FetchFrame {
  const frame = document.createElement('iframe');
  frame.src = new URL('fetch.html', document.baseURI).href;
  frame.hidden = true;
  frame.title = 'fetch';
  document.body.append(frame);
  return {
    post: (message) => frame.contentWindow?.postMessage(message, location.origin),
    listen(listener) {
      let silence: ReturnType<typeof setTimeout> | undefined;
      const heard = (event: MessageEvent) => {
        if (event.source !== frame.contentWindow || event.origin !== location.origin) return;
        clearTimeout(silence);
        frame.onload = null;
        listener(event.data);
      };
      // Its program speaks before it counts as loaded; a page that stays silent came in its place.
      frame.onload = () => {
        silence = setTimeout(() => listener(noFetchPage()), mostSilenceMs);
      };
      addEventListener('message', heard);
      return () => {
        clearTimeout(silence);
        removeEventListener('message', heard);
      };
    },
    close: () => frame.remove(),
  };
}

/** One order from its giving to its last answer; `onMessage` hears what comes before that. Throws OwnProblem. */
async function order<Last extends FromFetchPage['type']>(
  open: () => FetchFrame,
  message: ToFetchPage,
  last: Last,
  signal: AbortSignal,
  onMessage: (message: FromFetchPage) => void = () => {},
): Promise<Extract<FromFetchPage, { type: Last }>> {
  const frame = open();
  let stop = () => {};
  try {
    return await new Promise((resolve, reject) => {
      const give = () => reject(new OwnProblem('cancelled'));
      if (signal.aborted) return give();
      signal.addEventListener('abort', give, { once: true });
      stop = frame.listen((data) => {
        if (!isFromFetchPage(data)) return;
        if (data.type === 'ready') frame.post(message);
        else if (data.type === 'problem') reject(new OwnProblem(data.code, data.detail));
        else if (data.type === last) resolve(data as Extract<FromFetchPage, { type: Last }>);
        else onMessage(data);
      });
    });
  } finally {
    stop();
    frame.post({ type: 'cancel' });
    frame.close();
  }
}

/** Asks a hub for config.json and the sizes of a model's files. Throws OwnProblem. */
export async function lookAt(
  address: string,
  title: string,
  signal: AbortSignal,
  open: () => FetchFrame = openFetchFrame,
): Promise<Looked> {
  return (await order(open, { type: 'look', address, title }, 'looked', signal)).looked;
}

/** Fetches a model into the browser's storage; gives its files back where the browser keeps nothing. Throws OwnProblem. */
export async function fetchOwn(
  manifest: Manifest,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
  open: () => FetchFrame = openFetchFrame,
): Promise<Readonly<Record<string, Blob>> | null> {
  const told = await order(open, { type: 'fetch', manifest }, 'done', signal, (message) => {
    if (message.type === 'progress') onBytes(message.bytes);
  });
  return told.files ?? null;
}

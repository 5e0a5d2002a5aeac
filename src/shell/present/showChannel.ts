/** What the audience's window says about itself. */
export interface ShowState {
  readonly deck: string;
  readonly at: number;
  readonly minutes: number;
  readonly blank: boolean;
  /** Address of the page on show, in the state it is in: `#/temperature?T=2&step=4&lang=en`. */
  readonly hash: string;
}

/** What travels between the two windows. */
type ShowMessage =
  | { readonly kind: 'state'; readonly state: ShowState }
  | { readonly kind: 'ask' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'go'; readonly at: number }
  | { readonly kind: 'blank'; readonly on: boolean };

const channelName = 'glasslm-show';

/** The audience's end: tells its state whenever it changes or is asked, and does what the speaker says. */
export class AudienceEnd {
  readonly #channel = new BroadcastChannel(channelName);
  #last: ShowState | null = null;

  constructor(does: { readonly go: (at: number) => void; readonly blank: (on: boolean) => void }) {
    this.#channel.onmessage = ({ data }: MessageEvent<ShowMessage>) => {
      if (data.kind === 'go') does.go(data.at);
      else if (data.kind === 'blank') does.blank(data.on);
      else if (data.kind === 'ask' && this.#last) this.tell(this.#last);
    };
  }

  tell(state: ShowState): void {
    this.#last = state;
    this.#channel.postMessage({ kind: 'state', state } satisfies ShowMessage);
  }

  close(): void {
    this.#channel.postMessage({ kind: 'ended' } satisfies ShowMessage);
    this.#channel.close();
  }
}

/** The speaker's end: hears the audience's state and steers it. */
export class SpeakerEnd {
  readonly #channel = new BroadcastChannel(channelName);

  constructor(hears: { readonly state: (state: ShowState) => void; readonly ended: () => void }) {
    this.#channel.onmessage = ({ data }: MessageEvent<ShowMessage>) => {
      if (data.kind === 'state') hears.state(data.state);
      else if (data.kind === 'ended') hears.ended();
    };
    this.#channel.postMessage({ kind: 'ask' } satisfies ShowMessage);
  }

  go(at: number): void {
    this.#channel.postMessage({ kind: 'go', at } satisfies ShowMessage);
  }

  blank(on: boolean): void {
    this.#channel.postMessage({ kind: 'blank', on } satisfies ShowMessage);
  }

  close(): void {
    this.#channel.close();
  }
}

import { recall, remember } from '../../state/memory';
import type { Session } from '../session.svelte';
import { parseDeck, type Slide } from './deck';
import { SpeakerEnd, type ShowState } from './showChannel';

/** Where the talk stands against its plan: minutes' worth of milliseconds behind (positive) or ahead (negative). */
export function behindMs(elapsedMs: number, at: number, count: number, minutes: number): number {
  if (minutes <= 0 || count <= 0) return 0;
  const slideMs = (minutes * 60_000) / count;
  const [from, to] = [at * slideMs, (at + 1) * slideMs];
  return elapsedMs > to ? elapsedMs - to : elapsedMs < from ? elapsedMs - from : 0;
}

/** A duration as `m:ss`, hours as `h:mm:ss`. */
export function clockText(ms: number): string {
  const seconds = Math.floor(Math.abs(ms) / 1000);
  const two = (n: number) => String(n).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** The speaker's window: follows the audience's through the channel, and steers it. Deck and place stay in the link. */
export class Speaker {
  connected: boolean = $state(false);
  blank: boolean = $state(false);
  /** The page the audience sees, in its state. */
  hash: string = $state('');
  nowMs: number = $state(Date.now());
  #startedMs: number = $state(Date.now());
  /** Milliseconds spent on each slide so far, by index. */
  #spentMs: readonly number[] = $state.raw([]);
  #slideSinceMs: number = $state(Date.now());
  readonly #session: Session;
  #end: SpeakerEnd | null = null;

  constructor(session: Session) {
    this.#session = session;
    const kept = Number(recall('speaker.started'));
    // A reload in mid-lecture keeps the clock; yesterday's is none.
    if (kept > 0 && Date.now() - kept < 6 * 3_600_000) this.#startedMs = kept;
    else this.restart();
  }

  get slides(): readonly Slide[] {
    return parseDeck(this.#session.controls.get('deck') as string).slides;
  }

  get at(): number {
    return Math.max(0, Math.min(this.slides.length - 1, (this.#session.controls.get('at') as number) - 1));
  }

  get minutes(): number {
    return this.#session.controls.get('minutes') as number;
  }

  get elapsedMs(): number {
    return Math.max(0, this.nowMs - this.#startedMs);
  }

  get behindMs(): number {
    return behindMs(this.elapsedMs, this.at, this.slides.length, this.minutes);
  }

  spentMs(index: number): number {
    return (
      (this.#spentMs[index] ?? 0) + (index === this.at ? Math.max(0, this.nowMs - this.#slideSinceMs) : 0)
    );
  }

  /** Joins the channel and lets the clock run until the returned function is called. */
  listen(): () => void {
    this.#end = new SpeakerEnd({
      state: (state) => this.#hear(state),
      ended: () => (this.connected = false),
    });
    const timer = setInterval(() => (this.nowMs = Date.now()), 500);
    return () => {
      clearInterval(timer);
      this.#end?.close();
      this.#end = null;
    };
  }

  go(index: number): void {
    const target = Math.max(0, Math.min(this.slides.length - 1, index));
    this.#end?.go(target);
    // Without an audience the speaker leafs alone.
    if (!this.connected) this.#turnTo(target);
  }

  toggleBlank(): void {
    if (!this.connected) return;
    this.#end?.blank(!this.blank);
  }

  restart(): void {
    this.#startedMs = this.#slideSinceMs = this.nowMs = Date.now();
    this.#spentMs = [];
    remember('speaker.started', String(this.#startedMs));
  }

  #hear(state: ShowState): void {
    this.connected = true;
    this.blank = state.blank;
    this.hash = state.hash;
    this.#session.controls.assign({ deck: state.deck, minutes: state.minutes });
    this.#turnTo(state.at);
  }

  #turnTo(index: number): void {
    if (index === this.at) return;
    const now = Date.now();
    const spent = [...this.#spentMs];
    spent[this.at] = (spent[this.at] ?? 0) + now - this.#slideSinceMs;
    this.#spentMs = spent;
    this.#slideSinceMs = this.nowMs = now;
    this.#session.controls.set('at', index + 1);
  }
}

import { Address } from '../state/address.svelte';
import { Language } from '../state/language.svelte';
import { Theme } from '../state/theme.svelte';
import { Visited } from '../state/visited.svelte';
import { recall, remember } from '../state/memory';
import type { KeyAction } from './keys';
import { openModelStore, openOwnStore } from '../runtime';
import { Models } from './models';
import { Offline, serviceWorkers } from './offline/offline.svelte';
import { Preload } from './offline/preload.svelte';
import { OwnShelf } from './own/ownShelf.svelte';
import { Presentation, toggleFullscreen } from './presentation.svelte';
import { DeckShow, LessonShow, type Show } from './present/show.svelte';
import { Wall } from './present/wall.svelte';
import { neighbour } from './registry';
import { linkSpec, resolve, type View } from './routes';
import { Session } from './session.svelte';

/** The app's state above the pages: where the reader is, in which language, theme and size. */
export class Shell {
  readonly address = new Address();
  readonly language = new Language(this.address.link.locale);
  readonly theme = new Theme();
  readonly visited = new Visited();
  readonly presentation = new Presentation();
  readonly wall = new Wall();
  /** A picture inside the speaker's window: the page alone, presented, without keys or a channel of its own. */
  readonly embedded = new URLSearchParams(location.search).has('embed');
  readonly models = new Models();
  readonly shelf = new OwnShelf(openOwnStore(), (...files) => this.models.client.offer(...files));
  readonly offline = new Offline(serviceWorkers());
  readonly preload = new Preload(openModelStore(), this.offline);
  helpOpen: boolean = $state(false);
  contentsOpen: boolean = $state(false);
  shareOpen: boolean = $state(false);
  /** Keys of one letter may clash with speech input and assistive tools: they can be turned off. */
  keysOn: boolean = $state(recall('keys') !== 'off');
  view: View = $state.raw(resolve(this.address.link.page));
  session: Session = $state.raw(this.#open());
  /** The deck of #/present; null elsewhere. */
  deck: DeckShow | null = $state.raw(this.#openDeck());
  readonly #lessonShow = $derived(this.view.kind === 'topic' ? new LessonShow(this.session) : null);
  /** Counts page changes, so that focus can move to the new heading. */
  turns: number = $state(0);
  #writtenHash = '';
  #writtenStep = 0;

  constructor() {
    this.#opened();
    void this.shelf.look();
  }

  /** Follows the browser until the returned function is called. */
  listen(): () => void {
    const stops = [
      this.address.listen(() => this.#arrive()),
      this.presentation.listen(() => this.deck?.stop()),
    ];
    return () => stops.forEach((stop) => stop());
  }

  #open(): Session {
    const { controls, steps } = linkSpec(this.view);
    return new Session(this.address.link.page, controls, steps, this.address.link, this.language.locale);
  }

  #openDeck(): DeckShow | null {
    return this.view.kind === 'present' ? new DeckShow(this.session, () => this.language.locale) : null;
  }

  /** Whether the page is on the wall: large, the stage alone. */
  get presenting(): boolean {
    return this.presentation.on || this.embedded || this.deck?.showing === true;
  }

  /** What is on the wall slide by slide; null while nothing is. */
  get show(): Show | null {
    if (!this.presenting) return null;
    return this.deck?.showing ? this.deck : this.#lessonShow;
  }

  stopPresenting(): void {
    this.wall.clear();
    this.deck?.stop();
    void this.presentation.stop();
  }

  /** Opens the speaker's window for what is on the wall, or for the deck being put together. */
  openSpeaker(): void {
    const show = this.show ?? this.deck;
    if (!show) return;
    this.presentation.stay();
    const query = new URLSearchParams({ deck: show.deck, at: String(show.at + 1) });
    if (show.minutes > 0) query.set('minutes', String(show.minutes));
    query.set('lang', this.language.locale);
    window.open(
      `${location.href.replace(/#.*$/, '')}#/speaker?${query}`,
      'glasslm-speaker',
      'popup,width=1280,height=800',
    );
  }

  #opened(): void {
    this.#writtenHash = this.session.hash(this.language.locale);
    this.#writtenStep = this.session.lesson.step;
    if (this.view.kind === 'topic' || this.view.kind === 'unbuilt') this.visited.add(this.view.topic.slug);
  }

  /** The browser went somewhere: the same page in another state, or another page. */
  #arrive(): void {
    const { link, fresh } = this.address;
    if (fresh && link.locale) this.language.locale = link.locale;
    if (link.page === this.session.page) {
      this.session.restore(link, this.language.locale);
      this.deck?.arrive();
    } else {
      this.view = resolve(link.page);
      this.session = this.#open();
      this.deck = this.#openDeck();
      this.wall.clear();
      this.contentsOpen = false;
      this.turns += 1;
    }
    this.#opened();
  }

  /** Brings the address up to the page's state; a new step is a new entry for the back button. */
  writeAddress(hash: string, step: number): void {
    if (hash === this.#writtenHash) return;
    const stepped = step !== this.#writtenStep;
    this.#writtenHash = hash;
    this.#writtenStep = step;
    if (stepped) this.address.push(hash);
    else this.address.replace(hash);
  }

  /** The whole address that opens this page in this state and language. */
  get href(): string {
    return location.href.replace(/#.*$/, '') + this.session.hash(this.language.locale);
  }

  /** The address to pass on: of the page itself, also while a deck or the wall shows it. */
  get shareHref(): string {
    const { show } = this;
    if (!show) return this.href;
    return location.href.replace(/[?#].*$/, '') + show.session.hash(this.language.locale);
  }

  switchLanguage(): void {
    this.language.choose(this.language.locale === 'en' ? 'zh' : 'en');
    this.session.speak(this.language.locale);
    this.deck?.speak();
  }

  setKeys(on: boolean): void {
    this.keysOn = on;
    remember('keys', on ? 'on' : 'off');
  }

  /** Carries out a key's action; false when there is nothing for it to do here, so that the browser may. */
  act(action: KeyAction): boolean {
    switch (action) {
      case 'stepNext':
      case 'stepBack':
        return this.#step(action === 'stepNext' ? 1 : -1);
      case 'topicNext':
      case 'topicBack':
        return this.#turn(action === 'topicNext' ? 1 : -1);
      case 'share':
        this.shareOpen = true;
        return true;
      case 'help':
        this.helpOpen = true;
        return true;
      case 'present':
        if (this.presenting) this.stopPresenting();
        else this.startPresenting();
        return true;
      case 'fullscreen':
        void toggleFullscreen();
        return true;
      case 'language':
        this.switchLanguage();
        return true;
      case 'theme':
        this.theme.cycle();
        return true;
      case 'stopPresenting':
        if (!this.presenting) return false;
        if (!this.wall.back()) this.stopPresenting();
        return true;
      case 'first':
      case 'last':
        return this.#goTo(action === 'first' ? 0 : Infinity);
      case 'blank':
        this.wall.blank = !this.wall.blank;
        return true;
      case 'spotlight':
      case 'pen':
        this.wall.toggle(action);
        return true;
      case 'overview':
        this.wall.overview = this.show !== null;
        return this.wall.overview;
      case 'speaker':
        this.openSpeaker();
        return true;
    }
  }

  startPresenting(): void {
    if (this.deck?.slides.length === 0) return;
    this.deck?.start();
    void this.presentation.start();
  }

  #step(by: 1 | -1): boolean {
    const { show } = this;
    if (show) return this.#goTo(show.at + by);
    const { lesson } = this.session;
    if (lesson.count === 0) return false;
    if (by > 0) lesson.next();
    else lesson.back();
    return true;
  }

  /** Goes to a slide; nothing stays over it. */
  #goTo(index: number): boolean {
    const { show } = this;
    if (!show) return false;
    this.wall.clear();
    show.go(Math.min(index, show.slides.length - 1));
    return true;
  }

  #turn(by: -1 | 1): boolean {
    const to = neighbour(this.session.page, by);
    if (!to) return false;
    this.address.open(`#/${to.slug}`);
    return true;
  }
}

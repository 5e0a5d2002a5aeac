import { Address } from '../state/address.svelte';
import { Language } from '../state/language.svelte';
import { Theme } from '../state/theme.svelte';
import { Visited } from '../state/visited.svelte';
import { recall, remember } from '../state/memory';
import type { KeyAction } from './keys';
import { openModelStore } from '../runtime';
import { Models } from './models';
import { Offline, serviceWorkers } from './offline/offline.svelte';
import { Preload } from './offline/preload.svelte';
import { Presentation, toggleFullscreen } from './presentation.svelte';
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
  readonly models = new Models();
  readonly offline = new Offline(serviceWorkers());
  readonly preload = new Preload(openModelStore(), this.offline);
  helpOpen: boolean = $state(false);
  contentsOpen: boolean = $state(false);
  /** Keys of one letter may clash with speech input and assistive tools: they can be turned off. */
  keysOn: boolean = $state(recall('keys') !== 'off');
  view: View = $state.raw(resolve(this.address.link.page));
  session: Session = $state.raw(this.#open());
  /** Counts page changes, so that focus can move to the new heading. */
  turns: number = $state(0);
  #writtenHash = '';
  #writtenStep = 0;

  constructor() {
    this.#opened();
  }

  /** Follows the browser until the returned function is called. */
  listen(): () => void {
    const stops = [this.address.listen(() => this.#arrive()), this.presentation.listen()];
    return () => stops.forEach((stop) => stop());
  }

  #open(): Session {
    const { controls, steps } = linkSpec(this.view);
    return new Session(this.address.link.page, controls, steps, this.address.link, this.language.locale);
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
    } else {
      this.view = resolve(link.page);
      this.session = this.#open();
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

  switchLanguage(): void {
    this.language.choose(this.language.locale === 'en' ? 'zh' : 'en');
  }

  setKeys(on: boolean): void {
    this.keysOn = on;
    remember('keys', on ? 'on' : 'off');
  }

  /** Carries out a key's action; false when there is nothing for it to do here, so that the browser may. */
  act(action: KeyAction): boolean {
    const { lesson } = this.session;
    switch (action) {
      case 'stepNext':
      case 'stepBack':
        if (lesson.count === 0) return false;
        if (action === 'stepNext') lesson.next();
        else lesson.back();
        return true;
      case 'topicNext':
      case 'topicBack':
        return this.#turn(action === 'topicNext' ? 1 : -1);
      case 'help':
        this.helpOpen = true;
        return true;
      case 'present':
        void this.presentation.toggle();
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
        if (!this.presentation.on) return false;
        void this.presentation.stop();
        return true;
    }
  }

  #turn(by: -1 | 1): boolean {
    const to = neighbour(this.session.page, by);
    if (!to) return false;
    this.address.open(`#/${to.slug}`);
    return true;
  }
}

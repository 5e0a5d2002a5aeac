import type { TrainingClient } from '../../runtime/training';
import type { Controls } from '../../state/controls.svelte';
import { Lit } from '../../state/lit.svelte';
import { choicesOf } from './clicks.svelte';
import type { free, leashed, RlhfControls } from './controls';
import { frontier, optimumAt } from './frontier';
import type { PolicyData, PolicySettings } from './policyTask';
import { askedPrompts, MEASURED, pairsOf } from './preferences';
import { ShippedReward, type ScoringClient } from './shippedReward.svelte';
import { loadStoredRlhf, type StoredRlhf } from './storedRlhf';
import { theWorkshop, type Workshop } from './workshop.svelte';

/** Fewest clicks that are worth training on. */
export const FEWEST_CLICKS = 4;

/** Everything the panel shows: controls in, numbers out. */
export class RlhfState {
  readonly controls: Controls<RlhfControls>;
  readonly shop: Workshop;
  /** The shipped reward model as a second opinion. */
  readonly shipped: ShippedReward | null;
  readonly marks = new Lit();
  /** The token of the drawn answer that all panes light. */
  readonly token = new Lit<number>();
  stored: StoredRlhf | null = $state.raw(null);
  /** What the reader asked for while something else had to be done first. */
  wish: 'reward' | 'policy' | null = $state(null);
  /** A call that follows a wish is under way. */
  #following = false;
  /** The score of the reader's own text; null until it was asked for. */
  ownScore: number | null = $state.raw(null);

  constructor(
    controls: Controls<RlhfControls>,
    scoring: ScoringClient | null = null,
    makeClient?: () => TrainingClient,
  ) {
    this.controls = controls;
    this.shipped = scoring && new ShippedReward(scoring);
    this.shop = theWorkshop(makeClient);
  }

  /** Runs stay in the plot by themselves; keeping one holds it there when all others are cleared. */
  readonly pin = {
    panel: this,
    get pinned(): boolean {
      return this.panel.shop.policy.kept !== null;
    },
    get label(): string {
      const run = this.panel.shop.policy.kept;
      return run ? `${run.method.toUpperCase()} β ${run.beta}` : '';
    },
    keep(): void {
      this.panel.shop.policy.keep();
    },
    drop(): void {
      this.panel.shop.policy.drop();
    },
  };

  get desk() {
    return this.shop.desk;
  }

  readonly ready = $derived.by(() => this.desk.status === 'ready');

  async readRecords(): Promise<void> {
    const [stored] = await Promise.all([loadStoredRlhf(), this.shop.loadSet()]);
    this.stored = stored;
  }

  /** Prompts the model answers: those of the set's training pairs that a short answer does. */
  readonly prompts = $derived.by(() => askedPrompts(this.shop.set?.train ?? []));

  readonly choices = $derived.by(() => choicesOf(this.controls.get('clicks')));
  readonly ownPairs = $derived.by(() => this.shop.own.pairs(this.controls.get('clicks')));
  /** The comparison to be clicked next; null until it is drawn. */
  readonly comparison = $derived.by(() => this.shop.own.comparisons[this.choices.length] ?? null);

  /** The pairs in use, and those kept aside: own clicks are judged on the set's held-out pairs too. */
  readonly data = $derived.by<PolicyData>(() => {
    const set = this.shop.set;
    const source = this.controls.get('source');
    const heldOut = set?.heldOut ?? [];
    return {
      pairs: source === 'own' ? this.ownPairs : pairsOf(source, set?.train ?? []),
      // Clicks are judged on the set's pairs of all kinds.
      heldOut: source === 'own' ? heldOut : pairsOf(source, heldOut),
      prompts: this.prompts,
      measured: askedPrompts(heldOut).slice(0, MEASURED),
    };
  });
  readonly enough = $derived.by(() => this.data.pairs.length >= FEWEST_CLICKS);

  readonly settings = $derived.by<PolicySettings>(() => {
    const { method, beta, epsilon, lambda, rate: learningRate, epochs, seed } = this.controls.values;
    return { method, beta, epsilon, lambda, learningRate, epochs, seed };
  });

  /** Runs on show: the live ones, or the recorded ones while there is none. */
  readonly runs = $derived.by(() => {
    const live = this.shop.policy.runs.filter((run) => run.shown);
    return live.length > 0 ? live : (this.stored?.runs ?? []);
  });
  readonly liveRuns = $derived.by(() => this.shop.policy.runs.some((run) => run.shown));
  readonly run = $derived.by(() => {
    const live = this.shop.policy.current;
    if (live?.shown) return live;
    const { method, beta } = this.controls.values;
    const alike = this.runs.filter((run) => run.method === method);
    return alike.findLast((run) => run.beta === beta) ?? alike[0] ?? this.runs.at(-1) ?? null;
  });
  readonly baseline = $derived.by(
    () => this.shop.policy.baseline ?? (this.liveRuns ? null : (this.stored?.baseline ?? null)),
  );
  readonly frontier = $derived.by(() => frontier(this.baseline?.answers ?? []));
  /** The exact optimum at the weight that is set, with its bound; null at weight 0, where there is none. */
  readonly optimum = $derived.by(() => {
    const beta = this.controls.get('beta');
    return this.frontier.length > 0 && beta > 0 ? optimumAt(this.baseline!.answers, beta) : null;
  });

  /** The answer that is drawn token by token. */
  readonly answer = $derived.by(() => {
    const answers = this.run?.answers ?? [];
    return answers[Math.min(this.controls.get('answer'), answers.length) - 1] ?? null;
  });

  /** Mean wall time of the last steps at the desk, milliseconds. */
  readonly recentMs = $derived.by(() => {
    const last = this.desk.events.slice(-5);
    return last.length === 0 ? null : last.reduce((sum, event) => sum + event.ms.total, 0) / last.length;
  });

  /** Shows the reward model and trains it: at once, or as soon as the model is open. */
  beginReward(): void {
    this.controls.set('view', 'reward');
    this.wish = 'reward';
    void this.followWish();
  }

  /** Tunes the policy; a reward model that is missing is trained first. */
  beginPolicy(): void {
    this.wish = 'policy';
    void this.followWish();
  }

  /** A run of its own from the start model with these settings, to the end, on the politeness comparisons. */
  experiment(settings: typeof free | typeof leashed): void {
    this.controls.assign({ source: 'polite', method: 'ppo', view: 'plot', ...settings });
    this.shop.policy.letGo();
    this.beginPolicy();
  }

  /** Whether the score that would be optimised is missing, or learned from other comparisons than those that are set. */
  readonly lacksReward = $derived.by(() => {
    if (this.controls.get('method') === 'dpo') return false;
    const { steps, source, fromFile } = this.shop.judging;
    return !fromFile && (steps === 0 || source !== this.controls.get('source'));
  });

  /** Starts what was asked for, once nothing stands in its way; called whenever something has ended. */
  async followWish(): Promise<void> {
    const { judging, policy } = this.shop;
    const blocked = !this.ready || !this.shop.set || !this.enough || this.desk.running;
    if (this.wish === null || this.#following || blocked || judging.judging || policy.measuring) return;
    this.#following = true;
    try {
      if (this.wish === 'policy' && this.lacksReward) await this.trainReward();
      else {
        const wish = this.wish;
        this.wish = null;
        if (wish === 'policy') await this.trainPolicy();
        else if (!judging.learned(this.controls.get('source'), this.data.pairs.length))
          await this.trainReward();
      }
    } finally {
      this.#following = false;
    }
  }

  /** Draws what the clicks speak of, and the next comparison. */
  syncClicks(): void {
    if (this.ready && this.controls.get('view') === 'pairs' && !this.desk.running)
      void this.shop.own.drawUpTo(this.choices.length, this.prompts);
  }

  /** Prefers one of two answers, or passes; the next comparison comes. */
  choose(choice: 'a' | 'b' | '-'): void {
    this.controls.assign({ clicks: this.controls.get('clicks') + choice, source: 'own' });
  }

  /** Lets the shipped reward model score the answers of the start model and of every run on show. */
  async scoreShipped(): Promise<void> {
    const after = this.runs.flatMap((run) => (run.after ? [run.after.measurement] : []));
    await this.shipped?.score(this.baseline ? [this.baseline, ...after] : after);
  }

  async trainReward(once = false): Promise<void> {
    const { pairs, heldOut } = this.data;
    const { seed, source } = this.controls.values;
    const { judging, policy } = this.shop;
    // Runs that another score drove can't be held against the ones to come.
    if (!judging.goesOn(source, pairs.length)) policy.clear();
    await judging.train(source, pairs, heldOut, seed, once);
  }

  async trainPolicy(once = false): Promise<void> {
    const { set } = this.shop;
    if (set) await this.shop.judging.trainJudge(set.judge, set.heldOut, this.settings.seed);
    await this.shop.policy.train(this.settings, this.data, once);
  }

  /** Pauses the run in hand, and what was to come after it. */
  async pause(): Promise<void> {
    this.wish = null;
    await this.desk.pause();
  }

  /** Pauses the run in hand and measures where it stands. */
  async pausePolicy(): Promise<void> {
    await this.pause();
    const { policy } = this.shop;
    const run = policy.current;
    if (run && run.steps > 0 && run.after?.step !== run.steps) await policy.measureRun(run, this.data);
  }

  /** Scores the reader's text with the reward model. */
  async scoreOwn(): Promise<void> {
    const text = this.controls.get('judged');
    const cut = text.indexOf('Answer:');
    const prompt = cut < 0 ? '' : text.slice(0, cut + 'Answer:'.length);
    const answer = cut < 0 ? text : text.slice(prompt.length);
    const scores = await this.desk.ask((session) =>
      session.score({ role: 'reward', texts: [{ prompt, answer: ` ${answer.trim()}` }] }),
    );
    this.ownScore = scores?.[0] ?? null;
  }

  /** Takes over a saved adapter and measures it; false when the file was refused. */
  async loadFile(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const taken = await this.desk.load(bytes);
    if (taken instanceof Error) return false;
    if (taken.includes('reward')) {
      this.shop.judging.adopt();
      this.shop.policy.clear();
    }
    await this.shop.policy.adopt(this.settings, this.data);
    return true;
  }

  dispose(): void {
    void this.desk.pause();
  }
}

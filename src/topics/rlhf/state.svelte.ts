import type { TrainingClient } from '../../runtime/training';
import type { Controls } from '../../state/controls.svelte';
import { Lit } from '../../state/lit.svelte';
import { choicesOf } from './clicks.svelte';
import type { RlhfControls } from './controls';
import { frontier, optimumAt } from './frontier';
import type { PolicyData, PolicySettings } from './policyTask';
import { askedPrompts, MEASURED } from './preferences';
import { loadStoredRlhf, type StoredRlhf } from './storedRlhf';
import { theWorkshop, type Workshop } from './workshop.svelte';

/** Fewest clicks that are worth training on. */
export const FEWEST_CLICKS = 4;

/** Everything the panel shows: controls in, numbers out. */
export class RlhfState {
  readonly controls: Controls<RlhfControls>;
  readonly shop: Workshop;
  readonly marks = new Lit();
  /** The token of the drawn answer that all panes light. */
  readonly token = new Lit<number>();
  stored: StoredRlhf | null = $state.raw(null);
  /** The score of the reader's own text; null until it was asked for. */
  ownScore: number | null = $state.raw(null);

  constructor(controls: Controls<RlhfControls>, makeClient?: () => TrainingClient) {
    this.controls = controls;
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
    const own = this.controls.get('source') === 'own';
    const heldOut = set?.heldOut ?? [];
    return {
      pairs: own ? this.ownPairs : (set?.train ?? []),
      heldOut,
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

  /** Draws what the clicks speak of, and the next comparison. */
  syncClicks(): void {
    if (this.ready && this.controls.get('view') === 'pairs' && !this.desk.running)
      void this.shop.own.drawUpTo(this.choices.length, this.prompts);
  }

  /** Prefers one of two answers, or passes; the next comparison comes. */
  choose(choice: 'a' | 'b' | '-'): void {
    this.controls.assign({ clicks: this.controls.get('clicks') + choice, source: 'own' });
  }

  async trainReward(once = false): Promise<void> {
    const { pairs, heldOut } = this.data;
    const seed = this.controls.get('seed');
    await this.shop.judging.train(this.controls.get('source'), pairs, heldOut, seed, once);
  }

  async trainPolicy(once = false): Promise<void> {
    if (this.shop.set)
      await this.shop.judging.trainJudge(this.shop.set.judge, this.data.heldOut, this.settings.seed);
    await this.shop.policy.train(this.settings, this.data, once);
  }

  /** Pauses the run in hand and measures where it stands. */
  async pausePolicy(): Promise<void> {
    await this.desk.pause();
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
    await this.shop.policy.adopt(this.settings, this.data);
    return true;
  }

  dispose(): void {
    void this.desk.pause();
  }
}

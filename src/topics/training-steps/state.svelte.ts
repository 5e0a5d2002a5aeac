import { createTrainingClient, type TrainingClient } from '../../runtime/training';
import type { Controls } from '../../state/controls.svelte';
import { Lit } from '../../state/lit.svelte';
import type { ModelHandle } from '../../state/model.svelte';
import type { Locale } from '../../state/topic';
import { deskOf } from '../../state/trainingDesk.svelte';
import type { TrainingControls } from './controls';
import { Course, pairsOf, type CourseRecipe } from './course.svelte';
import { Examples } from './examples.svelte';
import { instructionText } from './instruction';
import { checkpointRecord, type CheckpointRecord } from './record';
import { PartScoring } from './scoring.svelte';
import { shippedKeys, stageKeys, type StageKey } from './stages';
import { StagesRun } from './stagesRun.svelte';
import { storedStages, type StoredStages } from './storedStages';
import { loadHeldOutPoints, readJson, type HeldOutPoint } from './trainingRecord';
import texts from './trainingTexts.json';
import type { WritingRecipe } from './writing.svelte';

/** Tokens each stage writes. */
export const WRITTEN = 44;

let course: Course | null = null;

/** The page's one course: it outlives the panel, so that coming back finds it as it was. */
function theCourse(makeClient: () => TrainingClient): Course {
  return (course ??= new Course(deskOf('training-steps', makeClient)));
}

/** Everything the panel shows: controls in, numbers out. */
export class TrainingState {
  readonly controls: Controls<TrainingControls>;
  readonly model: ModelHandle;
  readonly run: StagesRun;
  readonly scoring: PartScoring;
  readonly course: Course;
  readonly examples: Examples;
  readonly marks = new Lit();
  record: CheckpointRecord | null = $state.raw(null);
  /** Held-out losses of the run that made `story`. */
  basePoints: readonly HeldOutPoint[] = $state.raw([]);
  stored: StoredStages | null = $state.raw(null);
  /** The stages whose model ships, in order; all of them until the catalogue is read. */
  keys: readonly StageKey[] = $state.raw(stageKeys);
  #locale: () => Locale;

  constructor(
    controls: Controls<TrainingControls>,
    model: ModelHandle,
    locale: () => Locale,
    makeClient: () => TrainingClient = createTrainingClient,
  ) {
    this.controls = controls;
    this.model = model;
    this.#locale = locale;
    this.run = new StagesRun(model);
    this.scoring = new PartScoring(model);
    this.examples = new Examples(model);
    this.course = theCourse(makeClient);
  }

  /** Reads the committed records; what cannot be had is left out. */
  async readRecords(): Promise<void> {
    const [record, points, stored, catalogue] = await Promise.all([
      readJson('runs/story-ckpt.json').catch(() => null),
      loadHeldOutPoints(),
      readJson('runs/training-steps.json').catch(() => null),
      readJson('models/index.json').catch(() => null),
    ]);
    this.keys = shippedKeys(catalogue);
    this.record = checkpointRecord(record);
    this.basePoints = points;
    this.stored = storedStages(stored);
  }

  /** What the models read. */
  readonly text = $derived.by(() => {
    const said = this.controls.get('prompt');
    return this.controls.get('form') === 'instruction' ? instructionText(said) : said;
  });

  readonly recipe = $derived.by<WritingRecipe>(() => ({
    text: this.text,
    temperature: this.controls.get('T'),
    seed: this.controls.get('seed'),
    maxTokens: WRITTEN,
  }));

  /** Whether the stored run is of this very recipe. */
  readonly storedHolds = $derived.by(
    () =>
      this.stored !== null &&
      this.stored.text === this.recipe.text &&
      this.stored.temperature === this.recipe.temperature &&
      this.stored.seed === this.recipe.seed,
  );

  /** One row a stage: what it wrote and its loss, live where there is something live, else stored. */
  readonly rows = $derived.by(() =>
    this.keys.map((key) => {
      const writing = this.run.writings[key];
      const live = writing.tokens.length > 0;
      const kept = this.storedHolds && !live ? this.stored!.stages[key] : undefined;
      return {
        key,
        live,
        stored: kept !== undefined,
        busy: writing.status === 'writing' || writing.status === 'loading',
        failed: writing.model.status === 'error',
        stale: live && !writing.holds(this.recipe) && writing.status !== 'writing',
        tokens: live
          ? writing.tokens.map(({ id, text, modelProbability: p }) => ({ id, text, p }))
          : (kept?.tokens ?? []),
        bitsPerByte: writing.loss?.stories.bitsPerByte ?? this.stored?.stages[key]?.bitsPerByte ?? null,
        measured: writing.loss !== null,
        tokensRead: this.tokensRead(key),
      };
    }),
  );

  /** Tokens of pretraining behind a stage; null where it is not one of the run's own. */
  tokensRead(key: StageKey): number | null {
    if (key === 'base') return this.basePoints.at(-1)?.tokens ?? null;
    return this.record?.checkpoints.find((row) => row.key === key)?.tokens ?? null;
  }

  readonly busy = $derived.by(() => this.run.running);

  readonly trainingText = $derived.by(() => {
    const own = this.controls.get('text');
    return own.trim() === '' ? texts[this.#locale()] : own;
  });

  readonly courseRecipe = $derived.by<CourseRecipe>(() => ({
    text: this.trainingText,
    seed: this.controls.get('trainSeed'),
    learningRate: this.controls.get('rate'),
  }));

  /** Mean wall time of the last steps at the desk, milliseconds. */
  readonly recentMs = $derived.by(() => {
    const last = this.course.desk.events.slice(-10);
    return last.length === 0 ? null : last.reduce((sum, event) => sum + event.ms.total, 0) / last.length;
  });

  readonly pairs = $derived.by(() => pairsOf(this.controls.get('pairs')));

  /** Lets every stage write, or stops them, as the switch stands; without it the base model alone writes. */
  sync(): void {
    if (this.model.status !== 'ready') return;
    const view = this.controls.get('view');
    if (view === 'curve') void this.run.start([this.controls.get('checkpoint')], this.recipe);
    else if (view === 'stages')
      void this.run.start(this.controls.get('run') ? this.keys : ['base'], this.recipe);
  }

  /** Cuts the chosen example into tokens. */
  syncExample(): void {
    void this.examples.read(this.controls.get('data'), this.controls.get('example') - 1);
  }

  /** Scores prompts and answers, or stops, as the switch stands. */
  syncScoring(): void {
    if (!this.controls.get('score')) this.scoring.stop();
    else if (this.model.status === 'ready') void this.scoring.start(this.keys);
  }

  /** A short pretraining, so that there is something to tune. */
  async pretrainQuickly(): Promise<void> {
    await this.course.pretrain(this.courseRecipe);
  }

  /** Ends what runs for the stages; the course stays, paused. */
  dispose(): void {
    this.run.stop();
    this.scoring.stop();
    void this.course.desk.pause();
  }
}

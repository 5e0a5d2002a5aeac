import { createRandom } from '../../math/random';
import type { TrainedBlock } from '../../math/training/decoderPlan';
import { RuntimeError } from '../protocol';
import { changedSettings, defaultSettings } from './defaults';
import { drawSamples, measureAnswers, scoreTexts } from './measurement';
import { readNumbers, writeNumbers } from './numbersFile';
import type {
  Checkpoint,
  Measurement,
  MeasureRequest,
  Role,
  Sample,
  SampleRequest,
  ScoreRequest,
  SessionInfo,
  StepEvent,
  TaskKind,
  TrainingTask,
} from './protocol';
import { DpoTask } from './tasks/dpoTask';
import { PolicyTask } from './tasks/policyTask';
import { PretrainTask } from './tasks/pretrainTask';
import { RewardTask } from './tasks/rewardTask';
import type { TaskContext, TaskRun, TaskState } from './tasks/taskRun';
import { TuneTask } from './tasks/tuneTask';

/** A character model's text as tokens. */
export interface SessionText {
  readonly train: Int32Array;
  readonly heldOut: Int32Array;
}

/** One open session without a worker: roles, the run in hand, samples, measurements, files. */
export class SessionHost {
  #context: TaskContext;
  #text: SessionText | null;
  #task: TaskRun | null = null;
  /** Which scalar heads have been trained or loaded; the others' scores mean nothing. */
  #scored = { reward: false, judge: false };

  constructor(
    readonly info: SessionInfo,
    context: TaskContext,
    text: SessionText | null,
  ) {
    this.#context = context;
    this.#text = text;
    this.forget(['actor', 'reference', 'reward', 'judge']);
  }

  get task(): TaskRun | null {
    return this.#task;
  }

  /**
   * Prepares a run, at step 0. For preference tasks the actor as it stands becomes the reference, unless the old one is to
   * be kept. Throws RuntimeError 'bad-request'.
   */
  begin(task: TrainingTask, keepReference = false): void {
    const { model } = this.#context;
    if (['dpo', 'ppo', 'grpo'].includes(task.kind) && !keepReference) {
      const { adapters } = this.#roles();
      model.copyValues(adapters.actor, adapters.reference);
    }
    this.#task = this.#make(task);
  }

  /** Takes the run in hand one step on. */
  step(): StepEvent {
    const task = this.#running();
    const event = task.next();
    if (task.kind === 'reward') this.#scored[(task as RewardTask).role] = true;
    return event;
  }

  reset(seed?: number): void {
    this.#running().reset(seed);
  }

  change(settings: object): void {
    this.#running().change(settings);
  }

  sample(request: SampleRequest): Sample[] {
    return drawSamples(this.#context, request);
  }

  score(request: ScoreRequest): number[] {
    this.#roles();
    return scoreTexts(this.#context, request);
  }

  measure(request: MeasureRequest): Measurement {
    this.#roles();
    return measureAnswers(this.#context, request, this.#scored);
  }

  /** Puts roles back to what changes nothing and scores nothing. A character model's actor has no such state. */
  forget(roles: readonly Role[]): void {
    const { model } = this.#context;
    if (!model.roles) return;
    for (const role of roles) {
      model.drawAdapter(role, createRandom(1 + ['actor', 'reference', 'reward', 'judge'].indexOf(role)));
      if (role !== 'reward' && role !== 'judge') continue;
      model.clearHead(role);
      this.#scored[role] = false;
    }
  }

  /** A file of the trained numbers: roles with their heads, or the whole character model. */
  save(roles: readonly Role[] = ['actor', 'reference', 'reward', 'judge']): Uint8Array<ArrayBuffer> {
    const named = this.#namedBlocks(roles);
    const { base, trainedLayers, characters } = this.info;
    const head = {
      base,
      shape: this.#shapeMark(),
      trainedLayers,
      characters,
      blocks: named.map(([name]) => name),
    };
    return writeNumbers(
      { ...head, scored: this.#scored },
      named.map(([, block]) => this.#values(block)),
    );
  }

  /** Reads such a file and gives the roles it held; throws RuntimeError 'model-corrupt' on a file that doesn't fit. */
  load(bytes: Uint8Array): Role[] {
    const { head, arrays } = readNumbers(bytes);
    this.#requireOurs(head);
    const names = head.blocks as string[];
    const all = new Map(this.#namedBlocks(['actor', 'reference', 'reward', 'judge']));
    names.forEach((name, i) => {
      const block = all.get(name);
      if (!block || block.count !== arrays[i].length)
        throw new RuntimeError('model-corrupt', `the file's ${name} doesn't fit`);
    });
    const { model } = this.#context;
    names.forEach((name, i) => model.kernels.heap.set(arrays[i], all.get(name)!.values));
    const scored = head.scored as Partial<Record<'reward' | 'judge', boolean>> | undefined;
    for (const role of ['reward', 'judge'] as const)
      if (names.includes(`head.${role}`)) this.#scored[role] = scored?.[role] === true;
    return (['actor', 'reference', 'reward', 'judge'] as const).filter((role) => names.includes(role));
  }

  /** Everything needed to go on elsewhere; null when there is no run. */
  checkpoint(): Checkpoint | null {
    const task = this.#task;
    if (!task) return null;
    const { state, numbers } = task.capture();
    const named = this.#namedBlocks(['actor', 'reference', 'reward', 'judge']);
    const head = { base: this.info.base, shape: this.#shapeMark(), state, scored: this.#scored };
    const arrays = [...named.map(([, block]) => this.#values(block)), ...numbers];
    return { step: task.step, task: task.kind, bytes: writeNumbers(head, arrays) };
  }

  /** Goes on from a checkpoint of the same task, which is prepared anew. Throws RuntimeError 'model-corrupt'. */
  restore(task: TrainingTask, bytes: Uint8Array): void {
    const { head, arrays } = readNumbers(bytes);
    this.#requireOurs(head);
    const named = this.#namedBlocks(['actor', 'reference', 'reward', 'judge']);
    const { model } = this.#context;
    // The task is made on what it found then: that is lost, so that a reset goes back to the checkpoint's roles.
    named.forEach(([, block], i) => model.kernels.heap.set(arrays[i], block.values));
    this.#scored = { ...this.#scored, ...(head.scored as object) };
    this.begin(task, true);
    this.#running().resume({ state: head.state as TaskState, numbers: arrays.slice(named.length) });
  }

  #make(task: TrainingTask): TaskRun {
    const settings = <K extends TaskKind>(kind: K) =>
      changedSettings(kind, defaultSettings[kind], task.settings as object);
    const context = this.#context;
    switch (task.kind) {
      case 'pretrain':
        if (!this.#text) throw new RuntimeError('bad-request', 'only a character model is pretrained here');
        return new PretrainTask(context, settings('pretrain'), this.#text.train, this.#text.heldOut);
      case 'tune':
        return new TuneTask(context, settings('tune'), task.pairs, task.heldOut ?? []);
      case 'reward':
        this.#roles();
        return new RewardTask(context, settings('reward'), task.role ?? 'reward', task.pairs, task.heldOut);
      case 'dpo':
        return new DpoTask(context, settings('dpo'), task.pairs, task.heldOut);
      case 'ppo':
        return new PolicyTask(context, 'ppo', settings('ppo'), task.prompts);
      case 'grpo':
        return new PolicyTask(context, 'grpo', settings('grpo'), task.prompts);
    }
  }

  #running(): TaskRun {
    if (!this.#task) throw new RuntimeError('bad-request', 'no run has begun');
    return this.#task;
  }

  #roles() {
    const { roles } = this.#context.model;
    if (!roles)
      throw new RuntimeError('bad-request', 'a character model has no reference and no reward model');
    return roles;
  }

  #namedBlocks(wanted: readonly Role[]): [string, TrainedBlock][] {
    const { model } = this.#context;
    if (!model.roles) return wanted.includes('actor') ? [['actor', model.actorBlock]] : [];
    const { adapters, heads } = model.roles;
    return wanted.flatMap((role): [string, TrainedBlock][] =>
      role === 'reward' || role === 'judge'
        ? [
            [role, adapters[role]],
            [`head.${role}`, heads[role]],
          ]
        : [[role, adapters[role]]],
    );
  }

  #values({ values, count }: TrainedBlock): Float32Array {
    return Float32Array.from(this.#context.model.kernels.heap.subarray(values, values + count));
  }

  /** Sizes that two sessions must share for their numbers to fit. */
  #shapeMark(): string {
    const { shape, plan } = this.#context.model;
    const { layers, heads, width, hidden, vocabulary } = shape;
    const adapter = plan.adapter
      ? `${plan.adapter.layers}x${plan.adapter.rank}${plan.adapter.head ? 'h' : ''}`
      : 'all';
    return [layers, heads, width, hidden, vocabulary, adapter].join('/');
  }

  #requireOurs(head: Readonly<Record<string, unknown>>): void {
    if (head.base !== this.info.base)
      throw new RuntimeError(
        'model-corrupt',
        `the file belongs to ${String(head.base)}, not to ${this.info.base}`,
      );
    if (head.shape !== this.#shapeMark())
      throw new RuntimeError('model-corrupt', 'the file was trained in another shape');
    if ('characters' in head && head.characters !== this.info.characters)
      throw new RuntimeError('model-corrupt', 'the file was trained on another alphabet');
  }
}

import { createTrainingClient, type TrainingClient } from '../../runtime/training';
import { deskOf, type TrainingDesk } from '../../state/trainingDesk.svelte';
import { OwnComparisons } from './clicks.svelte';
import { Judging } from './judging.svelte';
import { PolicyWork } from './policyWork.svelte';
import { loadPreferenceSet, type PreferenceSet } from './preferences';

/** The models everything may start from, the better one first: a chat model where one ships. */
const STARTS = ['story-chat', 'story'] as const;

/** Everything that lives at the training desk of this topic; it outlives the panel, so that coming back finds it as it was. */
export class Workshop {
  readonly desk: TrainingDesk;
  readonly own: OwnComparisons;
  readonly judging: Judging;
  readonly policy: PolicyWork;
  set: PreferenceSet | null = $state.raw(null);
  /** The model everything starts from. */
  start: string = $state(STARTS[0]);
  /** The set on board could not be had. */
  setMissing: boolean = $state(false);

  constructor(desk: TrainingDesk) {
    this.desk = desk;
    this.own = new OwnComparisons(desk);
    this.judging = new Judging(desk);
    this.policy = new PolicyWork(desk);
  }

  /** Fetches the set on board, once. */
  async loadSet(): Promise<void> {
    this.set ??= await loadPreferenceSet();
    this.setMissing = this.set === null;
  }

  /** Opens the start model, unless it is open or being opened. */
  async open(): Promise<void> {
    if (this.desk.status === 'ready' || this.desk.status === 'opening' || this.desk.status === 'dead') return;
    this.start = await startOf();
    await this.desk.open({ kind: 'model', model: this.start });
  }

  /** Everything anew: the model as it ships, no runs. */
  async openAgain(): Promise<void> {
    this.own.clear();
    this.judging.clear();
    this.policy.clear();
    this.desk.close();
    await this.open();
  }
}

/** The first of the start models that the catalogue lists. */
async function startOf(): Promise<string> {
  try {
    const answer = await fetch(new URL(`${import.meta.env.BASE_URL}models/index.json`, document.baseURI));
    const rows = (await answer.json()) as readonly { readonly name: string }[];
    return STARTS.find((name) => rows.some((row) => row.name === name)) ?? STARTS[0];
  } catch {
    return STARTS[0];
  }
}

let workshop: Workshop | null = null;

/** The page's one workshop. */
export function theWorkshop(makeClient: () => TrainingClient = createTrainingClient): Workshop {
  return (workshop ??= new Workshop(deskOf('rlhf', makeClient)));
}

import type { TopicText } from '../../state/topic';
import type { Unit } from './frames';
import type { BlockKind, Side, StageId } from './machine';
import type { InputRole } from './stageInputs';

type Words<Keys extends string> = Readonly<Record<Keys, string>>;
/** Names of blocks; `masked` is the decoder's self-attention. */
type BlockWord = Exclude<BlockKind, 'tokens'> | 'masked';

/** The panel's own words; `{name}` places are filled in by the panel. */
export interface FlowLabels {
  readonly waiting: string;
  readonly sourceLabel: string;
  readonly settings: string;
  readonly otherLanguage: string;
  readonly storedNote: string;
  readonly machine: {
    readonly label: string;
    readonly waiting: string;
    readonly blocks: string;
    readonly sides: Words<Side>;
    readonly stacks: Words<Side>;
    readonly tokens: Words<Side>;
    readonly names: Words<BlockWord>;
    readonly short: Words<BlockWord | 'tokens'>;
    readonly inLayer: string;
    readonly outside: string;
    readonly hint: string;
  };
  readonly block: {
    readonly layer: string;
    readonly layerOf: string;
    readonly head: string;
    readonly headOf: string;
    readonly close: string;
    readonly stages: string;
    readonly body: string;
    /** Names of the stages as tabs, and what each is in a few words. */
    readonly tabs: Words<StageId>;
    readonly roles: Words<StageId | InputRole>;
    /** What happens at a stage, one sentence. */
    readonly made: Words<StageId>;
    readonly fromMemory: Words<'k' | 'v'>;
    readonly fromOwn: Words<Side>;
    readonly noMask: string;
    readonly maskedPattern: string;
    readonly masked: string;
    readonly notStored: string;
    readonly inputLabel: string;
    readonly tensorLabel: string;
    readonly scoresLabel: string;
    readonly tokenList: Words<Side>;
    readonly tokensNote: string;
    readonly fedNote: string;
  };
  readonly cell: {
    readonly title: string;
    readonly hint: string;
    readonly none: string;
    readonly pair: string;
    readonly entry: string;
    readonly feature: string;
    readonly fetching: string;
    readonly notStored: string;
    readonly timesRoot: string;
    readonly residual: string;
    readonly position: string;
    readonly lookup: string;
    readonly concat: string;
    readonly softmax: string;
    readonly norm: string;
    readonly on: string;
    readonly off: string;
    readonly wave: string;
    readonly hidden: string;
    readonly seen: string;
    readonly bias: string;
    readonly strips: string;
    readonly terms: string;
    readonly all: string;
    readonly productsLabel: string;
    /** The two factors of a dot product, by stage. */
    readonly factors: Readonly<
      Record<'scores' | 'mix' | 'out' | 'down' | 'logits' | 'other', readonly [string, string]>
    >;
  };
  readonly norm: Words<'title' | 'stream' | 'sublayer' | 'sum' | 'mean' | 'variance' | 'out'>;
  readonly line: Words<
    | 'title'
    | 'label'
    | 'reading'
    | 'writing'
    | 'sure'
    | 'unsure'
    | 'looping'
    | 'unended'
    | 'card'
    | 'unchoose'
    | 'kept'
  >;
  readonly alternatives: Words<'title' | 'label' | 'waiting' | 'rest' | 'hint' | 'stored'>;
  readonly cross: Words<'title' | 'sub' | 'label' | 'waiting' | 'layer' | 'head' | 'mean'>;
  readonly timeline: Words<
    | 'title'
    | 'encoder'
    | 'inEncoder'
    | 'inDecoder'
    | 'toEncoder'
    | 'toToken'
    | 'keys'
    | 'unit'
    | 'speed'
    | 'perSecond'
  > & { readonly units: Words<Unit> };
  readonly predict: {
    readonly titles: Words<'qkv-encoder' | 'qkv-masked' | 'qkv-cross' | 'mask-off' | 'cross-shape'>;
    readonly measuring: string;
    readonly origin: string;
    readonly origins: Words<'stream' | 'memory' | 'input'>;
    readonly maskOff: string;
    readonly maskOffOne: string;
    readonly shape: string;
  };
}

export type TransformerFlowText = TopicText<FlowLabels>;

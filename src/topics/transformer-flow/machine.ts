/** Sizes of an encoder-decoder, as the picture of it needs them. */
export interface FlowShape {
  readonly encoderLayers: number;
  readonly decoderLayers: number;
  readonly heads: number;
  readonly headSize: number;
  readonly width: number;
}

/** Sizes of the shipped `translate`, for the moment before its own are read. */
export const shippedShape: FlowShape = {
  encoderLayers: 3,
  decoderLayers: 3,
  heads: 6,
  headSize: 32,
  width: 192,
};

export type Side = 'encoder' | 'decoder';

/** What a block does; `self` in the decoder is masked, in the encoder it is not. */
export type BlockKind =
  'tokens' | 'embed' | 'position' | 'self' | 'cross' | 'norm' | 'mlp' | 'linear' | 'softmax' | 'choose';

/** One tensor on the way through a block; each is one frame of the process. */
export type StageId =
  | 'tokens'
  | 'row'
  | 'scaled'
  | 'positions'
  | 'input'
  | 'q'
  | 'k'
  | 'v'
  | 'scores'
  | 'masked'
  | 'pattern'
  | 'mix'
  | 'concat'
  | 'out'
  | 'add'
  | 'norm'
  | 'pre'
  | 'act'
  | 'down'
  | 'logits'
  | 'probabilities'
  | 'token';

/** One block of the machine, from the bottom of its stack to the top. */
export interface Block {
  readonly id: string;
  readonly side: Side;
  readonly kind: BlockKind;
  /** Layer from 0; null outside the layers. */
  readonly layer: number | null;
  /** Which add & norm of its layer, from 1. */
  readonly norm?: number;
  readonly stages: readonly StageId[];
}

const attention: readonly StageId[] = ['q', 'k', 'v', 'scores', 'pattern', 'mix', 'concat', 'out'];
const maskedAttention: readonly StageId[] = [
  'q',
  'k',
  'v',
  'scores',
  'masked',
  'pattern',
  'mix',
  'concat',
  'out',
];
const feedForward: readonly StageId[] = ['pre', 'act', 'down'];

function stem(side: Side): Block[] {
  const block = (kind: BlockKind, stages: readonly StageId[]): Block => ({
    id: `${side}.${kind}`,
    side,
    kind,
    layer: null,
    stages,
  });
  return [
    block('tokens', ['tokens']),
    block('embed', ['row', 'scaled']),
    block('position', ['positions', 'input']),
  ];
}

function layerOf(side: Side, layer: number): Block[] {
  const parts: [BlockKind, readonly StageId[]][] =
    side === 'encoder'
      ? [
          ['self', attention],
          ['mlp', feedForward],
        ]
      : [
          ['self', maskedAttention],
          ['cross', attention],
          ['mlp', feedForward],
        ];
  return parts.flatMap(([kind, stages], index): Block[] => [
    { id: `${side}.${layer}.${kind}`, side, kind, layer, stages },
    {
      id: `${side}.${layer}.norm${index + 1}`,
      side,
      kind: 'norm',
      layer,
      norm: index + 1,
      stages: ['add', 'norm'],
    },
  ]);
}

/** The encoder's blocks, bottom to top (Vaswani et al. 2017, fig. 1, left). */
export function encoderBlocks(shape: FlowShape): readonly Block[] {
  return [
    ...stem('encoder'),
    ...Array.from({ length: shape.encoderLayers }, (_, layer) => layerOf('encoder', layer)).flat(),
  ];
}

/** The decoder's blocks, bottom to top, up to the token that is chosen (fig. 1, right). */
export function decoderBlocks(shape: FlowShape): readonly Block[] {
  const top: readonly [BlockKind, StageId][] = [
    ['linear', 'logits'],
    ['softmax', 'probabilities'],
    ['choose', 'token'],
  ];
  return [
    ...stem('decoder'),
    ...Array.from({ length: shape.decoderLayers }, (_, layer) => layerOf('decoder', layer)).flat(),
    ...top.map(([kind, stage]): Block => ({
      id: `decoder.${kind}`,
      side: 'decoder',
      kind,
      layer: null,
      stages: [stage],
    })),
  ];
}

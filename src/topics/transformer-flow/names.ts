import type { Block, FlowShape, StageId } from './machine';

const layerName = (block: Block) => `${block.side === 'encoder' ? 'enc' : 'dec'}.layer.${block.layer}`;
const stem = (block: Block) => (block.side === 'encoder' ? 'enc' : 'dec');

/** The name that a block's attention goes by in the graph, e.g. `dec.layer.1.cross`. */
export function attentionName(block: Block): string {
  const part = block.side === 'encoder' ? 'attn' : block.kind;
  return `${layerName(block)}.${part}`;
}

/** The last add & norm of a layer: two sub-layers in the encoder, three in the decoder. */
const norms = { encoder: 2, decoder: 3 } as const;

/** The tensor that comes up into a block: for a sub-layer the residual stream, for add & norm the same stream once more. */
export function streamInto(block: Block, shape: FlowShape): string {
  const { side, layer } = block;
  if (layer === null) {
    if (block.kind === 'linear') return `dec.layer.${shape.decoderLayers - 1}.norm${norms.decoder}`;
    return `${stem(block)}.scaled`;
  }
  const sublayer =
    block.kind === 'norm'
      ? (block.norm ?? 1)
      : block.kind === 'self'
        ? 1
        : block.kind === 'cross'
          ? 2
          : norms[side];
  if (sublayer > 1) return `${layerName(block)}.norm${sublayer - 1}`;
  return layer === 0 ? `${stem(block)}.input` : `${stem(block)}.layer.${layer - 1}.norm${norms[side]}`;
}

/** The encoder's output [B, S, C]: what every cross-attention makes its keys and values of. */
export function memoryName(shape: FlowShape): string {
  return `enc.layer.${shape.encoderLayers - 1}.norm${norms.encoder}`;
}

/** What the sub-layer below an add & norm puts out. */
export function sublayerOut(block: Block): string {
  const base = layerName(block);
  if (block.norm === norms[block.side]) return `${base}.mlp.out`;
  if (block.side === 'encoder') return `${base}.attn.out`;
  return `${base}.${block.norm === 1 ? 'self' : 'cross'}.out`;
}

/** The weight, gain or bias `part` of a block, e.g. `q.weight`. */
export function weightName(block: Block, part: string): string {
  if (block.kind === 'norm') return `${layerName(block)}.norm${block.norm}.${part}`;
  if (block.kind === 'mlp') return `${layerName(block)}.mlp.${part}`;
  if (block.layer === null) return 'embed.weight';
  return `${attentionName(block)}.${part}`;
}

/**
 * The model's own tensor of a stage; null where the graph has none and the page computes it from the tensor before
 * (the mask put on, heads side by side, probabilities).
 */
export function tensorOf(block: Block, stage: StageId): string | null {
  switch (stage) {
    case 'row':
      return `${stem(block)}.embed`;
    case 'scaled':
    case 'positions':
    case 'input':
      return `${stem(block)}.${stage}`;
    case 'q':
    case 'k':
    case 'v':
    case 'scores':
    case 'pattern':
    case 'out':
      return `${attentionName(block)}.${stage}`;
    case 'mix':
      return `${attentionName(block)}.head_out`;
    case 'add':
    case 'norm':
      return `${layerName(block)}.${stage}${block.norm}`;
    case 'pre':
    case 'act':
      return `${layerName(block)}.mlp.${stage}`;
    case 'down':
      return `${layerName(block)}.mlp.out`;
    case 'logits':
      return 'logits';
    default:
      return null;
  }
}

/** The weights that a stage is made with, by the names that `recompute` and `arithmetic` look them up. */
export function weightsOf(block: Block, stage: StageId): readonly string[] {
  switch (stage) {
    case 'row':
    case 'logits':
      return ['embed.weight'];
    case 'q':
    case 'k':
    case 'v':
      return [weightName(block, `${stage}.weight`)];
    case 'out':
      return [weightName(block, 'o.weight')];
    case 'norm':
      return [weightName(block, 'gain'), weightName(block, 'bias')];
    case 'pre':
      return [weightName(block, 'up.weight'), weightName(block, 'up.bias')];
    case 'down':
      return [weightName(block, 'down.weight'), weightName(block, 'down.bias')];
    default:
      return [];
  }
}

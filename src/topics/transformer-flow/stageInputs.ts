import type { Block, Side, StageId } from './machine';
import { streamInto, sublayerOut } from './names';
import { sourceOf } from './recompute';
import { namedTensor, stageTensor, type FlowRun, type StageTensor } from './tensors';

/** What a tensor on the way in is to its stage. */
export type InputRole = 'stream' | 'memory' | 'sublayer' | StageId;

/** One tensor that a stage is made of. */
export interface StageInput {
  readonly role: InputRole;
  /** Which tokens its rows are. */
  readonly side: Side;
  readonly tensor: StageTensor | null;
  /** Whether it has a table a head, of which the chosen one is shown. */
  readonly byHead: boolean;
}

/** Which stages of the same block a stage is made of. */
const before: Partial<Record<StageId, readonly StageId[]>> = {
  scaled: ['row'],
  input: ['scaled', 'positions'],
  scores: ['q', 'k'],
  masked: ['scores'],
  pattern: ['scores'],
  mix: ['pattern', 'v'],
  concat: ['mix'],
  out: ['concat'],
  norm: ['add'],
  act: ['pre'],
  down: ['act'],
};

/** Whose tokens the rows of a stage's tensor are: keys and values of cross-attention belong to the source. */
export function rowSide(block: Block, stage: StageId): Side {
  return block.kind === 'cross' && (stage === 'k' || stage === 'v') ? 'encoder' : block.side;
}

/** Whose tokens its columns are, for tables of scores and weights; null where columns are features. */
export function columnSide(block: Block, stage: StageId): Side | null {
  if (stage !== 'scores' && stage !== 'masked' && stage !== 'pattern') return null;
  return block.kind === 'cross' ? 'encoder' : block.side;
}

const named = (run: FlowRun, name: string, role: InputRole, side: Side): StageInput => ({
  role,
  side,
  tensor: namedTensor(run, name),
  byHead: false,
});

/** The tensors a stage is made of, in the order of its formula. */
export function stageInputs(run: FlowRun, block: Block, stage: StageId): readonly StageInput[] {
  const stream = () => named(run, streamInto(block, run.shape), 'stream', block.side);
  switch (stage) {
    case 'q':
    case 'k':
    case 'v': {
      const memory = block.kind === 'cross' && stage !== 'q';
      const name = sourceOf(block, stage, run);
      return [named(run, name, memory ? 'memory' : 'stream', memory ? 'encoder' : block.side)];
    }
    case 'add':
      return [stream(), named(run, sublayerOut(block), 'sublayer', block.side)];
    case 'pre':
    case 'logits':
      return [stream()];
  }
  const stages =
    stage === 'pattern' && block.stages.includes('masked') ? (['masked'] as const) : before[stage];
  return (stages ?? []).map((id): StageInput => {
    // The scaled rows come from the block below.
    if (id === 'scaled') return named(run, streamInto(block, run.shape), id, block.side);
    return {
      role: id,
      side: rowSide(block, id),
      tensor: stageTensor(run, block, id),
      byHead: ['q', 'k', 'v', 'scores', 'masked', 'pattern', 'mix'].includes(id),
    };
  });
}

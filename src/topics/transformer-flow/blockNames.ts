import { fill } from '../../ui/strings';
import type { Block } from './machine';
import type { FlowLabels } from './text';

/** A block's name on the page, e.g. "Masked self-attention"; with its stack and layer where `whole`. */
export function blockName(block: Block, labels: FlowLabels, whole = true): string {
  const w = labels.machine;
  const name =
    block.kind === 'tokens'
      ? w.tokens[block.side]
      : w.names[block.kind === 'self' && block.side === 'decoder' ? 'masked' : block.kind];
  if (!whole) return name;
  return block.layer === null
    ? fill(w.outside, { side: w.stacks[block.side], name })
    : fill(w.inLayer, { side: w.stacks[block.side], layer: block.layer + 1, name });
}

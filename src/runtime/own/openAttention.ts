/** Opening a foreign graph: the tensors of its attention become outputs, and a factor on each head an input. */
import { fieldsOf, joined, numberField, partField, sameField, type Field } from './onnxFields';

/** Where a layer's attention lies in a graph: names of its tensors. */
export interface AttentionNames {
  /** softmax's result [1, H, T, S] and what went in, scaled and masked. */
  readonly pattern: string;
  readonly scores: string;
  /** Queries [1, H, T, D] and transposed keys [1, H, D, S] as they are multiplied: turned, where anything is turned. */
  readonly q: string;
  readonly kTransposed: string;
  readonly v: string;
  /** Each head's result [1, H, T, D], before the output projection. */
  readonly headOut: string;
}

/** Why a graph stays shut: one node does the whole attention, it lies in a branch, or none of the known form is there. */
export type Shut = 'fused' | 'branch' | 'unknown' | 'unlike';

/** An opened graph, or why it stays shut. */
export type Opened =
  | { readonly bytes: Uint8Array; readonly layers: readonly AttentionNames[] }
  | { readonly shut: Shut; readonly detail: string };

interface Node {
  readonly field: Field;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** Nodes that do the whole attention in one step, so that there is no pattern to read. */
const fused =
  /^(GroupQueryAttention|MultiHeadAttention|Attention|DecoderMaskedMultiHeadAttention|PackedMultiHeadAttention|SparseAttention|QAttention)$/;
/** What may stand between the scores' product and softmax, and between softmax and the values' product. */
const before = /^(Add|Sub|Mul|Div|Where|Cast|Identity|Clip|Max|Min)$/;
const after = /^(Cast|Dropout|Identity|Where|Mul)$/;

const text = new TextDecoder();

function readNode(field: Field): Node {
  const inputs: string[] = [];
  const outputs: string[] = [];
  let op = '';
  for (const inner of fieldsOf(field.part)) {
    if (inner.field === 1) inputs.push(text.decode(inner.part));
    else if (inner.field === 2) outputs.push(text.decode(inner.part));
    else if (inner.field === 4) op = text.decode(inner.part);
  }
  return { field, op, inputs, outputs };
}

function namesIn(graph: readonly Field[], list: number): string[] {
  return graph
    .filter(({ field }) => field === list)
    .map(({ part }) => {
      for (const inner of fieldsOf(part)) if (inner.field === 1) return text.decode(inner.part);
      return '';
    });
}

/** The products around each softmax, in the graph's order. */
function attentions(nodes: readonly Node[]): (AttentionNames & { readonly product: Node })[] {
  const maker = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const users = new Map<string, Node[]>();
  for (const node of nodes)
    for (const name of node.inputs) users.set(name, [...(users.get(name) ?? []), node]);

  const productBefore = (name: string, steps: number): Node | null => {
    const node = maker.get(name);
    if (!node || steps === 0) return null;
    if (node.op === 'MatMul') return node;
    if (!before.test(node.op)) return null;
    for (const input of node.inputs) {
      const found = productBefore(input, steps - 1);
      if (found) return found;
    }
    return null;
  };
  const productAfter = (name: string, steps: number): Node | null => {
    for (const node of users.get(name) ?? []) {
      if (node.op === 'MatMul' && node.inputs[0] === name) return node;
      const found = steps > 0 && after.test(node.op) ? productAfter(node.outputs[0], steps - 1) : null;
      if (found) return found;
    }
    return null;
  };
  return nodes.flatMap((node) => {
    if (node.op !== 'Softmax') return [];
    const scored = productBefore(node.inputs[0], 8);
    const product = productAfter(node.outputs[0], 4);
    if (!scored || !product) return [];
    return {
      pattern: node.outputs[0],
      scores: node.inputs[0],
      q: scored.inputs[0],
      kTransposed: scored.inputs[1],
      v: product.inputs[1],
      headOut: product.outputs[0],
      product,
    };
  });
}

/** The input that carries the factors [L, H]; no exporter uses the name. */
const maskName = 'head_mask';
const column = 'glass/column';

function newNode(op: string, inputs: readonly string[], output: string): Uint8Array[] {
  const name = partField(3, `glass/${output}/${op}`);
  const parts = [...inputs.flatMap((each) => partField(1, each)), ...partField(2, output), ...name];
  return partField(1, [...parts, ...partField(4, op)]);
}

/** An int64 constant [1 or 3] or, with no sizes, a single number. */
function constant(name: string, values: readonly number[], dims: readonly number[]): Uint8Array[] {
  const raw = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  const sizes = dims.map((size) => numberField(1, size));
  return partField(5, [...sizes, numberField(2, 7), ...partField(8, name), ...partField(9, [raw])]);
}

/** A float32 input [L, H]. */
function floatInput(name: string, sizes: readonly number[]): Uint8Array[] {
  const shape = partField(
    2,
    sizes.flatMap((size) => partField(1, [numberField(1, size)])),
  );
  const tensor = partField(1, [numberField(1, 1), ...shape]);
  return partField(11, [...partField(1, name), ...partField(2, tensor)]);
}

/** The product under another name, and the factor of each head between it and what follows. */
function masked(product: Node, layer: number, castLike: boolean): Uint8Array[] {
  const result = product.outputs[0];
  const raw = `${result}/unmasked`;
  const renamed = [...fieldsOf(product.field.part)].flatMap((inner) =>
    inner.field === 2 ? partField(2, raw) : sameField(inner),
  );
  const [row, factors, cast] = ['row', 'factors', 'cast'].map((step) => `glass/${layer}/${step}`);
  return [
    ...partField(1, renamed),
    ...newNode('Gather', [maskName, `glass/${layer}/index`], row),
    ...newNode('Reshape', [row, column], factors),
    ...(castLike ? newNode('CastLike', [factors, raw], cast) : []),
    ...newNode('Mul', [raw, castLike ? cast : factors], result),
  ];
}

/** Adds the attention's tensors to a graph's outputs and `head_mask` [L, H] to its inputs. Throws OwnProblem 'damaged'. */
export function openAttention(
  model: Uint8Array,
  wanted: { readonly layers: number; readonly heads: number },
): Opened {
  const top = [...fieldsOf(model)];
  const graph = [...fieldsOf(top.find(({ field }) => field === 7)?.part ?? new Uint8Array(0))];
  const nodes = graph.filter(({ field }) => field === 1).map(readNode);
  if (namesIn(graph, 12).includes('layer.0.attn.pattern')) return { shut: 'unknown', detail: 'open already' };
  const one = nodes.find(({ op }) => fused.test(op));
  if (one) return { shut: 'fused', detail: one.op };
  const found = attentions(nodes);
  if (found.length === 0 && nodes.some(({ op }) => op === 'If')) return { shut: 'branch', detail: 'If' };
  if (found.length !== wanted.layers)
    return { shut: 'unknown', detail: `${found.length} / ${wanted.layers}` };

  const opset = top
    .filter(({ field }) => field === 8)
    .map(({ part }) => [...fieldsOf(part)])
    .find((inner) => !inner.some(({ field, part }) => field === 1 && part.length > 0))
    ?.find(({ field }) => field === 2)?.value;
  const outside = new Set([...namesIn(graph, 12), ...namesIn(graph, 5)]);
  const given = new Set(
    found.flatMap(({ pattern, scores, q, kTransposed, v, headOut }) => [
      pattern,
      scores,
      q,
      kTransposed,
      v,
      headOut,
    ]),
  );
  const layerOf = new Map(found.map(({ product }, layer) => [product.field, layer]));
  const maskable = !namesIn(graph, 11).includes(maskName);
  const pieces = graph.flatMap((field) => {
    const layer = layerOf.get(field);
    if (layer === undefined || !maskable) return sameField(field);
    return masked(found[layer].product, layer, (opset ?? 0) >= 15);
  });
  for (const name of given) if (!outside.has(name)) pieces.push(...partField(12, partField(1, name)));
  if (maskable) {
    pieces.push(...floatInput(maskName, [wanted.layers, wanted.heads]), ...constant(column, [-1, 1, 1], [3]));
    found.forEach((_, layer) => pieces.push(...constant(`glass/${layer}/index`, [layer], [])));
  }
  const bytes = joined(top.flatMap((field) => (field.field === 7 ? partField(7, pieces) : sameField(field))));
  return { bytes, layers: found };
}

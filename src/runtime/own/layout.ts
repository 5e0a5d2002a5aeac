import { OwnProblem } from './ownProblem';

/** A file of a model as a hub lists it or a folder holds it. */
export interface ListedFile {
  /** Path inside the model's folder, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 in hex, where the hub tells it. */
  readonly sha256?: string;
}

/** One graph of a model, with everything it is opened from. */
export interface Variant {
  /** `fp32`, `fp16`, `q4`, …: the ending of the file's name. */
  readonly variant: string;
  readonly graph: string;
  readonly files: readonly ListedFile[];
  readonly bytes: number;
}

/** Files beside the graph that are used where they are there. */
const optionalFiles = ['tokenizer_config.json', 'generation_config.json'];

/** What transformers.js calls the graph of one stack, the better first: with a cache, with both branches in one file. */
const stems = ['model', 'decoder_model_merged', 'decoder_with_past_model', 'decoder_model'];
const graphPath = /^(?:onnx\/)?(model|decoder_model_merged|decoder_model)(?:_([a-z0-9][\w-]*))?\.onnx$/;

/**
 * The graphs to choose from in a model laid out for transformers.js, smallest first, each with the files it needs. Throws
 * OwnProblem 'missing-files' (naming them) or 'no-graph'.
 */
export function variantsOf(files: readonly ListedFile[]): Variant[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const graphs = new Map<string, { file: ListedFile; rank: number }>();
  for (const file of files) {
    const match = graphPath.exec(file.path);
    if (!match) continue;
    const variant = match[2] ?? 'fp32';
    const rank = stems.indexOf(match[1]);
    const known = graphs.get(variant);
    if (!known || rank < known.rank) graphs.set(variant, { file, rank });
  }
  const lacking = ['config.json', 'tokenizer.json'].filter((path) => !byPath.has(path));
  if (graphs.size === 0 && !byPath.has('config.json'))
    throw new OwnProblem('missing-files', [...lacking, 'onnx/model.onnx'].join(', '));
  if (graphs.size === 0) throw new OwnProblem('no-graph', [...lacking, 'onnx/model.onnx'].join(', '));
  if (lacking.length > 0) throw new OwnProblem('missing-files', lacking.join(', '));
  const beside = ['config.json', 'tokenizer.json', ...optionalFiles].flatMap(
    (path) => byPath.get(path) ?? [],
  );
  return [...graphs]
    .map(([variant, { file }]) => {
      // Weights over 2 GB, and some below, lie beside the graph.
      const outside = files.filter((each) => each.path.startsWith(`${file.path}_data`));
      const all = [...beside, file, ...outside];
      return { variant, graph: file.path, files: all, bytes: all.reduce((sum, each) => sum + each.bytes, 0) };
    })
    .sort((a, b) => a.bytes - b.bytes);
}

/** Paths worth asking for one by one where a mirror gives no list of its files. */
export const guessedPaths: readonly string[] = [
  'tokenizer.json',
  ...optionalFiles,
  ...['', '_fp16', '_q4', '_q4f16', '_int8', '_uint8', '_quantized', '_bnb4'].flatMap((ending) => [
    `onnx/model${ending}.onnx`,
    `onnx/model${ending}.onnx_data`,
  ]),
  'onnx/decoder_model_merged.onnx',
  'onnx/decoder_model_merged_quantized.onnx',
];

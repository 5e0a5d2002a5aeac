import type { CatalogueRow } from '../catalogue';
import { modelInfo } from '../modelInfo';
import { RuntimeError } from '../protocol';
import type { TokenizerJson } from '../tokenTexts';
import { OnnxWeights } from './onnxWeights';
import type { BaseModel } from './openSession';
import { modelCoder } from './textCoder';

/** The files of a shipped decoder that the engine reads. */
export const baseFiles = [
  'onnx/model.onnx',
  'config.json',
  'tokenizer.json',
  'tokenizer_config.json',
] as const;

/** Joins a shipped decoder's own files into what a session trains; throws RuntimeError 'model-corrupt'. */
export function readBaseModel(
  row: CatalogueRow,
  files: Readonly<Record<(typeof baseFiles)[number], Uint8Array>>,
): BaseModel {
  const text = (name: (typeof baseFiles)[number]): string => new TextDecoder().decode(files[name]);
  const info = modelInfo(row, text('config.json'));
  const config = JSON.parse(text('config.json')) as { intermediate_size?: number; rms_norm_eps?: number };
  if (!config.intermediate_size || !config.rms_norm_eps)
    throw new RuntimeError('model-corrupt', `${row.name} is no decoder that the engine can train`);
  const weights = new OnnxWeights(files['onnx/model.onnx']);
  return {
    shape: {
      layers: info.layers,
      heads: info.heads,
      width: info.width,
      hidden: config.intermediate_size,
      vocabulary: info.vocabulary,
      window: info.window,
      rotaryBase: info.rotaryBase,
      normEpsilon: config.rms_norm_eps,
    },
    coder: modelCoder(
      JSON.parse(text('tokenizer.json')) as TokenizerJson,
      JSON.parse(text('tokenizer_config.json')) as object,
      info.vocabulary,
      info.endOfTextId,
    ),
    read: (name, count) => weights.read(name, count),
  };
}

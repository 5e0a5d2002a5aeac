/** Opening a model that the reader brought, from its files: tokenizer, sizes, session, and one pass as a trial. */
import type { CatalogueRow } from '../catalogue';
import { buildFeeds } from '../feeds';
import { describe } from '../failures';
import type { GraphSession } from '../graphSession';
import type { OpenModel } from '../modelHost';
import { RuntimeError, type ModelInfo } from '../protocol';
import { tokenTexts, type TokenizerJson } from '../tokenTexts';
import { readOwnConfig, type OwnConfig } from './ownConfig';
import { attentionAliases, checkedFactors } from './attentionOutputs';
import { openAttention, type Opened } from './openAttention';
import { cacheShape, ownGraph, type CacheShape, type OwnOrtSession } from './ownGraph';
import { OwnProblem } from './ownProblem';
import { windowHere } from './windowHere';

/** The files of a model, by path. */
export interface OwnFiles {
  readonly graph: string;
  readonly paths: readonly string[];
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
}

/** The engine, so that Node's tests can bring theirs. */
export interface OwnEngine {
  readonly Tensor: new (type: string, data: never, dims: readonly number[]) => unknown;
  create(graph: Uint8Array, options: object): Promise<OwnOrtSession>;
  /** Ids of a text, with what the tokenizer puts in front of every text. */
  tokenizer(json: object, config: object): { encode(text: string, options: object): number[] };
}

/** A catalogue row for a model that no catalogue lists. */
export function ownRow(name: string): CatalogueRow {
  return { name, kind: 'decoder', parameters: 0, window: 0, bytes: 0, files: [], card: '' };
}

function infoOf(name: string, config: OwnConfig, cache: CacheShape, bytes: number): ModelInfo {
  return {
    name,
    kind: 'decoder',
    layers: cache.layers || config.layers,
    heads: config.heads,
    keyHeads: cache.keyHeads ?? config.keyHeads,
    headSize: cache.headSize ?? config.headSize,
    width: config.width,
    vocabulary: config.vocabulary,
    window: windowHere(config),
    rotaryBase: config.rotaryBase,
    parameters: config.parameters ?? 0,
    bytes,
    endOfTextId: config.endOfTextId,
  };
}

/** Runs two tokens, and learns from the answer how large the vocabulary is. Throws OwnProblem. */
async function trial(session: GraphSession, info: ModelInfo): Promise<ModelInfo> {
  if (!session.outputNames.includes('logits'))
    throw new OwnProblem('not-causal', session.outputNames.slice(0, 3).join(', '));
  const { logits } = await session.run(buildFeeds(session, info, [0, 1]), ['logits']);
  const [, T, V] = logits.dims;
  if (logits.dims.length !== 3 || T !== 2 || !logits.data.every(Number.isFinite))
    throw new OwnProblem('not-causal', `logits [${logits.dims.join(', ')}]`);
  return { ...info, vocabulary: V };
}

/** Graphs above this many bytes are left as they are: opening one takes a copy of it. */
const mostOpened = 600e6;

/** A session of the graph with its attention open, where that can be done; else of the graph as it came. */
async function openGraph(
  name: string,
  config: OwnConfig,
  graph: Uint8Array,
  bytes: number,
  engine: OwnEngine,
  options: object,
): Promise<{ readonly session: GraphSession; readonly info: ModelInfo }> {
  const opened: Opened =
    graph.length > mostOpened ? { shut: 'unknown', detail: '> 600 MB' } : openAttention(graph, config);
  let shut = 'shut' in opened ? `${opened.shut}: ${opened.detail}` : '';
  if ('layers' in opened) {
    try {
      const session = await engine.create(opened.bytes, options);
      const plain = infoOf(name, config, cacheShape(session), bytes);
      const half = session.inputMetadata.some(({ type }) => type === 'float16');
      const first = ownGraph(engine.Tensor, session, attentionAliases(opened.layers));
      const factors = await checkedFactors(first, plain, config.layers, half ? 2e-2 : 1e-3);
      const info = await trial(first, plain);
      if (factors)
        return { session: ownGraph(engine.Tensor, session, attentionAliases(opened.layers, factors)), info };
      await session.release?.();
      shut = 'unlike:';
    } catch (error) {
      if (error instanceof OwnProblem) throw error;
      shut = `unknown: ${describe(error)}`;
    }
  }
  const session = await engine.create(graph, options);
  const plain = ownGraph(engine.Tensor, session);
  const info = await trial(plain, infoOf(name, config, cacheShape(session), bytes));
  // Our own graphs were made open.
  return {
    session: plain,
    info: plain.outputNames.includes('layer.0.attn.pattern') ? info : { ...info, shut },
  };
}

const json = (bytes: Uint8Array): object => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as object;
  } catch (error) {
    throw new OwnProblem('not-json', `tokenizer.json: ${describe(error)}`);
  }
};

/** Opens a model; throws RuntimeError 'model-unfit' whose detail is `code: detail` of an OwnProblem, or what the engine threw. */
export async function openOwn(name: string, files: OwnFiles, engine: OwnEngine): Promise<OpenModel> {
  try {
    const config = readOwnConfig(new TextDecoder().decode(await files.read('config.json')));
    const tokenizerJson = json(await files.read('tokenizer.json')) as TokenizerJson;
    const settings = files.paths.includes('tokenizer_config.json')
      ? json(await files.read('tokenizer_config.json'))
      : {};
    const tokenizer = engine.tokenizer(tokenizerJson, settings);
    const graph = await files.read(files.graph);
    const outside = files.paths.filter((path) => path.startsWith(`${files.graph}_data`));
    const externalData = await Promise.all(
      outside.map(async (path) => ({
        path: path.slice(path.lastIndexOf('/') + 1),
        data: await files.read(path),
      })),
    );
    const bytes = externalData.reduce((sum, { data }) => sum + data.length, graph.length);
    const options = { executionProviders: ['wasm'], ...(externalData.length > 0 ? { externalData } : {}) };
    const { session, info } = await openGraph(name, config, graph, bytes, engine, options);
    return {
      info,
      session,
      texts: tokenTexts(tokenizerJson, info.vocabulary),
      encode: (text) =>
        tokenizer.encode(text, { add_special_tokens: true }).filter((id) => id < info.vocabulary),
    };
  } catch (error) {
    if (error instanceof OwnProblem) throw new RuntimeError('model-unfit', error.message);
    throw error;
  }
}

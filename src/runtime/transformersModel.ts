import type { Bytes } from './assets';
import type { CatalogueRow } from './catalogue';
import { openingFailure } from './failures';
import { graphSession, type OrtSession } from './graphSession';
import { hasPositionRows, modelInfo, positionsFile } from './modelInfo';
import { RuntimeError, type LoadProgress } from './protocol';
import type { OpenModel } from './modelHost';
import { tokenTexts, type TokenizerJson } from './tokenTexts';
import { ort, startWasm } from './wasmEngine';

/** Where transformers.js believes the models to be; its fetch is answered from bytes we hold already. */
const pretendedPath = '/models/';

/** Files of all models being opened, by the path that transformers.js asks for. */
const filesByPath = new Map<string, Promise<Bytes>>();

/** transformers.js as a module. */
export type Library = typeof import('@xenova/transformers');

async function answerFromBytes(url: string | URL): Promise<Response> {
  const bytes = await filesByPath.get(String(url));
  return bytes ? new Response(bytes) : new Response(null, { status: 404 });
}

let library: Promise<Library> | null = null;

/**
 * transformers.js, fetched once and told to ask nobody but us for files. Its 115 kB (brotli) come in beside the
 * wasm's 2.7 MB and are there first, so a cold start doesn't wait for them.
 */
export function loadLibrary(): Promise<Library> {
  library ??= import('@xenova/transformers').then((transformers) => {
    const { env } = transformers;
    env.allowRemoteModels = false;
    env.allowLocalModels = true;
    env.localModelPath = pretendedPath;
    env.fetch = answerFromBytes;
    // We keep and verify the files ourselves, and a cached engine would have to be run from a blob: the policy forbids it.
    env.useBrowserCache = false;
    env.useWasmCache = false;
    env.logLevel = transformers.LogLevel.ERROR;
    return transformers;
  });
  return library;
}

/** The class that opens each kind of model; kinds it doesn't know are decoders with outputs of their own. */
function familyOf(transformers: Library, kind: string) {
  if (kind === 'encoder') return transformers.AutoModelForMaskedLM;
  return kind === 'encoder-decoder' ? transformers.AutoModelForSeq2SeqLM : transformers.AutoModelForCausalLM;
}

async function openSessions(
  transformers: Library,
  row: CatalogueRow,
): Promise<Pick<OpenModel, 'session' | 'encoder'>> {
  const family = familyOf(transformers, row.kind);
  const model = await family.from_pretrained(row.name, { dtype: 'fp32', device: 'wasm' });
  // We run the sessions themselves: model() would copy out every one of a hundred tensors at each token.
  const { sessions } = model as unknown as { sessions: Record<string, OrtSession> };
  const graph = (session: OrtSession) => graphSession(ort as never, session);
  if (row.kind !== 'encoder-decoder') return { session: graph(sessions.model) };
  return { session: graph(sessions.decoder_model_merged), encoder: graph(sessions.model) };
}

/**
 * Opens a model of any kind through transformers.js: wasm, library, tokenizer and weights come in at the same time. Throws
 * RuntimeError.
 */
export async function openWithTransformers(
  row: CatalogueRow,
  files: ReadonlyMap<string, Promise<Bytes>>,
  onPhase: (phase: LoadProgress['phase']) => void,
): Promise<OpenModel> {
  const bytesOf = (path: string): Promise<Bytes> => {
    const file = files.get(`${row.name}/${path}`);
    if (!file) throw new RuntimeError('model-missing', `The catalogue lists no ${path} for ${row.name}`);
    return file;
  };
  const textOf = async (path: string): Promise<string> => new TextDecoder().decode(await bytesOf(path));
  for (const [path, bytes] of files) filesByPath.set(pretendedPath + path, bytes);
  try {
    const [transformers, info, tokenizerJson, tokenizerConfig] = await Promise.all([
      loadLibrary(),
      Promise.all([textOf('config.json'), hasPositionRows(row) ? bytesOf(positionsFile) : undefined]).then(
        ([text, rows]) => modelInfo(row, text, rows),
      ),
      textOf('tokenizer.json').then((text) => JSON.parse(text) as TokenizerJson),
      textOf('tokenizer_config.json').then((text) => JSON.parse(text) as Record<string, unknown>),
    ]);
    const tokenizer = new transformers.PreTrainedTokenizer(tokenizerJson, tokenizerConfig);
    const texts = tokenTexts(tokenizerJson, info.vocabulary);
    await Promise.all(files.values());
    onPhase('compile');
    await startWasm();
    onPhase('session');
    const sessions = await openSessions(transformers, row);
    return {
      info,
      ...sessions,
      texts,
      encode: (text) => tokenizer.encode(text, { add_special_tokens: false }),
    };
  } catch (error) {
    throw openingFailure(error);
  } finally {
    for (const path of files.keys()) filesByPath.delete(pretendedPath + path);
  }
}

// The training part of `npm run bench`: milliseconds a step of the engine with its SIMD kernels, with the plain ones, and of
// PyTorch on one thread where it is installed (GLASSLM_PYTHON, or the training environment), on the same shapes.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { root } from './ensure.mjs';

/** Shapes that the page trains: batch and length are tokens of a step, `adapter` the last layer with the head, or all. */
const cases = [
  {
    name: 'characters',
    layers: 2,
    heads: 4,
    width: 64,
    hidden: 176,
    vocabulary: 96,
    batch: 16,
    length: 64,
    adapter: false,
  },
  {
    name: 'story, adapter',
    layers: 6,
    heads: 6,
    width: 192,
    hidden: 512,
    vocabulary: 4096,
    batch: 8,
    length: 64,
    adapter: true,
  },
  {
    name: 'story, all',
    layers: 6,
    heads: 6,
    width: 192,
    hidden: 512,
    vocabulary: 4096,
    batch: 8,
    length: 64,
    adapter: false,
  },
];

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

/** Transpiles the engine's maths with Vite, without a page. */
async function loadEngine() {
  const { createServer } = await import('vite');
  const server = await createServer({
    root,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    server: { middlewareMode: true, hmr: false, ws: false },
    optimizeDeps: { noDiscovery: true },
  });
  const names = ['decoderPlan', 'decoderPass', 'kernels', 'plainKernels', 'simdKernels', 'tokenScores']
    .map((name) => `/src/math/training/${name}.ts`)
    .concat('/src/runtime/training/openSession.ts', '/tests/runtime/trainingSource.ts')
    .concat('/tests/runtime/recordRlhf.ts', '/src/topics/rlhf/policyTask.ts');
  const parts = Object.assign({}, ...(await Promise.all(names.map((name) => server.ssrLoadModule(name)))));
  return { parts, close: () => server.close() };
}

/** The stages of the RLHF panel with its own settings and steps, from the model it starts from; seconds each. */
async function timeStages(parts, say) {
  const { openSession, diskTraining, boardData, startModel, recordedSettings, taskOf } = parts;
  const host = await openSession(diskTraining, { kind: 'model', model: startModel() }, () => {});
  const data = boardData();
  const all = boardData('ready');
  const judged = { evaluateEvery: 10, batch: 8 };
  const reward = ({ pairs, heldOut }) => ({ kind: 'reward', pairs, heldOut, settings: judged });
  const names = ['PPO on the leash', 'PPO off it', 'DPO', 'GRPO'];
  const stages = [
    ['reward model, all kinds', parts.REWARD_STEPS, reward(all)],
    ['reward model, politeness', parts.REWARD_STEPS, reward(data)],
    ...recordedSettings().map((each, i) => [names[i], parts.POLICY_STEPS[each.method], taskOf(each, data)]),
  ];
  const seconds = {};
  for (const [name, steps, task] of stages) {
    // Each of the methods begins from the start model, each reward model from nothing.
    host.forget(task.kind === 'reward' ? ['reward'] : ['actor']);
    host.begin(task);
    const start = performance.now();
    for (let i = 0; i < steps; i++) host.step();
    seconds[name] = (performance.now() - start) / 1000;
  }
  const list = Object.entries(seconds).map(([name, each]) => `${name} ${each.toFixed(1)} s`);
  say(`The page's stages on ${startModel()}: ${list.join(', ')} (aim: 60 s each).`);
  return seconds;
}

function timeEngine(parts, kind, shape) {
  const { Arena, planDecoder, planTrained, DecoderPass, plainKernels, simdKernels, scoreTokens, pushTokens } =
    parts;
  const { batch, length, vocabulary } = shape;
  const tokens = batch * length;
  const arena = new Arena();
  const adapter = shape.adapter ? { layers: 1, rank: 8, head: true, scale: 2 } : null;
  const whole = { ...shape, window: length, rotaryBase: 10_000, normEpsilon: 1e-5 };
  const plan = planDecoder(arena, whole, adapter, { tokens, length, batch, scored: tokens, cached: batch });
  const block = adapter ? planTrained(arena, plan.adapterNames.count) : plan.base;
  const module = new WebAssembly.Module(readFileSync(join(root, 'src/runtime/training/kernels.wasm')));
  const kernels =
    kind === 'simd' ? simdKernels(module, arena.size) : plainKernels(new Float32Array(arena.size));
  const pass = new DecoderPass(kernels, plan);
  for (const [name, { offset, rows, columns }] of plan.weights.places)
    for (let i = 0; i < rows * columns; i++)
      kernels.heap[plan.base.values + offset + i] = name.endsWith('gain') ? 1 : 0.05 * Math.sin(i * 12.9898);
  for (let i = 0; i < block.count && adapter; i++)
    kernels.heap[block.values + i] = 0.02 * Math.sin(i * 78.233);
  const ids = Int32Array.from({ length: tokens }, (_, i) => (i * 37) % vocabulary);
  const scored = { positions: ids.map((_, i) => i), targets: ids.map((id) => (id + 1) % vocabulary) };
  const slopes = new Float64Array(tokens).fill(-1 / tokens);
  let t = 0;
  const step = () => {
    kernels.heap.fill(0, block.gradients, block.gradients + block.count);
    pass.runTrunk(ids, batch, length);
    pass.runTop(adapter ? block : null);
    scoreTokens(pass, scored);
    pushTokens(pass, scored, slopes);
    const rule = { t: ++t, rate: 1e-3, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, decay: 0 };
    kernels.adamW(block.values, block.gradients, block.moment1, block.moment2, block.count, rule);
  };
  // The plain kernels are slow and need no more than an order of size.
  if (kind === 'simd') step();
  const times = Array.from({ length: kind === 'simd' ? 5 : 1 }, () => {
    const start = performance.now();
    step();
    return performance.now() - start;
  });
  return median(times);
}

/** The same steps in PyTorch, float32 on one thread; null where there is none. */
function timeTorch() {
  const known = join(homedir(), '.cache/glasslm/venv/bin/python');
  const python = process.env.GLASSLM_PYTHON ?? (existsSync(known) ? known : 'python3');
  try {
    const out = execFileSync(python, [join(root, 'training/fixtures/time_training.py')], {
      input: JSON.stringify(cases),
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    return JSON.parse(out);
  } catch {
    return null;
  }
}

/** Times every case; prints with `say` and gives the numbers. */
export async function benchTraining(say) {
  const { parts, close } = await loadEngine();
  const torch = timeTorch();
  const results = cases.map((shape, i) => {
    const simd = timeEngine(parts, 'simd', shape);
    const plain = timeEngine(parts, 'plain', shape);
    const beside = torch ? `, PyTorch ${torch[i].toFixed(0)} ms (${(simd / torch[i]).toFixed(2)} times)` : '';
    say(
      `Training, ${shape.name}, ${shape.batch} x ${shape.length} tokens: ${simd.toFixed(0)} ms a step with SIMD, ` +
        `${plain.toFixed(0)} ms plain (${(plain / simd).toFixed(1)} times)${beside}.`,
    );
    return { name: shape.name, simd, plain, torch: torch?.[i] ?? null };
  });
  if (!torch) say('PyTorch is not installed here; nothing to compare with.');
  const stages = await timeStages(parts, say);
  await close();
  return { steps: results, stages };
}

if (process.argv[1] === new URL(import.meta.url).pathname) await benchTraining(console.log);

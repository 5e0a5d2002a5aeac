// Functions that npm run bench evaluates inside the page; each stands alone, without anything from outside it.

/**
 * Moves the temperature slider `steps` times and times each from its input event until the frame that shows it has
 * been handed to the compositor. The event comes at the beginning of a frame, where a browser delivers those of a
 * moving hand, so that the time is what the page takes and not what is left of the frame before. Milliseconds.
 */
export async function sliderToPicture({ steps }) {
  const chart = document.querySelector('[data-chart="temperature/next-token"]');
  const slider = document.querySelector('[data-topic="temperature"] input[type="range"]');
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const painted = () =>
    new Promise((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(null);
    });
  const firstValue = () => chart.querySelector('[data-value]')?.getAttribute('data-value');
  const times = [];
  for (let step = 0; step < steps; step++) {
    const share = 0.2 + (0.6 * (step + 1)) / steps;
    const before = firstValue();
    await frame();
    const start = performance.now();
    slider.value = String(Number(slider.min) + share * (Number(slider.max) - Number(slider.min)));
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    await painted();
    while (firstValue() === before && performance.now() - start < 1000) {
      await frame();
      await painted();
    }
    times.push(performance.now() - start);
  }
  return times;
}

/**
 * Scrubs the Transformer's film from its end to its beginning, one stride a frame, as a dragging hand does. `painted`:
 * milliseconds from each frame to the next, at best the screen's own 16.7; `scripts`: what of them the page's code took;
 * `perSecond`: frames drawn in a second, over all of them.
 */
export async function scrubFilm({ steps }) {
  const slider = document.querySelector('[data-topic="transformer-flow"] .stepper input[type="range"]');
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const last = Number(slider.max);
  const times = { painted: [], scripts: [], perSecond: 0 };
  await nextFrame();
  const began = performance.now();
  let before = began;
  for (let step = 0; step < steps; step++) {
    const start = performance.now();
    slider.value = String(Math.round(last * (1 - (step + 1) / steps)));
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    // Svelte draws in a microtask: what is left of the frame after it is the browser's own work.
    await Promise.resolve();
    await Promise.resolve();
    times.scripts.push(performance.now() - start);
    await nextFrame();
    const now = performance.now();
    times.painted.push(now - before);
    before = now;
  }
  times.perSecond = (1000 * steps) / (before - began);
  return times;
}

/**
 * Milliseconds a token of cached greedy decoding: in the app's own worker, and in a bare onnxruntime-web loop over
 * the same file. The rounds take turns, so that a drifting machine meets both.
 */
export async function bareLoop({ tokens, rounds }) {
  const base = new URL('.', location.href).href;
  const workerUrl = performance
    .getEntriesByType('resource')
    .map((entry) => entry.name)
    .find((name) => /modelWorker[^/]*\.js/.test(name));
  const worker = new Worker(workerUrl, { type: 'module' });
  let nextId = 1;
  const waiting = new Map();
  worker.onmessage = ({ data }) => {
    if (data.type === 'answer') waiting.get(data.id)?.resolve(data.value);
    if (data.type === 'failure') waiting.get(data.id)?.reject(new Error(data.detail));
  };
  const call = (request) =>
    new Promise((resolve, reject) => {
      waiting.set(nextId, { resolve, reject });
      worker.postMessage({ type: 'call', id: nextId++, call: request });
    });
  worker.postMessage({ type: 'start', modelsBase: `${base}models/` });
  await call({ kind: 'load', model: 'story' });
  const prompt = (await call({ kind: 'tokenize', model: 'story', text: 'Once upon a time there was a' })).map(
    ({ id }) => id,
  );
  const inApp = async () => {
    const start = performance.now();
    await call({
      kind: 'generate',
      request: {
        model: 'story',
        ids: prompt,
        maxTokens: tokens,
        sampling: { temperature: 0 },
        seed: 1,
        cache: true,
        stopIds: [],
      },
    });
    return (performance.now() - start) / tokens;
  };

  const ort = await import(`${base}bench/ort.wasm.min.mjs`);
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = `${base}bench/`;
  const bytes = new Uint8Array(await (await fetch(`${base}models/story/onnx/model.onnx`)).arrayBuffer());
  const config = await (await fetch(`${base}models/story/config.json`)).json();
  const session = await ort.InferenceSession.create(bytes, {
    extra: { session: { disable_quant_qdq: '1' } },
  });
  const [layers, heads] = [config.num_hidden_layers, config.num_attention_heads];
  const size = config.hidden_size / heads;
  const int64 = (values) => new ort.Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);
  const cacheOutputs = Array.from({ length: layers }, (_, l) => [
    `present.${l}.key`,
    `present.${l}.value`,
  ]).flat();
  const bare = async () => {
    const start = performance.now();
    let ids = prompt;
    let past = cacheOutputs.map(() => new ort.Tensor('float32', new Float32Array(0), [1, heads, 0, size]));
    for (let index = 0, length = 0; index < tokens; index++) {
      const total = length + ids.length;
      const positions = ids.map((_, i) => length + i);
      const angle = (fn) =>
        new ort.Tensor(
          'float32',
          Float32Array.from(
            positions.flatMap((m) =>
              Array.from({ length: size / 2 }, (_, i) => fn(m * 10000 ** ((-2 * i) / size))),
            ),
          ),
          [ids.length, size / 2],
        );
      const bias = new Float32Array(ids.length * total);
      ids.forEach((_, t) => bias.fill(-1e9, t * total + length + t + 1, (t + 1) * total));
      const feeds = {
        input_ids: int64(ids),
        attention_mask: int64(Array(total).fill(1)),
        position_ids: int64(positions),
        head_mask: new ort.Tensor('float32', new Float32Array(layers * heads).fill(1), [layers, heads]),
        attn_bias: new ort.Tensor('float32', bias, [1, 1, ids.length, total]),
        rotary_cos: angle(Math.cos),
        rotary_sin: angle(Math.sin),
      };
      cacheOutputs.forEach((name, i) => (feeds[name.replace('present', 'past_key_values')] = past[i]));
      for (const name of Object.keys(feeds)) if (!session.inputNames.includes(name)) delete feeds[name];
      const result = await session.run(feeds, ['logits', ...cacheOutputs]);
      past = cacheOutputs.map((name) => result[name]);
      const logits = result.logits.data.slice(-config.vocab_size);
      length = total;
      ids = [logits.indexOf(Math.max(...logits))];
    }
    return (performance.now() - start) / tokens;
  };

  const times = { app: [], bare: [] };
  await inApp();
  await bare();
  for (let round = 0; round < rounds; round++) {
    times.app.push(await inApp());
    times.bare.push(await bare());
  }
  worker.terminate();
  return times;
}

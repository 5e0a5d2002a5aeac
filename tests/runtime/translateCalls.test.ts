import { expect, it } from 'vitest';
import { answersCall, isFromWorker, type FromWorker, type WorkerCall } from '../../src/runtime/envelope';
import { fakeJointVocabulary, fakeSeq2Seq, fakeTranslator } from '../../src/runtime/fakeSeq2Seq';
import { modelInfo } from '../../src/runtime/modelInfo';
import { WorkerServer } from '../../src/runtime/workerServer';

const row = {
  name: 'translate',
  kind: 'encoder-decoder',
  parameters: 1,
  window: 64,
  bytes: 9,
  files: [],
  card: '',
};

async function answered(call: WorkerCall) {
  const posted: { message: FromWorker; transfer: Transferable[] }[] = [];
  const { encoder, decoder: session } = fakeSeq2Seq(fakeTranslator);
  const open = { info: fakeTranslator, session, encoder, encode: () => [], texts: fakeJointVocabulary };
  const source = { breathe: () => Promise.resolve(), row: async () => row, open: async () => open };
  const server = new WorkerServer(source, (message, transfer) => posted.push({ message, transfer }));
  server.receive({ type: 'call', id: 1, call });
  const done = () => posted.some(({ message }) => ['answer', 'failure'].includes(message.type));
  while (!done()) await new Promise((resolve) => setImmediate(resolve));
  return posted;
}

it('answers a pass with its tensors, their buffers transferred', async () => {
  const request = { model: 'translate', sourceIds: [5, 1], targetIds: [0], outputs: ['logits', 'enc.input'] };
  const posted = await answered({ kind: 'trace-seq2seq', request });
  const answer = posted.at(-1)!;
  expect(answer.message.type === 'answer' && answersCall('trace-seq2seq', answer.message.value)).toBe(true);
  expect(answer.transfer).toHaveLength(2);
});

it('hands over the tokens of a translation while it runs', async () => {
  const request = { model: 'translate', sourceIds: [5, 1], maxTokens: 3, cache: false, withLogits: true };
  const posted = await answered({ kind: 'translate', request });
  expect(posted.every(({ message }) => isFromWorker(message))).toBe(true);
  expect(posted.map(({ message }) => message.type)).toEqual(['token', 'token', 'token', 'answer']);
  expect(posted[0].transfer).toHaveLength(1);
});

it("reads both stacks' sizes from a Marian config", () => {
  const config = {
    vocab_size: 4367, d_model: 192, encoder_layers: 3, decoder_layers: 3, decoder_attention_heads: 6,
    decoder_start_token_id: 0, eos_token_id: 1,
  }; // prettier-ignore
  expect(modelInfo(row, JSON.stringify(config))).toEqual({
    name: 'translate',
    kind: 'encoder-decoder',
    layers: 3,
    encoderLayers: 3,
    heads: 6,
    headSize: 32,
    width: 192,
    vocabulary: 4367,
    window: 64,
    rotaryBase: 0,
    parameters: 1,
    bytes: 9,
    endOfTextId: 1,
    startId: 0,
  });
  expect(() => modelInfo(row, '{}')).toThrow('"vocab_size"');
});

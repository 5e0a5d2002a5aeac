import { defineTopic } from '../../state/topic';
import { controls } from './controls';
import type { LimitsLabels } from './labels';

const { prompt, ask, unknown, known, fact, filler, question, answer } = controls;
const { carrier, words, told, asked, reply, template, nouns, first, second, one, other } = controls;

export default defineTopic<LimitsLabels, typeof controls>({
  slug: 'strengths-and-limits',
  order: 1,
  path: 11,
  group: 'cannot',
  title: { en: 'Strengths and limits', zh: '长处与短板' },
  teaser: { en: 'one cause, six experiments', zh: '同一个原因，六个实验' },
  question: { en: 'What is it good and bad at?', zh: '它擅长什么，又不擅长什么？' },
  pictureWords: {
    surprise: { en: 'surprise at each token, bits', zh: '每个词元让它多意外（比特）' },
    window: { en: 'window used, tokens', zh: '窗口已用（词元）' },
    cache: { en: 'KV cache of your sentence', zh: '你这句话的 KV 缓存' },
    cost: { en: 'FLOPs a token, 2N, log scale', zh: '每个词元的计算量 2N（对数轴）' },
    here: { en: 'this tab', zh: '本页模型' },
    published: { en: 'GPT-3', zh: 'GPT-3' },
  },
  controls,
  steps: [
    { view: 'write', prompt: prompt.default, T: 0, ask: ask.default },
    { view: 'invent', unknown: unknown.default, known: known.default, drawT: 1, country: '' },
    {
      view: 'window',
      fact: fact.default,
      filler: filler.default,
      question: question.default,
      answer: answer.default,
      window: 112,
      between: 14,
    },
    {
      view: 'cutoff',
      carrier: carrier.default,
      words: words.default,
      told: told.default,
      asked: asked.default,
      reply: reply.default,
    },
    {
      view: 'bias',
      template: template.default,
      nouns: nouns.default,
      first: first.default,
      second: second.default,
      one: one.default,
      other: other.default,
    },
    { view: 'cost', length: 256 },
  ],
  model: 'story',
  load: () => import('./Panel.svelte'),
  text: { en: () => import('./text.en'), zh: () => import('./text.zh') },
});

import { defineTopic } from '../../state/topic';

export default defineTopic({
  slug: 'strengths-and-limits',
  order: 1,
  path: 11,
  group: 'cannot',
  title: { en: 'Strengths and limits', zh: '长处与短板' },
  teaser: { en: 'one cause, five experiments', zh: '同一个原因，五个实验' },
  question: { en: 'What is it good and bad at?', zh: '它擅长什么，又不擅长什么？' },
  pictureWords: {
    surprise: { en: 'surprise at each token, bits', zh: '每个词元让它多意外（比特）' },
    window: { en: 'window used, tokens', zh: '窗口已用（词元）' },
    cache: { en: 'KV cache of your sentence', zh: '你这句话的 KV 缓存' },
    cost: { en: 'FLOPs a token, 2N, log scale', zh: '每个词元的计算量 2N（对数轴）' },
    here: { en: 'this tab', zh: '本页模型' },
    published: { en: 'GPT-3', zh: 'GPT-3' },
  },
  controls: {},
  steps: [],
  model: null,
  text: { en: () => import('./text.en'), zh: () => import('./text.zh') },
});

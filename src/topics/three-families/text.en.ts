import { labels } from './labels.en';
import type { ThreeFamiliesText } from './text';

const text: ThreeFamiliesText = {
  question: 'Encoder, decoder, or both?',
  short:
    'They differ in mask and training objective. In an encoder-only model such as BERT every token sees the whole sentence, and training restores masked tokens: common for classification and retrieval. In a decoder-only model such as GPT a token sees itself and what came before, and training predicts the next one: generation. An encoder-decoder such as T5 reads the source in both directions, then writes causally and looks back through cross-attention: translation, summaries. These are habits of use, not limits of ability.',
  full: [
    'All three are stacks of the same block: attention, feed-forward network, residual connections, normalisation. What separates them is who may see whom. It is written as a mask $M$ added to the scores: $$A=\\mathrm{softmax}\\!\\left(\\frac{QK^\\top}{\\sqrt{d_k}}+M\\right)$$ with $M_{ij}=0$ where position $i$ may look at $j$ and $-\\infty$ where it may not. An encoder has $M=0$ everywhere, padding aside. A decoder has $-\\infty$ wherever $j>i$. An encoder-decoder has the first mask over the source, the second over the target, and an open table from target to source: cross-attention.',
    'With two-way attention, plain next-token prediction would be no task: the answer stands in the input. So the encoder hides something. BERT picks 15 % of the tokens; of these 80 % become [MASK], 10 % a random token, 10 % stay as they are. The loss counts only the picked set $S$ of the damaged text $\\tilde x$: $$L=-\\sum_{i\\in S}\\log p(x_i\\mid\\tilde x)$$ The result is one vector for each token that knows both sides. A small head on top, fine-tuned, then classifies, tags or ranks. BERT and RoBERTa are the known examples. (BERT was also trained on next-sentence prediction; RoBERTa left that out.)',
    'A decoder-only model uses the causal mask and factorises the text, $p(x)=\\prod_i p(x_i\\mid x_{<i})$, with the loss $-\\sum_i\\log p(x_i\\mid x_{<i})$. Every position is scored, and what is trained is what is used: predict, append, predict again. A task is put into words in front, as a prompt. It is the Transformer’s decoder without cross-attention, since there is no encoder to look at. GPT and LLaMA belong here.',
    'An encoder-decoder models $p(y\\mid x)=\\prod_t p(y_t\\mid y_{<t},x)$. The encoder reads the source $x$ in both directions, once. The decoder is causal and autoregressive too; in every layer its queries look up keys and values made from the encoder’s output. The 2017 Transformer was trained on translation pairs. T5 replaces spans of raw text by sentinel tokens and has the decoder write out only what is missing; BART damages the text and has the decoder write the whole of it again.',
    'Stack and mask can be chosen apart. A prefix LM is one stack with a mixed mask: with a prefix of $p$ tokens, position $i$ may see $j$ exactly when $j\\le\\max(i,p)$. Inside the prefix all see all; behind it the mask is causal. So “two-way or causal” is no property of the block, and “decoder-only” alone does not tell the objective.',
    'One test tells them apart: change one word, keep the number of tokens, and see which outputs move. In a decoder nothing before the change can move, by construction; the changed position and those behind it generally do. In an encoder generally all do. In an encoder-decoder a changed source word generally moves every encoder output and, through cross-attention, every decoder output; a changed target word never moves the encoder, and in the decoder only its own place and later ones.',
    'This decides the cost of generation. A causal model never has to redo earlier positions, so their keys and values are kept (KV cache). An encoder-decoder does the same in its decoder and computes the source’s keys and values once. In a two-way encoder an added token generally changes every position from the first layer’s output on, so the later layers’ keys and values cannot be reused exactly. On size: two stacks of $L$ layers have about twice the parameters of one, at about the same compute, since a token goes through only one of them (Raffel et al. 2020).',
    'Which is best depends on objective and use. In T5’s comparison the encoder-decoder with a denoising objective came first. Wang et al. 2022 compared zero-shot results: after unsupervised pretraining alone a causal decoder trained on next tokens was best; after multitask fine-tuning, models that read the input both ways and were pretrained on masked tokens. General chat models are mostly decoder-only today; encoders are still built for retrieval and classification (ModernBERT, 2024).',
  ],
  oftenSaid: [
    {
      said: 'Decoder-only is the decoder part of the Transformer.',
      right:
        'It is the decoder without cross-attention. Two sub-layers are left in each layer: masked self-attention and the feed-forward network.',
    },
    {
      said: 'Encoders understand, decoders generate.',
      right:
        'That is a division of labour, not of ability. GPT-3 answers comprehension questions, decoders are turned into text encoders (LLM2Vec), and models trained on masked tokens can generate by filling in step by step (LLaDA).',
    },
    {
      said: 'Only decoder-only models are autoregressive.',
      right:
        'An encoder-decoder’s decoder is too: causal mask, one token at a time. It differs in the source, which sits in an encoder of its own.',
    },
    {
      said: 'With one-way attention a token sees only the tokens before it.',
      right:
        'It sees itself as well: the diagonal is open. Otherwise the first row would have nothing to attend to.',
    },
  ],
  steps: [
    {
      title: 'One word, three stacks',
      body: '[[words]]One word[[/]] has been exchanged, and each model has read both sentences. The [[rows]]bars[[/]] show how far each output moved. Follow the column of the decoder from the top: up to the edit it reads 0, bit by bit. Then the encoder’s.',
      notes:
        'Let the room say before scrolling which column will have zeros. Read one zero aloud: not small, but equal in every bit. Then have someone drag a word to another place. Usual slip: to think that the decoder’s later rows must all change by construction; they generally do, the earlier ones never.',
    },
    {
      title: 'The last word',
      body: 'Now the last word is another. In the decoder nearly everything stands still; in the encoder the first row moves too, though all the others lie between. This is all that the [[mask]]mask[[/]] does: it says who may be seen. The line under each [[attention]]attention picture[[/]] says how much of a head’s weight lies on later tokens: under the causal mask always 0.',
      notes:
        'Ask what follows for generating: what stands still need not be computed again (KV cache). An encoder would have to compute every row anew for each added token.',
    },
    {
      title: 'The only way across',
      body: 'Cross-attention is shut. The [[source]]source’s outputs[[/]] still move, but in the [[target]]target[[/]] every row is at 0: nothing else leads from one stack to the other. Open it again with the switch, and the target moves without a single one of its tokens having changed.',
      notes:
        'Switch it on and off a few times. Ask where Q, K and V of cross-attention come from: Q from the decoder, K and V from the encoder’s output. Click a target row, then exchange it for its runner-up: the source stays at 0, for the encoder never sees the target.',
    },
    {
      title: 'Between the masks',
      body: 'Same weights, another mask. Drag the prefix from 0 to all: as soon as it takes in the changed word, the rows before that word begin to move. A family is a mask and a training objective, not another kind of layer.',
      notes:
        'Stop where the prefix just reaches the changed word, and step back by one. Say clearly that story was never trained under this mask: which rows can move is exact, its words are not meaningful.',
    },
    {
      title: 'To each its task',
      body: 'Fill a blank, write on, translate. Hide another word, or several: two blanks side by side are guessed each on its own. What the decoder writes depends on the left only; the encoder uses both sides.',
      notes:
        'Hide “ball” and then “red” and “ball”: how do the guesses change? Ask how one could make each model do the others’ tasks (see the follow-up questions).',
    },
    {
      title: 'What training scores',
      body: 'From the same sentence the encoder is scored on 15 % of the tokens (rounded to whole ones), the decoder on all but the first, the pair on the target alone. Change the seed: other words are hidden, and the share stays.',
      notes:
        'The 15 % are a choice, not a law (masking more can pay). The decoder gets more signal from a pass; whether that makes it better per token is a measurement, not an argument: see the page on decoder-only models.',
    },
  ],
  predict: [
    {
      id: 'last-word',
      question:
        'The last word of the input is exchanged for another; the number of tokens stays. Which outputs change in a decoder, and which in an encoder?',
      choices: [
        'All, in both',
        'Decoder: only from that word on; encoder: generally all',
        'Decoder: generally all; encoder: only from that word on',
        'Only from that word on, in both',
      ],
      correct: 1,
      answer:
        'In the decoder nothing before that word: the causal mask hides it from all earlier positions, and only its own and those behind it (a full stop, say) can change. In the encoder generally every position, since each of them attends to the last one.',
    },
    {
      id: 'source-word',
      question:
        'In a translation model, the last word of the source is exchanged. The target tokens fed to the decoder stay the same. Which decoder outputs change?',
      choices: ['None: the decoder is causal', 'Only the last', 'Generally all, the first included'],
      correct: 2,
      answer:
        'Generally all. The decoder’s causal mask applies to target positions only. Every target position, the first included, reads the whole source through cross-attention, and the encoder has mixed the new word into all of its outputs.',
    },
  ],
  followUps: [
    {
      question: 'Can BERT generate text?',
      answer:
        'Yes, but not as directly. It gives each masked position a distribution, separately for each and conditioned on the same damaged text, so filling several masks at once ignores how they fit together. One can fill and re-mask repeatedly: Wang and Cho 2019 did so with BERT in the manner of Gibbs sampling. Masked diffusion models such as LLaDA (2025) train over all masking rates and unmask step by step. The price: several passes over the whole text, a length to fix or plan, no exact reuse of a KV cache, and no likelihood of a sequence in one pass.',
    },
    {
      question: 'How can a decoder-only model translate without an encoder?',
      answer:
        'The source stands in the prompt. Each generated token attends to all source tokens through self-attention, which does the work of cross-attention. The difference is that the source tokens are read causally: a source word’s own vector knows nothing of the words after it, and what they change must be gathered by later positions. One set of weights and one softmax serve source and target alike. For classification the probabilities of the label words are compared, or a head is put on the last token, as in GPT-1, because only that one has seen everything.',
    },
    {
      question: 'How does a prefix LM differ from an encoder-decoder?',
      answer:
        'Both read the input in both directions and write causally. The prefix LM has one stack: the same weights for input and output, one softmax over both, and in each layer a target position reads the source as it stands at that depth. The encoder-decoder has separate weights for the two sides, a separate softmax for cross-attention, and each decoder layer reads the encoder’s final output. In T5’s comparison sharing the weights between encoder and decoder cost only little.',
    },
  ],
  keywords: [
    'bidirectional attention',
    'causal mask',
    'cross-attention',
    'masked language modelling',
    'prefix LM',
  ],
  terms: [
    {
      en: 'encoder-only',
      zh: '仅编码器（encoder-only）',
      meaning: 'One stack with two-way attention; turns text into vectors.',
    },
    {
      en: 'decoder-only',
      zh: '仅解码器（decoder-only）',
      meaning: 'One stack with causal attention and no cross-attention; continues text.',
    },
    {
      en: 'encoder-decoder',
      zh: '编码器-解码器',
      meaning: 'A two-way stack for the source and a causal one for the target, joined by cross-attention.',
    },
    {
      en: 'bidirectional attention',
      zh: '双向注意力',
      meaning: 'Each position may attend to all others, before and after it.',
    },
    {
      en: 'causal mask',
      zh: '因果掩码',
      meaning: 'Lets each position attend to itself and to earlier positions only.',
    },
    {
      en: 'cross-attention',
      zh: '交叉注意力',
      meaning: 'Queries from the decoder, keys and values from the encoder’s output.',
    },
    {
      en: 'masked language modelling (MLM)',
      zh: '掩码语言建模（MLM）',
      meaning: 'Training to restore tokens that were hidden in the input; only those are scored.',
    },
    {
      en: 'span corruption',
      zh: '片段破坏（span corruption）',
      meaning:
        'T5’s objective: spans are replaced by sentinel tokens and the decoder writes the missing spans.',
    },
    {
      en: 'prefix LM',
      zh: '前缀语言模型（prefix LM）',
      meaning: 'One stack whose mask is open inside the prefix and causal behind it.',
    },
    {
      en: 'autoregressive',
      zh: '自回归',
      meaning: 'Producing each token from those already produced, one after another.',
    },
  ],
  sources: [
    {
      label: 'Devlin et al. 2019 (BERT)',
      where: 'section 3.1 (masked language modelling)',
      link: 'https://arxiv.org/abs/1810.04805',
    },
    {
      label: 'Liu et al. 2019 (RoBERTa)',
      where: 'an encoder of BERT’s kind, trained longer',
      link: 'https://arxiv.org/abs/1907.11692',
    },
    {
      label: 'Radford et al. 2018 (GPT-1)',
      where: 'a causal decoder, then fine-tuned',
      link: 'https://cdn.openai.com/research-covers/language-unsupervised/language_understanding_paper.pdf',
    },
    {
      label: 'Brown et al. 2020 (GPT-3)',
      where: 'tasks through the prompt',
      link: 'https://arxiv.org/abs/2005.14165',
    },
    {
      label: 'Touvron et al. 2023 (LLaMA)',
      where: 'a decoder-only family',
      link: 'https://arxiv.org/abs/2302.13971',
    },
    {
      label: 'Vaswani et al. 2017',
      where: 'section 3.2.3 (three uses of attention)',
      link: 'https://arxiv.org/abs/1706.03762',
    },
    {
      label: 'Raffel et al. 2020 (T5)',
      where: 'section 3.2 (architectures and prefix LM)',
      link: 'https://arxiv.org/abs/1910.10683',
    },
    {
      label: 'Lewis et al. 2020 (BART)',
      where: 'denoising the whole text',
      link: 'https://arxiv.org/abs/1910.13461',
    },
    {
      label: 'Wang et al. 2022',
      where: 'architectures and objectives for zero-shot use',
      link: 'https://arxiv.org/abs/2204.05832',
    },
    {
      label: 'Wang, Cho 2019',
      where: 'sampling text from BERT',
      link: 'https://arxiv.org/abs/1902.04094',
    },
    {
      label: 'BehnamGhader et al. 2024 (LLM2Vec)',
      where: 'decoders made into text encoders',
      link: 'https://arxiv.org/abs/2404.05961',
    },
    {
      label: 'Warner et al. 2024 (ModernBERT)',
      where: 'a recent encoder',
      link: 'https://arxiv.org/abs/2412.13663',
    },
    {
      label: 'Nie et al. 2025 (LLaDA)',
      where: 'generation by unmasking',
      link: 'https://arxiv.org/abs/2502.09992',
    },
  ],
  labels,
};

export default text;

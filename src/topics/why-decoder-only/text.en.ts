import labels from './labels.en';
import type { WhyDecoderOnlyText } from './text';

const text: WhyDecoderOnlyText = {
  question: 'Why are most now decoder-only?',
  short:
    'Not because only decoders can generate: an encoder-decoder writes token by token too. A decoder-only model is one stack for prompt and answer. It trains on plain text, and in one pass every position predicts its next token. Any task can be put as text to continue. Earlier tokens never see later ones, so their keys and values can be cached, across tokens and across turns. Whether the architecture is better as such is open; part of it is history.',
  full: [
    'Decoder-only means the decoder of the 2017 Transformer without its cross-attention: masked self-attention and a feed-forward network, layer upon layer. Position $t$ reads positions up to $t$, so the stack models $$p(x_1,\\dots,x_T)=\\prod_{t}p(x_t\\mid x_{<t})$$ An encoder-decoder models its output in the same way, only given a source: $p(y\\mid x)=\\prod_t p(y_t\\mid y_{<t},x)$. Autoregression is therefore not the difference. The difference is whether a second stack reads the input in both directions.',
    'First reason: training signal. The causal mask lets one pass over $T$ tokens score $T-1$ predictions, each made without seeing its answer. BERT chooses 15% of the tokens and is scored on those alone; T5 hides 15% in spans, and its decoder writes only the hidden spans and their markers. So a causal model gets more predictions from each pass. That is an argument about efficiency and no proof of quality: a masked prediction uses both sides, a causal one the left side only, and the two are not worth the same.',
    'Second reason: one interface. Raw text needs no division into source and target. A question, a translation, a summary: each becomes a beginning that is to be continued, and examples can stand in the prompt. GPT-3 solved tasks from such examples without any change of its weights (Brown et al. 2020). T5 put every task into text as well, so the idea is not a decoder’s alone; what decoder-only adds is that input and output need no boundary between them.',
    'Third reason: the cache. In every layer the key and the value of position $s$ depend on tokens up to $s$ only, so they stay right when text is added. With the cache, the step at length $t$ needs one new row of $t$ scores in each head; without it, the whole triangle of $t(t+1)/2$. Over $T$ tokens from an empty start the scores add up to $T(T+1)/2$ against $T(T+1)(T+2)/6$, and the tokens sent through the layers to $T$ against $T(T+1)/2$. At moderate lengths the latter dominate: the total cost falls from about quadratic to about linear.',
    'Encoder-decoders cache too: the decoder’s own keys and values, and those of the source, which are computed once. The gain of decoder-only shows in a conversation. A new turn is appended, and all that was computed before remains valid. If the conversation so far is the input of a bidirectional encoder, a new turn changes the states of the earlier tokens, and the encoder has to run again.',
    'Fourth reason: simplicity, and history. One stack of equal layers and one sequence are easier to parallelise and to serve. Comparisons need care: an encoder and a decoder of $L$ layers each have about the parameters of a $2L$-layer decoder-only model, but about the computing cost of one with $L$ layers, as each token passes through one half (Raffel et al. 2020). The scaling laws of Kaplan et al. (2020) and GPT-3 were decoder-only, and a recipe known to work is an argument of its own. How much of today’s uniformity is such momentum, nobody has measured.',
    'What experiments say is mixed. Wang et al. (2022) compared architectures and objectives at 5 billion parameters. After unsupervised pretraining alone, the causal decoder trained on next tokens had the best zero-shot results. After multitask finetuning, models that see their input in both directions and were pretrained with masking did best. In the comparison of the T5 paper, where models are finetuned, the encoder-decoder with a denoising objective came first. Tay et al. (2022) point out that objective and architecture are two choices which are often mixed up.',
    'Last, the rank argument. A causal attention matrix is triangular with a positive diagonal, so $\\det A=\\prod_t A_{tt}>0$: in exact arithmetic it never loses rank. Su Jianlin proposed this as one reason why causal models do better. It is a conjecture. In floating point the mask does not decide: a head that puts nearly all its weight on the first token has one large singular value, masked or not. A bidirectional matrix is not singular by construction either, since the exponential usually undoes the low rank of $QK^\\top$. And for pure attention, without skip connections, feed-forward layers or normalisation, token outputs collapse towards rank one with depth under a causal mask as well (Dong et al. 2021 without a mask; Wu et al. 2024 with one).',
  ],
  oftenSaid: [
    {
      said: 'Decoders are used because they suit autoregressive generation.',
      right:
        'Encoder-decoders generate autoregressively as well; the first Transformer did, and so does T5. The reasons are a prediction at every position, one interface for all tasks, a cache that survives new turns, and history.',
    },
    {
      said: 'Only decoder-only models can use a KV cache.',
      right:
        'Every causal decoder can, with or without an encoder; an encoder-decoder also keeps the source’s keys and values. What decoder-only keeps in addition is the whole conversation when a turn is added.',
    },
    {
      said: 'BERT learns from 15% of the tokens, so a causal model learns almost seven times as fast.',
      right:
        'It gets almost seven times as many predictions from a pass. They are other predictions, with less context each, so speed of learning does not follow from the count.',
    },
    {
      said: 'Causal attention has full rank, hence decoders are more expressive.',
      right:
        'The first half holds in exact arithmetic, the second is a conjecture. Numerically a causal matrix can be as good as rank one, and the mask does not decide.',
    },
    {
      said: 'Experiments have shown that decoder-only is the best architecture.',
      right:
        'It depends on the stage. In Wang et al. (2022) causal models led after unsupervised pretraining alone, and masked, non-causal ones after multitask finetuning.',
    },
  ],
  steps: [
    {
      title: 'Twice the same text',
      body: 'The model writes the same text twice, [[cached]]with the cache[[/]] and without it. Token for token it is the same; only the work differs. Watch the [[curves]]curves[[/]]: with the cache a token costs about the same all along, without it each one costs more than the last.',
      notes:
        'Both runs start from one prompt and one seed, one after the other, so that they do not share the processor. Point at the line below the texts: how many tokens are identical, and by how much the logits differ, rounding only. The first token reads the prompt in both runs and is left out of the fits. Read the fits as what they are: fitted in this tab, with R². The table underneath has the counts that need no clock. Ask: what would have to be thrown away if an earlier word were changed? (All keys and values from there on.)',
    },
    {
      title: 'A row for each token',
      body: 'A new token adds one row to the [[triangle]]triangle[[/]] and changes none above it: no earlier token may look at it. That is why keys and values can be kept. Turn the [[touch]]cache[[/]] off: everything hatched is computed again, to the same numbers.',
      notes:
        'Drag the rows back and forth: nothing above ever changes. The first rows come from the reader’s own text and are computed in one pass either way. Say what is kept: K and V of each token in each layer, not the weights drawn here; the pale triangle is only shown to make the point. Ask: would this work in an encoder? (Not exactly: there an added token changes every earlier one from the first layer’s output on.) An encoder-decoder caches too, in its decoder, and computes the source’s keys and values once.',
    },
    {
      title: 'What is scored',
      body: 'On this text a decoder is [[signal]]scored[[/]] at every position but the first. An encoder with 15 % masked learns from the few that were chosen; span corruption from the few it hid. Type your own text: the numbers are counted on it.',
      notes:
        'The masks are drawn from a seed; change it and the encoder’s count moves around 15 %, while the decoder’s does not. For the span model both inputs are shown, with sentinels. The last column is fairer than it looks: it divides by everything that runs through a stack. Do not oversell this: a masked prediction sees both sides and a causal one only the left, so one is not worth the other. A curve of loss against tokens for three matched models is missing here until they are trained; say so.',
    },
    {
      title: 'The rank argument',
      body: 'It is often said that causal attention has full rank and is therefore better. In exact arithmetic the first half is true. Here are the singular values of all heads, causal and with the mask off. Move the [[touch]]tolerance[[/]] and see how the [[ranks]]ranks[[/]] follow it.',
      notes:
        'Wait for all heads, then read the two lines with the means aloud, whoever is ahead. Then move the tolerance from 1e-6 to 0.1: the order may change, and that is the lesson. A rank without its tolerance says nothing. The effective rank needs none. Click a column for its singular values. Be clear about the limits: the mask was taken off a causal model, which was never trained that way; that higher rank means more ability is a conjecture.',
    },
    {
      title: 'Several turns',
      body: 'A chat is one growing text. Without reuse, each [[chat]]turn[[/]] reads everything again; with the prefix kept, only what is new. Add a turn of your own and compare the sums.',
      notes:
        'The story model is no chat model; it continues each line. That does not matter for the counting. Follow one turn: tokens to be read, tokens already in the cache, new ones. The last token of a reply is new in the next turn, as it has not been run yet. The sum without reuse grows about quadratically with the number of turns. Ask what a service has to keep between two turns, and for how long; and what happens if the first line is edited. (The prefix is another one; nothing can be reused behind the change.)',
    },
  ],
  predict: [
    {
      id: 'same-text',
      question:
        'One prompt, one seed; the text is generated with the KV cache and again without. Do the texts differ?',
      choices: [
        'Yes, the cache is an approximation',
        'Only when the temperature is above 0',
        'No, apart from rounding',
      ],
      correct: 2,
      answer:
        'No. No earlier token sees a later one, so its keys and values are the same numbers whether they are kept or computed anew. Only the order of floating-point additions can differ, and that can tip a near tie.',
    },
    {
      id: 'scores',
      question:
        'A text has n tokens and the next one is wanted. How many causal scores must a head compute with the cache, and how many without?',
      choices: ['n with, n(n + 1)/2 without', 'n both times', 'n(n + 1)/2 both times'],
      correct: 0,
      answer:
        'With the cache only the newest token’s row is missing: $n$ scores. Without it the whole triangle is computed again, $n(n+1)/2$. Over $T$ tokens that comes to about $T^2/2$ against $T^3/6$.',
    },
  ],
  followUps: [
    {
      question: 'Why not a prefix LM, which reads the prompt in both directions?',
      answer:
        'It is a real alternative: one stack, no mask inside the prefix, causal after it. But each training text must be split, and only the part behind the prefix can be scored by next-token prediction, since inside it the answer is in plain sight. In a chat, if earlier turns belong to the prefix, a new turn changes their states, so the cache no longer holds. For quality: in Wang et al. (2022) models with a non-causal view of the input and masked pretraining were ahead after multitask finetuning, and a trained causal decoder could be converted into a non-causal one efficiently.',
    },
    {
      question: 'Where would you still choose an encoder or an encoder-decoder?',
      answer:
        'An encoder where text is only read: classification, retrieval, embeddings. One pass is enough, every position uses both sides, and small models do well. An encoder-decoder where a fixed input is turned into another sequence, as in translation or in speech recognition (Whisper is one): the input is encoded once, in both directions, and the decoder reads it at every step. Large decoder-only models can do all of these too; then cost, latency and data decide.',
    },
    {
      question: 'What does the KV cache cost, and how is it made smaller?',
      answer:
        'For each token $2\\,L\\,d_{kv}$ numbers: a key and a value of width $d_{kv}$ in each of $L$ layers. In fp16 that is 36,864 bytes for GPT-2 small, 524,288 for Llama-2-7B and 4,718,592 for GPT-3; 4,096 tokens of Llama-2-7B take 2 GiB. Each new token has to read it all, so long texts at small batch sizes are limited by memory bandwidth more than by arithmetic. Multi-query and grouped-query attention let several query heads share one key and value head, which shrinks $d_{kv}$; a sliding window bounds the length; quantisation shrinks each number. All of these can cost some quality.',
    },
  ],
  keywords: ['causal mask', 'next-token prediction', 'KV cache', 'prompting', 'zero-shot'],
  terms: [
    {
      en: 'decoder-only',
      zh: '仅解码器（decoder-only）',
      meaning: 'One stack with a causal mask and no cross-attention; GPT and Llama are examples.',
    },
    {
      en: 'encoder-decoder',
      zh: '编码器-解码器',
      meaning:
        'A stack that reads the source in both directions, and a causal one that writes and reads the first through cross-attention; T5 is an example.',
    },
    {
      en: 'causal mask',
      zh: '因果掩码',
      meaning:
        'Sets the scores of later positions to minus infinity, so that a token reads only itself and what came before.',
    },
    {
      en: 'autoregressive',
      zh: '自回归',
      meaning: 'Each token is predicted from those before it, and the choice is fed back as input.',
    },
    {
      en: 'KV cache',
      zh: '键值缓存（KV cache）',
      meaning:
        'The keys and values of all tokens read so far, kept for every layer so that they are not computed again.',
    },
    {
      en: 'prefix LM',
      zh: '前缀语言模型（prefix LM）',
      meaning: 'One stack whose mask is open within the prompt and causal after it.',
    },
    {
      en: 'span corruption',
      zh: '片段破坏（span corruption）',
      meaning:
        'T5’s training task: stretches of text are replaced by markers, and the decoder writes what was there.',
    },
    {
      en: 'in-context learning',
      zh: '上下文学习（in-context learning）',
      meaning: 'Doing a task from instructions or examples in the prompt, without changing any weight.',
    },
    {
      en: 'numerical rank',
      zh: '数值秩',
      meaning:
        'The number of singular values above a stated tolerance; without the tolerance it means nothing.',
    },
  ],
  sources: [
    {
      label: 'Wang et al. 2022',
      where: 'architectures and objectives compared for zero-shot use',
      link: 'https://arxiv.org/abs/2204.05832',
    },
    {
      label: 'Raffel et al. 2020',
      where: 'T5, sec. 3.2 (architectures at equal cost); span corruption',
      link: 'https://arxiv.org/abs/1910.10683',
    },
    {
      label: 'Brown et al. 2020',
      where: 'GPT-3: tasks from examples in the prompt',
      link: 'https://arxiv.org/abs/2005.14165',
    },
    {
      label: 'Devlin et al. 2019',
      where: 'BERT, sec. 3.1 (15% of the tokens are chosen)',
      link: 'https://arxiv.org/abs/1810.04805',
    },
    {
      label: 'Tay et al. 2022',
      where: 'UL2: objective and architecture held apart',
      link: 'https://arxiv.org/abs/2205.05131',
    },
    {
      label: 'Kaplan et al. 2020',
      where: 'scaling laws of decoder-only models',
      link: 'https://arxiv.org/abs/2001.08361',
    },
    {
      label: 'Su Jianlin 2023',
      where: 'the rank conjecture (in Chinese)',
      link: 'https://kexue.fm/archives/9529',
    },
    {
      label: 'Dong et al. 2021',
      where: 'pure attention loses rank with depth',
      link: 'https://arxiv.org/abs/2103.03404',
    },
    {
      label: 'Wu et al. 2024',
      where: 'collapse under masks, and what LayerNorm changes',
      link: 'https://arxiv.org/abs/2405.18781',
    },
    {
      label: 'Shazeer 2019; Ainslie et al. 2023',
      where: 'multi-query attention (1911.02150); grouped-query attention',
      link: 'https://arxiv.org/abs/2305.13245',
    },
    {
      label: 'Radford et al. 2022',
      where: 'Whisper, an encoder-decoder for speech',
      link: 'https://arxiv.org/abs/2212.04356',
    },
  ],
  labels,
};

export default text;

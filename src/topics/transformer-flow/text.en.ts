import type { TransformerFlowText } from './text';

const text: TransformerFlowText = {
  question: 'From text to the next word, start to finish',
  short:
    'Text is cut into tokens; each becomes a vector, and a position is added. Every encoder layer has two sub-layers: self-attention over all tokens and a feed-forward network, each with a residual connection and layer normalisation. A decoder layer has three: masked self-attention, cross-attention with queries from the decoder and keys and values from the encoder’s output, and the feed-forward network. A linear map and softmax give the next token’s probabilities. One token is chosen, appended, and the decoder runs again.',
  full: [
    'The tokeniser cuts the text into pieces from a fixed vocabulary and gives each its number. That number picks a row of the embedding matrix $E$. Attention alone does not know the order, so a position vector is added: $$x_i=\\sqrt{d}\\,E_{t_i}+p_i$$ This is the form of Vaswani et al. 2017, with sines and cosines for $p_i$ and $d=512$ in the base model. From here on a sentence of $n$ tokens is a matrix $X$ of $n$ rows and $d$ columns.',
    'The first sub-layer of an encoder layer is self-attention. Three learnt matrices map every row to a query, a key and a value: $Q=XW^Q$, $K=XW^K$, $V=XW^V$. Then $$\\mathrm{Attention}(Q,K,V)=\\mathrm{softmax}\\!\\left(\\frac{QK^\\top}{\\sqrt{d_k}}\\right)V$$ Row $i$ of the softmax says how much token $i$ takes from each token’s value; every row sums to 1. The encoder sees the whole sentence, so only padding is hidden. Several heads do this side by side, each with its own smaller matrices (8 heads with $d_k=64$ in the paper). Their results are concatenated and mixed by one more matrix, $W^O$.',
    'The second sub-layer is a feed-forward network. It works on each position by itself, with the same weights everywhere: $$\\mathrm{FFN}(x)=\\max(0,\\,xW_1+b_1)\\,W_2+b_2$$ The base model goes from 512 numbers up to 2,048 and back, so the network holds two thirds of an encoder layer’s matrix weights: $2\\cdot512\\cdot2048$ against $4\\cdot512^2$ for attention. Around each sub-layer stands a residual connection with layer normalisation, $\\mathrm{LayerNorm}(x+\\mathrm{Sublayer}(x))$. The paper stacks six such layers; many later models normalise before the sub-layer instead.',
    'A decoder layer has three sub-layers. First, self-attention over the target written so far, under a causal mask: where $j>i$ the score is set to $-\\infty$ before softmax, so the weight becomes exactly 0. Second, cross-attention. With $Y$ the decoder’s rows and $H$ the encoder’s final output, $$Q=YW^Q,\\quad K=HW^K,\\quad V=HW^V$$ Every decoder layer reads the same $H$ but projects it with its own matrices. For $m$ target and $n$ source tokens the weights form an $m\\times n$ table in each head. Third, the same kind of feed-forward network as in the encoder.',
    'The decoder’s last row goes through a linear map to one number for each vocabulary entry, the logits $z$; the paper shares this matrix with the embeddings. Softmax turns them into probabilities, $p_k=e^{z_k}/\\sum_j e^{z_j}$, for the next token. These depend on the whole source and on every target token so far.',
    'In training the right target $y$ is known. The decoder is fed $y$ shifted right by one place, behind a start symbol (teacher forcing), and one pass scores all $m$ positions: $$L=-\\frac1m\\sum_{i=1}^{m}\\log p(y_i\\mid y_{<i},x)$$ The causal mask is what makes this honest. Without it, position $i$ could read its own answer $y_i$ further along in the input. The paper softens the targets slightly on top of this (label smoothing 0.1).',
    'In generation there is no target. The encoder runs once. The decoder starts from the start symbol, gives a distribution, one token is chosen, the token is appended, and the loop goes on until an end symbol or a length limit. Choosing is a separate rule: greedy, beam search (the paper’s translations used a beam of 4) or sampling. Keys and values already computed are kept, so each step computes one new row in each decoder layer.',
    'GPT-style language models keep one stack: masked self-attention and feed-forward network, without encoder and cross-attention. The prompt and the answer are one sequence, and the loop is the same.',
  ],
  oftenSaid: [
    {
      said: 'Each sub-layer contains attention and a feed-forward network.',
      right:
        'Each layer contains them, as its sub-layers: two in an encoder layer, three in a decoder layer. The residual connection and the normalisation go with each sub-layer.',
    },
    {
      said: 'The residual connection is followed by regularisation.',
      right:
        'By normalisation: LayerNorm shifts and scales the features of one token to mean 0 and variance 1, then applies a learnt gain and offset. The regularisers are dropout and label smoothing.',
    },
    {
      said: 'In cross-attention the decoder uses its own K and V.',
      right:
        'Only Q comes from the decoder. K and V are the encoder’s final output, projected by matrices that belong to each decoder layer.',
    },
    {
      said: 'The mask is there to imitate real use and to learn better.',
      right:
        'It lets training score all positions in one pass while none sees its answer. That also makes the training condition match generation, where later tokens do not exist yet.',
    },
    {
      said: 'The output is the most probable token.',
      right:
        'That is greedy decoding. Sampling may pick another token, and beam search compares sequences, not single tokens.',
    },
  ],
  steps: [],
  predict: [
    {
      id: 'mask-off',
      question:
        'The decoder is generating. You take the causal mask off one self-attention layer and leave its inputs as they are. What happens to the newest row of its output?',
      choices: ['It changes: it now sees the future', 'It stays the same', 'It becomes uniform'],
      correct: 1,
      answer:
        'It stays the same. The newest token is the last one, so the mask removes nothing from its row. Earlier rows do change if they are computed again, and the newest row of the next layer would then read those changed rows.',
    },
    {
      id: 'cross-shape',
      question:
        'The source has 7 tokens and the decoder has 3 so far. What shape has the weight table of one cross-attention head?',
      choices: ['7 rows, 7 columns', '3 rows, 3 columns', '3 rows, 7 columns', '7 rows, 3 columns'],
      correct: 2,
      answer:
        '3 rows, 7 columns. Queries come from the 3 decoder positions, keys from the 7 encoder positions. Each row sums to 1 over the source; columns need not sum to anything.',
    },
  ],
  followUps: [
    {
      question: 'Why divide by the square root of the key dimension?',
      answer:
        'Suppose the components of $q$ and $k$ are independent with mean 0 and variance 1. Then $q\\cdot k=\\sum_{r=1}^{d_k}q_rk_r$ has variance $d_k$: at $d_k=64$ its standard deviation is 8. Scores that far apart push softmax close to one-hot, and its derivative $\\partial a_i/\\partial s_j=a_i(\\delta_{ij}-a_j)$ goes to 0, so little can be learnt through it. Dividing by $\\sqrt{d_k}$ brings the variance back to 1. The assumption fits the start of training at best; trained queries and keys are not independent.',
    },
    {
      question: 'Post-norm or pre-norm: what is the difference?',
      answer:
        'Post-norm, as in 2017, is $x\\leftarrow\\mathrm{LN}(x+F(x))$; pre-norm is $x\\leftarrow x+F(\\mathrm{LN}(x))$ with one more normalisation at the very end. In pre-norm the residual path runs from the embedding to the top without a normalisation on it. Xiong et al. 2020 show that post-norm has large gradients near the output at initialisation, which is why it needs learning-rate warm-up, and that pre-norm can be trained without. This speaks about stability early in training; it does not prove that pre-norm ends up better. LLaMA, for one, uses pre-norm with RMSNorm, which drops the subtraction of the mean.',
    },
    {
      question: 'Training is parallel over positions. Why is generation not, and is the mask still needed?',
      answer:
        'In training all target tokens are given, so every row can be computed at once. In generation token $i+1$ depends on which token $i$ was chosen, so the steps follow one another. With a KV cache each step computes one new row, which has no future, and the mask hides nothing. It is needed as soon as several positions are computed together: a long prompt, or a recomputation without a cache. Otherwise the earlier rows would take in later tokens, unlike anything seen in training, and the next layer would read them.',
    },
  ],
  keywords: ['encoder-decoder', 'self-attention', 'cross-attention', 'causal mask', 'Add & Norm'],
  terms: [
    {
      en: 'token',
      zh: '词元（token）',
      meaning: 'A piece of text from a fixed vocabulary: a word, a part of one, a character or a byte.',
    },
    {
      en: 'embedding',
      zh: '词嵌入',
      meaning: 'The learnt vector that stands for a token; one row of the embedding matrix.',
    },
    {
      en: 'positional encoding',
      zh: '位置编码',
      meaning:
        'What tells the model where a token stands; in the 2017 paper a vector added to the embedding.',
    },
    {
      en: 'scaled dot-product attention',
      zh: '缩放点积注意力',
      meaning: 'Softmax of queries times keys over the square root of the key dimension, times the values.',
    },
    {
      en: 'causal mask',
      zh: '因果掩码',
      meaning: 'Sets the scores of later positions to minus infinity, so that their weights are 0.',
    },
    {
      en: 'cross-attention',
      zh: '交叉注意力',
      meaning: 'Attention with queries from the decoder, keys and values from the encoder’s output.',
    },
    {
      en: 'residual connection',
      zh: '残差连接',
      meaning: 'Adds a sub-layer’s input to its output, so the sub-layer only learns a change.',
    },
    {
      en: 'layer normalisation',
      zh: '层归一化（LayerNorm）',
      meaning:
        'Brings the features of one token to mean 0 and variance 1, then applies a learnt gain and offset.',
    },
    {
      en: 'feed-forward network',
      zh: '前馈网络（FFN）',
      meaning: 'Two linear maps with a non-linearity between them, applied to each position separately.',
    },
    {
      en: 'teacher forcing',
      zh: '教师强制',
      meaning: 'Feeding the decoder the right earlier tokens in training, whatever it would have chosen.',
    },
  ],
  sources: [
    {
      label: 'Vaswani et al. 2017',
      where: 'section 3 (architecture), eq. 1 (attention)',
      link: 'https://arxiv.org/abs/1706.03762',
    },
    {
      label: 'Ba, Kiros, Hinton 2016',
      where: 'layer normalisation',
      link: 'https://arxiv.org/abs/1607.06450',
    },
    {
      label: 'Xiong et al. 2020',
      where: 'pre-norm against post-norm',
      link: 'https://arxiv.org/abs/2002.04745',
    },
    {
      label: 'Radford et al. 2018',
      where: 'GPT: the decoder without cross-attention',
      link: 'https://cdn.openai.com/research-covers/language-unsupervised/language_understanding_paper.pdf',
    },
    {
      label: 'Zhang, Sennrich 2019',
      where: 'RMSNorm',
      link: 'https://arxiv.org/abs/1910.07467',
    },
    {
      label: 'Touvron et al. 2023 (LLaMA)',
      where: 'a decoder with pre-norm and RMSNorm',
      link: 'https://arxiv.org/abs/2302.13971',
    },
  ],
  labels: {},
};

export default text;

import type { PositionText } from './text';

const text: PositionText = {
  question: 'Why does it need positions?',
  short:
    'Attention is a weighted sum over a set: the weights come from what the tokens are, not from where they stand. Without positions and without a mask, shuffling the words only shuffles the outputs. Word order carries meaning, so it is put in: added to the embeddings (sinusoidal or learned), as a bias on the scores (ALiBi), or by rotating queries and keys (RoPE). A causal mask alone lets the order of earlier words through, but only from the second layer on.',
  full: [
    'The output of attention at position $t$ is $o_t=\\sum_s a_{ts}v_s$ with $a_{ts}\\propto\\exp(q_t\\cdot k_s/\\sqrt d)$. The numbers $t$ and $s$ occur as names only; what counts is the content of the vectors. In matrices, with softmax taken row by row: $$\\mathrm{Attn}(X)=\\mathrm{softmax}\\!\\Big(\\frac{XW_Q(XW_K)^\\top}{\\sqrt d}\\Big)XW_V$$ Let a permutation matrix $P$ reorder the words. The scores $S$ become $PSP^\\top$, softmax moves along, and $P^\\top P=I$ cancels in front of the values: $\\mathrm{Attn}(PX)=P\\,\\mathrm{Attn}(X)$. Feed-forward layers, norms and residuals treat each position by itself. So the whole stack without a mask is permutation-equivariant: the outputs move with the tokens.',
    'What that means: in “dog bites man” and “man bites dog” each word gets exactly the same vector, only in another place. Any average over the words is identical. A word that occurs twice gets the same vector both times. It does not mean that all weights are equal: they still depend on the words.',
    'The first remedy gives each position a vector and adds it to the embedding, $x_t+p_t$. The sinusoidal one is fixed: $$p_{t,2i}=\\sin(\\omega_i t),\\quad p_{t,2i+1}=\\cos(\\omega_i t),\\quad \\omega_i=10000^{-2i/d}$$ where $d$ is here the model’s width. Then $p_t\\cdot p_s=\\sum_i\\cos\\omega_i(t-s)$ depends on the distance alone, and $p_{t+k}$ comes from $p_t$ by a rotation that is the same for every $t$. The learned one is a table with a row for each position: 512 in BERT, 1,024 in GPT-2. Vaswani et al. (2017) found hardly any difference between the two.',
    'The second remedy works inside attention, on distances. Shaw et al. (2018) add a learned vector for each clipped distance to the keys and values. T5 adds a learned number for each head and range of distances to the score. ALiBi adds a fixed penalty: $$\\frac{q_t\\cdot k_s}{\\sqrt d}-m_h\\,(t-s),\\qquad m_h=2^{-8h/H},\\quad s\\le t$$ for heads $h=1,\\dots,H$ with $H$ a power of two; eight heads have slopes from $1/2$ to $1/256$. The penalty is not divided by $\\sqrt d$. RoPE rotates queries and keys by angles proportional to their positions, so that for given vectors the dot product depends on $t-s$ only; Llama uses it.',
    'A causal mask changes the picture, since position $t$ now sees a different set from position $t+1$. In the first layer the output at $t$ depends on its own token and on which tokens stand up to $t$, but not on how the earlier ones are arranged. So one causal layer without positions, read at the last word, ignores the order of the words before it. In the second layer it reads vectors that were made from the first $s$ tokens each; rearranged words make other vectors, and the order shows.',
    'Models can use this. Haviv et al. (2022) trained causal language models without any position encoding; they came close to those with one, and positions could be read out of their layers. Kazemnejad et al. (2023) prove that such a model can represent absolute and relative positions, and found it best at longer inputs than in training, in small models on reasoning and arithmetic tasks. That is a result about these tasks, and no proof that large models can do without.',
    'Longer texts than in training are the hard case. A learned table has no rows there. Sinusoids have values everywhere, and their authors hoped that the model would extrapolate; Press et al. (2022) measured that its perplexity soon rises. Plain RoPE does not carry far either, without interpolation or a changed base. ALiBi does better: 1.3 billion parameters trained at 1,024 tokens reached, at 2,048, the perplexity of a sinusoidal model trained at 2,048. But a low perplexity does not show that far words are used: at slope $1/2$, twenty tokens of distance multiply a weight by $e^{-10}\\approx0.00005$ before normalisation.',
  ],
  oftenSaid: [
    {
      said: 'Without position encoding every attention value comes out the same.',
      right:
        'The weights still depend on the words. What stays the same is the weight between two given words, wherever they stand (without a mask): the outputs move with the words.',
    },
    {
      said: 'Attention without positions is permutation-invariant.',
      right:
        'It is equivariant: reordered inputs give reordered outputs. Invariant is only what is pooled from them, such as their mean.',
    },
    {
      said: 'A decoder needs no positions, for the causal mask gives the order.',
      right:
        'Half true. One causal layer is blind to the order of earlier words; from two layers on it leaks through. Such models can be trained and are competitive in some studies, yet large models as a rule encode positions explicitly.',
    },
    {
      said: 'Position encodings are vectors added to the word embeddings.',
      right:
        'Sinusoidal and learned ones are. Shaw’s, T5’s, ALiBi and RoPE act inside each attention layer and leave the embeddings alone.',
    },
    {
      said: 'The sine formula has a value at every position, so it extrapolates to any length.',
      right:
        'A value is not enough. The weights have never been trained with it, and measured perplexity rises soon after the trained length.',
    },
  ],
  steps: [
    {
      title: 'Outputs follow their words',
      body: 'A model trained without positions, its mask off. Two words have changed places. [[same]]Every line is blue[[/]]: each word has kept its output vector and only carried it to another place. Drag [[words]]any word[[/]].',
      notes:
        'Ask for a guess before you drag. The numbers are about 1e-7: the sums run in another order in float32, nothing more. A common slip: “all outputs are the same”. No: each word has its own; they move along. “the” stands there twice and has one and the same vector both times.',
    },
    {
      title: 'Positions pin the words down',
      body: 'The same words through the rotary model, mask still off. Now [[changed]]the lines turn orange[[/]]: an output depends on where its word stands. Switch “positions on” off and they are blue again.',
      notes:
        'Try all five models. The line under the switches says what is being switched off: rows become zeros, slopes vanish, rotation stops. The model was not trained for that; the point here is only what depends on order.',
    },
    {
      title: 'One masked layer is blind, two are not',
      body: 'No positions, but the causal mask is on, and all words but the last are reversed. Look at the last column of [[layers]]the picture[[/]]: after one layer the difference is rounding; after two it is real.',
      notes:
        'The last word sees all the others. In layer 1 it sums over a set. In layer 2 it reads vectors that were each made from what stood before them, and those have changed. So the mask alone lets order through, from the second layer on.',
    },
    {
      title: 'A vector for each place',
      body: 'The oldest remedy: add [[matrix]]a row of sines and cosines[[/]] to each embedding. The [[products]]dot product of two rows[[/]] depends on their distance alone: move the place and the curve keeps its shape. Then choose “learned” and “ALiBi”.',
      notes:
        'Fast columns left, slow ones right. In the learned model the rows are read from the model itself. ALiBi adds nothing to the embeddings: it lowers the scores, by four slopes for four heads.',
    },
    {
      title: 'Does it matter in training?',
      body: 'Five models, alike in data, order of data, seed, steps and size. [[curves]]Their losses[[/]] are drawn together. The order-blind one shows what a model loses that cannot see how earlier words are arranged; the one without positions does better than that if it uses order through its mask.',
      notes:
        'Read the sentence under the table: it is computed from the record. The last column is the direct test: shuffle what came before the last word and see what it costs. These are tiny models with few tokens: they show that order is used, not which method is best at scale.',
    },
    {
      title: 'Longer than in training',
      body: 'Trained on 128 tokens, read at up to 512. [[beyond]]Above, the record[[/]]; below, one text is read live by all five. A learned table has no rows there at all. Having values at every position is not the same as having been trained with them.',
      notes:
        'Compare “past 128” with “64–128” in the record. On one text the noise is large. Paste a long English text of your own and choose “your text”. What stretches rotary positions further is on the page on rotary positions.',
    },
  ],
  predict: [
    {
      id: 'one-layer',
      question:
        'One causal layer, no positions. The earlier words are shuffled, the last one stays. Does the prediction after it change?',
      choices: [
        'Yes',
        'No, and with two layers it does not either',
        'No, but with two layers it does, in general',
      ],
      correct: 2,
      answer:
        'With one layer the last word’s query meets the same set of keys and values, and a sum does not see order. With two layers the earlier vectors have each been made from what stood before them, so they change, and in general the prediction with them.',
    },
    {
      id: 'swap',
      question: 'No positions and no mask. Two words of a sentence change places. What do the outputs do?',
      choices: ['Nothing changes at all', 'Those two change places, the rest stay', 'All of them change'],
      correct: 1,
      answer:
        'The outputs follow their words: $f(PX)=P\\,f(X)$, here with $P$ swapping two rows. Each word keeps its vector, and nobody else’s changes; on a computer this holds up to rounding.',
    },
  ],
  followUps: [
    {
      question: 'Why sines and cosines? Why not simply the number t?',
      answer:
        'The number $t$ grows without bound and would drown the embedding; divided by the length, one step would mean something else in every text. A pair $(\\sin\\omega t,\\cos\\omega t)$ stays bounded, and moving by $k$ is a rotation by $\\omega k$: $\\sin\\omega(t+k)=\\sin\\omega t\\cos\\omega k+\\cos\\omega t\\sin\\omega k$, and likewise for the cosine. So a linear map can express “k further on”, which is the reason Vaswani et al. (2017) give. Many frequencies are needed, fast ones for neighbours and slow ones for far distances; the wavelengths run from $2\\pi$ towards $10000\\cdot2\\pi$. The dot product of two encodings is symmetric in the distance; telling before from after is left to the learned projections.',
    },
    {
      question: 'Why are they added and not concatenated?',
      answer:
        'After concatenation the next linear map computes $W_1x+W_2p$; after addition it computes $W(x+p)=Wx+Wp$. Addition is thus the case $W_1=W_2$, which saves width and parameters. In a wide model, training can still keep content and position in nearly separate directions. In the score, $(x_t+p_t)W_QW_K^\\top(x_s+p_s)^\\top$ has four terms: content with content, content with position both ways, and position with position. Relative methods and RoPE avoid the question, since nothing is added to the embedding.',
    },
    {
      question: 'How can a causal model without position encoding know where it is?',
      answer:
        'By counting. Suppose every text begins with a start token, and a head spreads its weight evenly. If its value is 1 for the start token and 0 for all others, its output at position $t$ (the start token being the first) is exactly $1/t$. That is an absolute position after one layer; later layers can compare such numbers and so get distances. Kazemnejad et al. (2023) prove it along such lines. It does not contradict the blindness of one layer: the count tells how many tokens came before, not in which order. What trained models really do is another matter; Haviv et al. (2022) only conjecture that they count.',
    },
  ],
  keywords: ['permutation-equivariant', 'sinusoidal', 'ALiBi', 'RoPE', 'NoPE'],
  terms: [
    {
      en: 'position encoding',
      zh: '位置编码',
      meaning: 'Any way of letting a Transformer know where its tokens stand.',
    },
    {
      en: 'permutation-equivariant',
      zh: '置换等变',
      meaning: 'Reordered inputs give the same outputs in the new order: f(PX) = P f(X).',
    },
    {
      en: 'permutation-invariant',
      zh: '置换不变',
      meaning: 'Reordered inputs give one and the same result: f(PX) = f(X), as for a mean.',
    },
    {
      en: 'sinusoidal encoding',
      zh: '正弦位置编码',
      meaning: 'Fixed vectors of sines and cosines of many frequencies, added to the embeddings.',
    },
    {
      en: 'learned position embedding',
      zh: '可学习位置嵌入',
      meaning: 'A trained table with one vector for each position; beyond its last row there is nothing.',
    },
    {
      en: 'relative position',
      zh: '相对位置',
      meaning: 'The distance t − s between query and key, in place of the two positions themselves.',
    },
    {
      en: 'ALiBi',
      zh: '线性偏置注意力（ALiBi）',
      meaning:
        'Subtracts slope times distance from each score; the slope differs from head to head and is not learned.',
    },
    {
      en: 'rotary position embedding (RoPE)',
      zh: '旋转位置编码（RoPE）',
      meaning:
        'Rotates queries and keys by angles proportional to their positions, in every attention layer.',
    },
    {
      en: 'NoPE',
      zh: '无位置编码（NoPE）',
      meaning:
        'A causal model without any explicit position encoding; order reaches it through the mask alone.',
    },
    {
      en: 'length extrapolation',
      zh: '长度外推',
      meaning: 'Working on texts longer than any in training.',
    },
  ],
  sources: [
    {
      label: 'Vaswani et al. 2017',
      where: 'sec. 3.5 (sinusoidal and learned positions)',
      link: 'https://arxiv.org/abs/1706.03762',
    },
    {
      label: 'Shaw et al. 2018',
      where: 'learned relative positions in attention',
      link: 'https://arxiv.org/abs/1803.02155',
    },
    {
      label: 'Raffel et al. 2020',
      where: 'T5: learned biases by distance',
      link: 'https://arxiv.org/abs/1910.10683',
    },
    {
      label: 'Press et al. 2022',
      where: 'ALiBi, sec. 3; how other encodings extrapolate',
      link: 'https://arxiv.org/abs/2108.12409',
    },
    {
      label: 'Su et al. 2021',
      where: 'RoFormer: rotary positions',
      link: 'https://arxiv.org/abs/2104.09864',
    },
    {
      label: 'Haviv et al. 2022',
      where: 'causal models without position encoding',
      link: 'https://arxiv.org/abs/2203.16634',
    },
    {
      label: 'Kazemnejad et al. 2023',
      where: 'position encodings and longer inputs; what NoPE can represent',
      link: 'https://arxiv.org/abs/2305.19466',
    },
    {
      label: 'Touvron et al. 2023',
      where: 'Llama, which uses RoPE',
      link: 'https://arxiv.org/abs/2302.13971',
    },
  ],
  labels: {
    waiting: 'The numbers come with the model.',
    storedNote: 'This is a stored run of the default words; the live model takes over when it is here.',
    englishModelNote: 'These five models know English only; other letters reach them as single bytes.',
    leftOut: 'The first {n} words are laid out here; {left} more are left out of this comparison.',
    settings: '{model}, positions {positions}, mask {mask}, layer {layer}',
    on: 'on',
    off: 'off',
    viewsGroup: 'What is shown',
    views: {
      order: 'Move the words',
      layers: 'Layer by layer',
      added: 'What is added',
      curves: 'Loss in training',
      beyond: 'Past the trained length',
    },
    kinds: {
      none: 'none',
      sinusoidal: 'sinusoidal',
      learned: 'learned',
      alibi: 'ALiBi',
      rope: 'rotary',
    },
    switches: {
      model: 'Positions of the model',
      positions: 'positions on',
      mask: 'causal mask on',
      layer: 'outputs after layer',
      about: {
        none: 'Trained without positions: there is nothing to switch off but the mask.',
        sinusoidal: 'A fixed row of sines and cosines is added to each embedding.',
        learned: 'A trained row for each of 128 places is added to each embedding.',
        alibi:
          'Each score loses its head’s slope times the distance. Without the mask, distance counts both ways.',
        rope: 'Queries and keys are rotated by angles proportional to their places, in every layer.',
      },
      off: {
        none: 'Trained without positions: there is nothing to switch off but the mask.',
        sinusoidal: 'Switched off: rows of zeros are added. The model was not trained for that.',
        learned: 'Switched off: rows of zeros are added. The model was not trained for that.',
        alibi: 'Switched off: no slope on any score. The model was not trained for that.',
        rope: 'Switched off: nothing is rotated (cosine 1, sine 0). The model was not trained for that.',
      },
    },
    order: {
      title: 'The same words in another order',
      hint: 'drag a word, or focus it and use the up and down keys',
      written: 'as written',
      moved: 'new order',
      difference: 'how far its output moved',
      table: 'word by word',
      handle: '{word}, place {at} of 0 to {n}; up and down keys move it',
      same: '=',
      asWritten: 'As written',
      reverse: 'Reverse all but the last',
      verdict: '{equal} of {n} words keep their output after layer {layer}.',
      nothingMoved: 'Nothing has moved: both runs are the same run.',
      caption:
        'Each word is matched with itself. The number is |a − b| / |a| for its output vectors in the two runs: 0 is equal, 1 is as far apart as the vector is long. Below 0.00001 only the order of float32 sums differs.',
    },
    layers: {
      title: 'Difference by layer and word',
      hint: 'columns as written; each cell compares the word with itself in the new order',
      embedding: 'input',
      layer: 'layer {n}',
      chart: 'Difference of each word’s vectors in the two orders, after {rows} stages, for {n} words',
      exactly: 'exactly equal',
      oneBlind: 'At “{word}”, which stayed last: {one} after one layer, rounding only; {two} after two.',
      allBlind:
        'At “{word}”, which stayed last: {one} after one layer, {two} after two; order does not reach it.',
      noneBlind: 'At “{word}”, which stayed last: {one} after one layer already, {two} after two.',
      lastMoved: 'Leave the last word in place and move the others: then look at the last column.',
      caption:
        'Under a causal mask the last word sees all the others. Without positions its first layer sees them as a set. The darker the cell, the larger the difference, on a logarithmic scale from 0.0000001 to 1; hatched cells are equal to the last bit.',
    },
    added: {
      title: 'What tells this model its places',
      hints: {
        none: 'nothing does',
        sinusoidal: 'rows of sines and cosines, fixed',
        learned: 'rows read from this model, trained',
        alibi: 'a penalty on every score',
        rope: 'a rotation of queries and keys',
      },
      matrix: 'Position rows, {rows} places by {cols} dimensions',
      matrixHint:
        'A row a place, a column a dimension; {C} dimensions. The sinusoidal values are the paper’s; this model adds them divided by the square root of its width.',
      at: 'compare place',
      products: 'Dot product of every row with row {at}, which gives {own} with itself',
      place: 'place',
      product: 'dot product',
      sinusoidalCaption:
        'Move the place: the curve moves along and keeps its shape, for the dot product depends on the distance alone.',
      learnedCaption:
        'Move the place: nothing forces a learned curve to keep its shape. What order it has, it found in the data.',
      head: 'head {n}, {m}',
      slopes: 'Penalty by distance for {n} heads: straight lines of four slopes',
      distance: 'distance in tokens',
      penalty: 'added to the score',
      factors: 'Factor on the weight before normalisation, by distance',
      factor: 'factor e^(−m·distance)',
      alibiCaption:
        'The steepest head can hardly look past a few tokens, the flattest almost everywhere. The slopes are not learned.',
      turns: 'Cosine of the angle between query and key for four of {n} pairs, by distance',
      pair: 'pair {n}',
      cosine: 'cosine of the angle',
      ropeCaption:
        'Each pair of dimensions turns at a speed of its own; the score sums over all of them. The page on rotary positions takes this apart.',
      noneCaption:
        'Nothing is added to the embeddings, nothing to the scores, and nothing is rotated. Choose another model above.',
    },
    curves: {
      title: 'Five models, alike in everything but positions',
      hint: '{parameters} M parameters, {tokens} M tokens, the same texts in the same order',
      orderBlind: 'order-blind',
      chart: 'Held-out loss while training, {n} models',
      tokens: 'tokens read',
      bits: 'bits per byte',
      table: 'model',
      final: 'held-out loss at the end, bits per byte',
      inOrder: 'bits for a token after 64 in order',
      rise: 'more when the 63 before the last are shuffled',
      range: '({least}–{most}, {n} seeds)',
      better:
        'The model without positions reaches {x}, the order-blind one {y}; shuffling costs the former {rise} bits. It uses order, through its mask alone.',
      notBetter:
        'The model without positions reaches {x}, the order-blind one {y}; shuffling costs the former {rise} bits. At this size that does not show clearly that it uses order.',
      caption:
        '“Order-blind” is a matched model of one causal layer without positions, as large as the others: it cannot tell how the words before the last are arranged. ± is the standard error of the mean over the texts. Small differences between the others may be chance: one run each unless a range is given.',
      noRecord: 'The record of these runs could not be fetched.',
    },
    beyond: {
      title: 'Loss by position, from the record',
      hint: 'mean over {windows} stretches of held-out stories, in bins of 16 places',
      noRecord: 'the record of these runs could not be fetched',
      chart: 'Bits a token by position, up to four times the {window} tokens of training',
      x: 'position',
      y: 'bits a token',
      window: 'trained to {window}',
      live: 'The same on one text, live',
      liveHint: 'each point a mean of {n} tokens',
      text: 'Text',
      texts: { first: 'first sample', second: 'second sample', own: 'your text' },
      measure: 'Read it',
      stop: 'Stop',
      done: 'Read',
      progress: 'reading: {model}',
      failed: '{model} could not be opened',
      read: '{n} tokens read',
      tooShort:
        'This text is no longer than the trained {window} tokens: paste a longer one into the field above.',
      liveChart: 'Bits a token along this text, {n} models',
      table: 'model',
      recorded: 'record',
      here: 'this text, live',
      inside: '64–128',
      liveInside: 'to 128',
      outside: 'past 128',
      noRows: 'no rows',
      finding: 'Past 128 against 64–128, bits a token: {list}.',
      separator: ', ',
      caption:
        'Bits a token; lower is better. The samples were written by this site’s story model. A learned table has no row past 128, so there is no number. On one text the noise is large: compare the models with each other, not the places.',
    },
    next: {
      title: 'After the last word',
      chart: 'The {n} likeliest next tokens as written, and their probability in the new order',
      before: 'as written',
      after: 'new order',
      caption: 'What the model expects next. The ticks are the text as written.',
      unmasked:
        'With the mask off the model reads what it was never trained to see; its guess shows only what changes.',
    },
    predict: {
      title: 'Before you look',
      choose: 'Predict',
      count: '{at} of {n}',
      previous: 'Previous question',
      next: 'Next question',
      swapped: 'Largest difference of any entry: {x}.',
      layers: 'At the last word: {one} after one layer, {two} after two.',
      running: 'Running it.',
    },
  },
};

export default text;

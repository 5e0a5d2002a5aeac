import type { RopeText } from './text';

const text: RopeText = {
  question: 'What is rotary position embedding?',
  short:
    'Attention compares a query with keys, and a bare dot product does not know where the words stand. Rotary position embedding (RoPE) turns both vectors first. Each pair of dimensions is the hand of a [[clocks]]clock[[/]]: at position m it turns by m times its own speed. Turning keeps every length, and [[dot]]q·k[[/]] then depends on the two words and on m − n alone.',
  full: [
    'In every attention layer, after the projections, q and k are cut into D/2 pairs of dimensions. Pair $i$ is turned by the angle $m\\theta_i$, with $\\theta_i=b^{-2i/D}$ and base $b=10{,}000$: $$\\begin{pmatrix}x_a\\\\x_b\\end{pmatrix}\\mapsto\\begin{pmatrix}\\cos m\\theta_i&-\\sin m\\theta_i\\\\\\sin m\\theta_i&\\cos m\\theta_i\\end{pmatrix}\\begin{pmatrix}x_a\\\\x_b\\end{pmatrix}$$ The values v and the stream of embeddings are left alone, and nothing about it is learned.',
    'A rotation is orthogonal, so $|R_mq|=|q|$. Two rotations combine into one by their difference, so $(R_mq)\\cdot(R_nk)=q\\cdot R_{n-m}k$. Each vector is turned by its absolute position; what reaches the score is only the distance. That is why one may cache a turned key and use it for every later query.',
    'The speeds form a [[spectrum]]spectrum[[/]]. The first pair turns one radian a token and tells neighbours apart; the last needs tens of thousands of tokens for one turn and barely notices a sentence. Pairs whose full turn is longer than the trained window have never shown the model all of their angles.',
    'That is the reason why plain RoPE does not carry on well past the trained length: the slow pairs reach angles, and the scores distances, that training never produced. Position interpolation divides all positions by a stretch s, so that no angle is new, but neighbours move closer together too, and a little fine-tuning is needed. NTK-aware scaling raises the base instead: the fastest pair keeps its speed, the slowest is slowed by s. YaRN decides pair by pair and multiplies cos and sin by $0.1\\ln s+1$, which sharpens the attention a little.',
    'Two conventions exist for which dimensions form a pair. This model, like Llama and GPT-NeoX in their common code, joins $i$ with $i+D/2$ (half-split); the paper joins $2i$ with $2i+1$ (interleaved). They differ by a reordering of dimensions only, but weights trained with one are useless with the other. The page counts pairs from 1, the formula from 0.',
  ],
  oftenSaid: [
    {
      said: 'RoPE is added to the word embeddings.',
      right:
        'Nothing is added, and the embeddings stay as they are. Q and K are turned inside every attention layer; V is not.',
    },
    {
      said: 'RoPE changes the position of a vector and not its values.',
      right:
        'The coordinates change, the length does not. The turning is by absolute position; its effect on q·k is relative.',
    },
    {
      said: 'Relative positions make RoPE extrapolate well.',
      right:
        'Not by itself. Position interpolation (with some fine-tuning), an NTK-aware base or YaRN extend it. The last view measures it on this model.',
    },
    {
      said: 'With RoPE the score falls steadily with distance.',
      right:
        'The decay in the paper is that of an upper bound. For a given q and k the score swings up and down, as the [[curve]]curve[[/]] shows.',
    },
  ],
  steps: [
    {
      title: 'Sixteen clocks',
      body: 'A head of 32 numbers makes 16 pairs, each a [[clocks]]clock[[/]]. Drag the [[touch]]position[[/]]: the first hand races, the last seems to stand. Together they tell positions apart as the hands of a clock tell the time.',
      notes:
        'Drag slowly from 0 to 10 and ask which hand has moved most, then jump to 500 and ask which hands have come round at least once. The pale hands are the positions just before. Then the spectrum below: each stem is the number of tokens one turn takes, on a logarithmic axis, and the dashed line is the trained window. Stems above it are drawn pale: these pairs never complete a turn in training. Common stumble: people believe a clock belongs to a word. It belongs to a pair of dimensions; every token turns all sixteen.',
    },
    {
      title: 'A real query and a real key',
      body: 'These are the numbers of this model on your text. Blue is [[q]]q[[/]], green dashes are [[k]]k[[/]], pale is where they stood before turning. The [[lengths]]lengths[[/]] before and after agree to the last digit.',
      notes:
        'Choose other tokens in the two rows above, and another layer and head on the right. Point at the lengths table: the coordinates change, the length does not. The last line of that card compares our own turning, in float64, with the model’s turned vectors: the difference is float32 rounding. Say where this happens: after the projections to q and k, before the dot product, in every layer anew. Ask: is v turned as well? (No.)',
    },
    {
      title: 'Move both by 100',
      body: 'Both tokens stand 100 places further on and [[dot]]q·k[[/]] is what it was, up to rounding in the last digits. Move one alone, or swap the two places, and it changes. Only m − n reaches the score.',
      notes:
        'Read the digits aloud: rows one and two agree, the difference is of the order of 10 to the minus 14. Drag “both” to the end of its ruler: still the same. Then move m alone and follow the marker along the curve below. The third row swaps the places: the distance changes its sign, and the dot product is not symmetric in it. Ask why a key may be cached already turned: because its own position never changes, and the query brings the difference with it. To the left of the dashed line at 0 the key stands ahead of the query; the causal mask hides that part.',
    },
    {
      title: 'Who adds what',
      body: 'q·k is the [[sum]]sum[[/]] of sixteen contributions, one a pair: the two hands’ lengths times the cosine of the angle between them. Fast pairs change sign from token to token. Slow ones hardly see the distance and pass on content.',
      notes:
        'Pair 16 is chosen: move m by fifty and its column stays. Now choose pair 1 and move m by one: the column jumps. The sum stands above the columns with the dot product beside it. If a column is large whatever the distance, the head uses that pair for what the words are, rather than where. Ask: what does a head need in order to look at the token just before? (Strength in fast pairs, with the right angle between q and k.)',
    },
    {
      title: 'Another base',
      body: 'A larger [[touch]]base[[/]] slows every pair but the first. On the held q and k that is a what-if, since both were learned with 10,000. So the model is run with it as well, and its loss is measured.',
      notes:
        'Two different things are on show and must be kept apart. The upper pictures only change the angles under vectors that stay as they are: arithmetic, not a trained model. The lower picture runs the model with the other tables. It was trained with one base, so other bases cost loss within the window; how much is what the points say. Models with long windows are trained, or trained further, with a larger base. Ask: which pair does not care about the base at all? (The first: its exponent is 0.)',
    },
    {
      title: 'Past the trained length',
      body: 'Now the model reads texts three times as long as anything in training. Beyond the dashed line the [[curves]]curves[[/]] part. Compare plain RoPE with the stretched ones, and all of them with a window that simply slides.',
      notes:
        'It takes a while: several long passes for each method, all in this page. Read the table before the curves: inside the window and beyond it, in bits a token. Position interpolation usually pays inside the window, because it squeezes neighbours together and this model was never fine-tuned for that. NTK-aware and YaRN mostly keep the inside and help outside. Then be honest about the sliding window: these texts rarely need a word from 300 tokens back, so not stretching at all may well be the best; a stretched window is worth its price when something far away matters. Change s from 4 to 2: too small a stretch runs out before the text does.',
    },
  ],
  predict: [
    {
      id: 'shift',
      question: 'Both positions are moved by 100. Or the two positions are swapped. What happens to q·k?',
      choices: [
        'it changes both times',
        'moved: unchanged; swapped: changed, in general',
        'it never changes',
      ],
      correct: 1,
      answer:
        'The score depends on m − n. A common shift leaves that alone. Swapping turns it into n − m, and a rotation by the opposite angle gives another number, except by chance or when m = n.',
    },
    {
      id: 'neighbours',
      question: 'Which pair tells a token from its neighbour?',
      choices: ['the first, the fast one', 'the last, the slow one', 'all alike'],
      correct: 0,
      answer:
        'The first pair turns by one radian from token to token, so its contribution changes at every step. The last one turns by a hundredth of a degree.',
    },
    {
      id: 'beyond',
      question:
        'Past the trained window, without any trick: what becomes of the loss, against the same tokens read through a window that slides along?',
      choices: ['it is lower: more context', 'hardly any difference', 'it is higher'],
      correct: 2,
      answer:
        'More context is no help if it comes at angles and distances the model has never seen. The measured means decide here, not the theory.',
    },
  ],
  followUps: [
    {
      question: 'Why turn q and k, and not add a vector as the first Transformer did?',
      answer:
        'With added positions, $(x_m+p_m)W_q$ and $(x_n+p_n)W_k$ give four terms, and the model has to learn that only the distance matters. Turning gives that by construction, at every layer, without parameters, and the length of q and k, which sets how sharp the softmax can be, is not touched. It also works with a cache: an old key never has to be turned again.',
    },
    {
      question: 'What do position interpolation, NTK-aware scaling and YaRN do differently?',
      answer:
        'All change the angles and leave the weights. Interpolation uses $m/s$ in place of $m$, so every pair is slowed alike and nothing is extrapolated; short distances suffer, and fine-tuning repairs that. NTK-aware scaling uses the base $b\\,s^{D/(D-2)}$: fast pairs hardly change, the slowest is slowed by s. Dynamic NTK lets s grow with the text. YaRN keeps pairs that turn often within the window, interpolates those that never complete a turn, blends in between, and multiplies cos and sin by $0.1\\ln s+1$, so that q·k grows by its square.',
    },
    {
      question: 'Why is the base 10,000, and why do long-context models use 500,000 or more?',
      answer:
        'The value was taken over from the sinusoidal encoding. It spreads the wavelengths from about 6 tokens to 2π·10,000 at most. For longer windows a larger base keeps more pairs within one turn, so that far distances stay distinguishable and do not alias. The base must then be used in training, or the model trained further with it: changing it afterwards changes angles the weights rely on.',
    },
  ],
  keywords: ['rotation', 'relative position', 'wavelength', 'length extrapolation', 'YaRN'],
  terms: [
    {
      en: 'rotary position embedding (RoPE)',
      zh: '旋转位置编码',
      meaning:
        'Turning the pairs of q and k by angles proportional to the position, in every attention layer.',
    },
    {
      en: 'query, key',
      zh: '查询向量 q、键向量 k',
      meaning:
        'What a token looks for, and what a token offers; their dot product over √D is the attention score.',
    },
    {
      en: 'pair, half-split convention',
      zh: '维度对、前后半拆分',
      meaning:
        'Dimension i is turned together with i + D/2; the interleaved convention joins 2i with 2i + 1.',
    },
    {
      en: 'base',
      zh: '基数（base，θ）',
      meaning: 'The number whose powers set the speeds: θᵢ = base^(−2i/D). 10,000 in this model.',
    },
    { en: 'wavelength', zh: '波长', meaning: 'Tokens a pair needs for one full turn, 2π/θᵢ.' },
    {
      en: 'position interpolation (PI)',
      zh: '位置插值',
      meaning: 'Dividing all positions by a stretch s, so that long texts use the trained angles.',
    },
    {
      en: 'NTK-aware scaling',
      zh: 'NTK 感知缩放',
      meaning: 'Raising the base so that fast pairs stay and slow ones are interpolated.',
    },
    { en: 'length extrapolation', zh: '长度外推', meaning: 'Working on texts longer than any in training.' },
  ],
  sources: [
    {
      label: 'Su et al. 2021',
      where: 'RoFormer: rotary position embedding, eq. 34 for the turning as it is computed',
      link: 'https://arxiv.org/abs/2104.09864',
    },
    { label: 'Chen et al. 2023', where: 'position interpolation', link: 'https://arxiv.org/abs/2306.15595' },
    {
      label: 'bloc97 2023; Peng et al. 2023',
      where: 'NTK-aware scaling; YaRN (the ramp of its released code is used here)',
      link: 'https://arxiv.org/abs/2309.00071',
    },
  ],
  labels: {
    waiting: 'The vectors appear as soon as the model has read your text.',
    storedNote: 'A recorded run of this model; it goes live when the model is here.',
    bytesNote:
      '{n} tokens are single bytes of characters this model’s vocabulary lacks. Their q and k are real, but mean little.',
    settings: '{model}, layer {layer}, head {head}, m = {m}, n = {n}, base {base}, s = {scale}',
    viewsGroup: 'What is drawn',
    views: {
      clocks: 'Clocks',
      turned: 'q and k, turned',
      distance: 'Only the distance',
      base: 'The base',
      beyond: 'Past the window',
    },
    choosePair: 'Choose pair {pair}',
    choice: {
      query: 'q of',
      key: 'k of',
      queryLabel: 'The query is taken from {token} at position {m}.',
      keyLabel: 'The key is taken from {token} at position {n}.',
    },
    vectors: {
      title: 'Whose q and k',
      layer: 'Layer',
      head: 'Head',
      of: 'of {n}',
      length: 'length',
      before: 'before turning',
      after: 'after',
      dot: 'q·k at m = {m}, n = {n}',
      score: 'score, q·k ÷ √D',
      gap: 'Largest difference between our turning and the model’s own, this head, all tokens: {x}',
    },
    places: {
      shift: 'move both by',
      m: 'q at m',
      n: 'k at n',
      swap: 'Swap m and n',
      putBack: 'As in the text',
    },
    clocks: {
      title: 'Sixteen pairs, one position',
      hint: 'each hand turns m·θ',
      clock: 'Pair {pair} at position {m}: {turns} turns.',
      line: 'pair {pair} (dims {dims}): m·θ = {m} · {theta} = {angle} rad = {turns} turns',
      position: 'Position m',
      positionHint: 'pale: the positions just before',
      spectrum: 'Tokens a full turn takes',
      spectrumHint: '{n} of {pairs} pairs never complete one within {window} tokens',
      spectrumLabel:
        'Wavelengths from {fast} to {slow} tokens; {n} pairs are longer than the trained window of {window}.',
      window: 'trained window, {window}',
      wavelength: 'tokens a turn',
      pair: 'pair',
    },
    turned: {
      title: 'The model’s q and k as hands',
      hint: 'blue q, green dashes k, pale: before turning; each clock to its own scale',
      hands: 'Pair {pair}: q at {m} and k at {n} stand {angle} apart.',
      pairOf: 'pair {pair}, dims {dims}: {angle}',
      line: 'pair {pair} adds |q||k|cos = {q} · {k} · cos {angle} = {x}',
      contributions: 'What each pair adds to q·k',
      contributionsLabel: 'Contributions of {pairs} pairs; they sum to q·k = {x}.',
      sum: 'sum of {pairs} = {x}; q·k = {dot}',
    },
    distance: {
      title: 'Together and apart',
      hint: 'q and k held fixed, angles in float64',
      table: 'where they stand',
      difference: 'difference',
      unshifted: 'before moving both',
      now: 'both moved',
      swapped: 'places swapped',
      pinned: 'kept',
      curve: 'Score against distance',
      curveHint: 'q·k ÷ √D for this q and this k',
      curveLabel: 'The score of this q and k swings with the distance; at {d} it is {x}.',
      x: 'm − n, tokens',
      y: 'score',
      masked: 'now (left of it: masked)',
      window: 'trained window, {window}',
      caption:
        'Drag the green marker to move q. The curve is arithmetic on two real vectors; in a text every token brings its own.',
    },
    base: {
      title: 'What if the base were another',
      hint: 'trained with 10,000',
      base: 'Base',
      baseOf: '{base}',
      whatIf:
        'What if: the two pictures below turn the held q and k by other angles. The weights that made them were trained with base 10,000.',
      spectrum: 'Tokens a full turn takes',
      spectrumHint: 'rings: base 10,000',
      spectrumLabel:
        'With base {base} the slowest pair needs {slow} tokens for a turn; {n} pairs exceed the window of {window}.',
      curve: 'Score against distance',
      curveLabel: 'Score of the held q and k against distance with base {base}.',
      loss: 'The model run with that base',
      lossHint: 'measured here, not a what-if: first 256 tokens of four texts',
      lossLabel: 'Measured loss for {n} bases.',
      bits: 'bits a token',
      trained: 'trained',
      measure: 'Run the model',
      stop: 'Stop',
      measuring: 'measuring',
      measured: 'base {base}: {x} bits a token; {own}: {y}',
      notMeasured: 'not measured yet',
    },
    beyond: {
      title: 'Past the trained length',
      hint: '{texts} texts of {length} tokens; trained on {window}',
      length: 'Length of the texts',
      tokens: '{n}',
      own: 'your text first',
      measure: 'Measure',
      stop: 'Stop',
      done: 'Measured',
      progress: '{done} of {all} passes',
      chart: '{n} ways measured; beyond the window {best} is lowest with {x} bits a token.',
      nothing: 'Nothing measured yet.',
      x: 'position of the token',
      y: 'bits a token, mean of {n} neighbours',
      window: 'trained on {window}',
      table: 'Tables',
      inside: 'first {window}',
      outside: 'past {window}',
      caption:
        'Mean bits a token over the generated world texts, lower is better. Dynamic NTK takes the whole text’s length. The sliding window never reads more than the last 256 tokens: it is what each method is to be held against, down the column. Across a row the two stretches are different text, one easier than the other.',
      scale: 'Stretch s',
      scaleHint: 'for PI, NTK and YaRN',
      methods: {
        plain: { short: 'plain', name: 'plain RoPE', about: 'as trained, positions run on' },
        pi: { short: 'PI', name: 'PI', about: 'm ÷ s for every pair' },
        ntk: { short: 'NTK', name: 'NTK-aware', about: 'larger base; fast pairs stay' },
        'dynamic-ntk': { short: 'dyn. NTK', name: 'dynamic NTK', about: 'base grows with the length too' },
        'yarn-code': { short: 'YaRN', name: 'YaRN', about: 'pair by pair, cos and sin scaled' },
        sliding: { short: 'sliding', name: 'sliding window', about: 'no stretch, the last tokens only' },
      },
    },
    predict: {
      title: 'Before you look',
      choose: 'Choose, then look',
      count: '{at} of {n}',
      previous: 'Question before',
      next: 'Next question',
      shifted: 'moved by {s}: {x}',
      swapped: 'swapped: {x}',
      perToken: 'pair 1: {fast}° a token; pair {last}: {slow}°',
      measured: 'plain past the window: {x} bits a token; sliding window: {y}',
      measuring: 'measuring, {done} of {all} passes',
    },
  },
};

export default text;

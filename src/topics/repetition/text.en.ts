import type { RepetitionText } from './text';

const text: RepetitionText = {
  question: 'Why does it repeat itself?',
  short:
    'Always taking the most likely token leads into bland, likely phrases. Once a phrase has been repeated, its own copies in the context make it still more likely, so the loop feeds itself. Remedies at decoding: sample with a moderate temperature and top-p, penalise repeated tokens, forbid repeated n-grams, or use contrastive search. Remedies in training: unlikelihood training and data with fewer repetitions. Temperature changes nothing under greedy decoding, and each remedy has a price.',
  full: [
    'A loop is text that repeats itself far more than people do: a word, a phrase or whole sentences. In Wikitext-103 only about 0.02% of sentences directly repeat the one before (Xu et al. 2022). The usual measure is $$\\text{rep-}n=1-\\frac{\\text{number of distinct }n\\text{-grams}}{\\text{number of all }n\\text{-grams}}$$ It is 0 if nothing recurs and nears 1 in a loop. Some repetition is right: code, tables, refrains, names.',
    'Why it starts: decoding that maximises probability, such as greedy and beam search, goes for text that human writing is not. People keep choosing words the model finds surprising, and the likeliest continuation is often bland (Holtzman et al. 2020). Training adds to it. The likelihood objective judges each next token after human text only, never after the model’s own loop. Welleck et al. (2020) blame the objective itself: its model gives repeats too much probability.',
    'Why it holds: it reinforces itself. The more often a sentence stands in the context, the likelier the model makes its next copy, and sentences likely from the start gain most (Xu et al. 2022, for whole sentences). Induction heads are a plausible mechanism: they look for an earlier occurrence of the current token and promote what followed it (Olsson et al. 2022), and each round gives them another match. That reading is an inference, not an established cause.',
    'A little arithmetic shows how fast the door closes. If a loop has $m$ tokens with probabilities $p_1,\\dots,p_m$, plain sampling leaves it in a given round with probability $$1-\\prod_{t=1}^{m}p_t$$ Ten tokens at 0.99 each give 9.6%, at 0.999 only 1.0%. Greedy decoding leaves only when another token becomes the largest. Top-p can shut the door, too: if the looping token alone reaches $p$, it is the only one kept.',
    'Sampling helps because it may step off the path. A higher temperature flattens the distribution and makes stepping off likelier, but it also lets in unlikely tokens elsewhere; top-p, top-k or min-p then cut the tail. With greedy decoding the temperature does nothing: dividing all logits by the same positive number leaves the largest one largest. The price of sampling is that results vary and that errors can be drawn.',
    'Penalties change logits. The repetition penalty with $\\theta>1$, as in the transformers library, divides positive logits of tokens seen before by $\\theta$ and multiplies negative ones: $$z_j\\leftarrow\\begin{cases}z_j/\\theta & z_j>0\\\\ z_j\\,\\theta & z_j\\le0\\end{cases}$$ once per distinct token of prompt and text. The CTRL paper, where it comes from, always divides and suggests about 1.2. Presence and frequency penalties subtract instead, $z_j\\leftarrow z_j-\\alpha_f c_j-\\alpha_p\\mathbf{1}[c_j>0]$, where $c_j$ counts the token in the generated text. No-repeat n-gram forbids every token that would complete an n-gram already there. All of them also hit “the”, commas, brackets and names that ought to recur.',
    'Contrastive search takes the $k$ likeliest candidates and weighs probability against likeness to what is there: $$\\arg\\max_{v}\\;(1-\\alpha)\\,p(v\\mid x_{<t})-\\alpha\\max_{j<t}\\cos(h_v,h_{x_j})$$ It needs the hidden state $h_v$ of every candidate, so each step runs the model on $k$ candidates instead of one token. Its authors also trained the model so that hidden states of different tokens lie apart; without that the likeness may say little. It is deterministic, yet not greedy.',
    'In training, unlikelihood training adds, with a weight, $-\\sum_{c\\in C}\\log(1-p(c\\mid x_{<t}))$ to the loss, with $C$ the earlier tokens other than the right one, and DITTO (Xu et al. 2022) teaches the model to lower the probability of repeated sentences. As to data, Li et al. (2023) find that repetition in the training text goes with repetition in the output. Deduplication is proven against verbatim memorised text, ten times less of it in Lee et al. (2022), which is a related but different ill. For adding random noise to the data there is little evidence.',
  ],
  oftenSaid: [
    {
      said: 'Raise the temperature, and the loop is gone.',
      right:
        'Only when sampling. Under greedy decoding the ranking is the same at every temperature, so the text does not change by a single token.',
    },
    {
      said: 'Add random noise to the training data.',
      right:
        'Weakly supported. Better evidence speaks for unlikelihood training and its kin, and for training text that repeats itself less.',
    },
    {
      said: 'Deduplicate the training data, and the loops disappear.',
      right:
        'Deduplication is shown to cut verbatim copying from the training data. A loop copies the model’s own context, and the cause at decoding stays.',
    },
    {
      said: 'The repetition penalty divides the logits of repeated tokens.',
      right:
        'That works for positive logits only. Dividing −2 by 1.2 gives −1.67, which is larger. Implementations such as transformers therefore multiply negative ones.',
    },
    {
      said: 'A model that repeats itself is badly trained.',
      right:
        'Not necessarily: the same weights may loop under greedy decoding and read well when sampled. Look at the decoding settings first.',
    },
  ],
  steps: [
    {
      title: 'Let it loop',
      body: 'The model always takes its likeliest token. Soon the text goes round; [[picked]]underlined[[/]] is every token inside four tokens that stood there before.',
      notes:
        'Read the text aloud until the class laughs. Ask: is the model broken? The same weights write proper stories when sampled. Point at the count under the text: how often the commonest four tokens recur. Nothing is staged: the openings were found by running ordinary sentences and keeping those that loop.',
    },
    {
      title: 'Is each round surer?',
      body: 'Compare the first round with the last: [[prob]]the mean probability of the loop’s tokens[[/]] has risen. How far it climbs depends on model and loop; the numbers are measured here.',
      notes:
        'Point at round 1 and at the last round. The dashed line is the token that was least certain at first. Xu et al. (2022) saw repeated sentences climb towards 1 in larger models; if this small model climbs less, say so: greedy decoding needs no high probability, only the highest. Ask: how likely is it that draws at T = 1 go through the whole round once more? It stands under the picture. Usual slip: taking a high probability for a sign of quality.',
    },
    {
      title: 'Who holds it there?',
      body: 'One attention head looks from a token to whatever followed its earlier copies: an induction head. With every round it has one copy more to look at.',
      notes:
        'Point at the arcs: they end on the tokens after earlier copies. Then at the dashed line: a head that looks everywhere alike would also put more there, since a loop has many copies; the head is worth its name only as far as it lies above. That the head holds the loop is our reading, not a proven cause: say so. The panel on multi-head attention lets you knock heads out.',
    },
    {
      title: 'A penalty, and its price',
      body: 'The repetition penalty makes every token seen before less likely. [[ghost]]The ticks[[/]] show where the model had them. Does the loop still win here, and which words that belonged here lose with it?',
      notes:
        'Read the line under the bars: which tokens the model seriously meant lost more than half their probability. Move along the text with the slider: full stops and “the” are hit as well. Move θ up and ask when the text would fall apart. Negative logits are multiplied, not divided; the formula is on the card.',
    },
    {
      title: 'Heat alone does nothing',
      body: 'Temperature 2, but still the likeliest token each time: the two texts are the same to the last token. Dividing all logits by 2 leaves the largest one the largest.',
      notes:
        'Have them guess first with the question below. Then switch to “draw” and let it run again: now the temperature matters. Usual slip: “raise the temperature and the loop is gone” without saying that one must sample.',
    },
    {
      title: 'Weigh the cures',
      body: 'Contrastive search asks each candidate how much its hidden state resembles what is there. Compare gain and price: rep-4, and the mean surprisal under the unmodified model.',
      notes:
        'It takes a few seconds: every candidate goes through the model. Try one cure after another, then two together, and write the two numbers on the board: rep-4 and bits per token. There is no free one. Then read both texts: which would you rather hand in?',
    },
  ],
  predict: [
    {
      id: 'greedy-loop',
      question: 'Greedy decoding is caught in a loop. Now T is set to 2. Does the loop break?',
      choices: ['Yes, at once', 'Yes, after a few rounds', 'No'],
      correct: 2,
      answer:
        'No. Every logit is halved, the largest stays the largest, and greedy decoding looks at nothing else. The temperature matters only once tokens are drawn.',
    },
    {
      id: 'closed-door',
      question:
        'Now tokens are sampled with top-p 0.9 at T = 1. In the loop the next token has probability 0.95. How likely is it that this step leaves the loop?',
      choices: ['0', '5%', '10%'],
      correct: 0,
      answer:
        'Zero. The looping token alone reaches 0.9, so the nucleus holds nothing else and it is drawn for certain. Without top-p it would be 5%.',
    },
  ],
  followUps: [
    {
      question: 'Repetition, presence and frequency penalty: what is the difference?',
      answer:
        'The repetition penalty scales: once per distinct token, no matter how often it occurred, and in transformers the prompt counts for decoder-only models. Since it scales, it depends on where zero lies: adding a constant to all logits leaves softmax alone but changes the penalty. The presence penalty subtracts a fixed amount from each token that has been generated at least once. The frequency penalty subtracts more with each occurrence, so it grows as the loop goes on; but in long texts it also pushes down every common word.',
    },
    {
      question: 'Beam search finds likelier texts. Why does it repeat itself even so?',
      answer:
        'Because a loop is likely. Suppose a phrase of ten tokens at 0.99 each: one more round costs $-10\\ln0.99\\approx0.1$ nats. Ordinary text at, say, 2 nats a token costs 20 for the same length. The better the search, the more surely it finds the loop. Holtzman et al. (2020) show that beam search yields repetitive text in open-ended writing. Translation and summarising suffer less, since the source limits what is likely.',
    },
    {
      question: 'A model in production has begun to loop. How do you go about it?',
      answer:
        'First reproduce it with the same prompt, settings and seed, and measure: rep-4 and where the loop begins. Next check the simple things: greedy or temperature near 0? a top-p that leaves one token? the right chat template and end token? If fine-tuning never scored the end token, the model has not been taught to stop. Then change one setting at a time: sampling with moderate temperature and top-p, then a mild penalty, watching code and names for harm. A detector can stop or retry a loop. Only then turn to training: clean repetitive samples, unlikelihood or preference tuning, and measure again.',
    },
  ],
  keywords: [
    'self-reinforcement',
    'greedy decoding',
    'repetition penalty',
    'contrastive search',
    'unlikelihood training',
  ],
  terms: [
    {
      en: 'degeneration',
      zh: '文本退化',
      meaning: 'Generated text that turns repetitive, bland or incoherent.',
    },
    {
      en: 'self-reinforcement',
      zh: '自我强化',
      meaning: 'The more often something is repeated in the context, the likelier its next repetition.',
    },
    {
      en: 'induction head',
      zh: '归纳头',
      meaning:
        'An attention head that finds an earlier occurrence of the current token and promotes what followed it.',
    },
    {
      en: 'rep-n',
      zh: 'rep-n（重复率）',
      meaning: 'One minus the share of distinct n-grams among all n-grams of a text.',
    },
    {
      en: 'repetition penalty',
      zh: '重复惩罚',
      meaning: 'Scales the logits of tokens seen before so that they become less likely.',
    },
    {
      en: 'presence penalty',
      zh: '存在惩罚',
      meaning: 'Subtracts a fixed amount from the logit of every token already generated.',
    },
    {
      en: 'frequency penalty',
      zh: '频率惩罚',
      meaning: 'Subtracts an amount proportional to how often the token has been generated.',
    },
    {
      en: 'no-repeat n-gram',
      zh: '禁止重复 n 元组',
      meaning: 'Forbids every token that would complete an n-gram already in the text.',
    },
    {
      en: 'contrastive search',
      zh: '对比搜索',
      meaning: 'Picks the candidate with the best balance of probability and unlikeness to the context.',
    },
    {
      en: 'unlikelihood training',
      zh: '非似然训练',
      meaning: 'Adds a loss that lowers the probability of tokens that should not come next.',
    },
  ],
  sources: [
    {
      label: 'Holtzman et al. 2020',
      where: 'degeneration, top-p',
      link: 'https://arxiv.org/abs/1904.09751',
    },
    {
      label: 'Xu et al. 2022 (DITTO)',
      where: 'self-reinforcement of sentences',
      link: 'https://arxiv.org/abs/2206.02369',
    },
    {
      label: 'Olsson et al. 2022',
      where: 'induction heads',
      link: 'https://arxiv.org/abs/2209.11895',
    },
    {
      label: 'Keskar et al. 2019 (CTRL)',
      where: '§4.1 (repetition penalty)',
      link: 'https://arxiv.org/abs/1909.05858',
    },
    {
      label: 'transformers',
      where: 'logits processors (repetition penalty, no-repeat n-gram)',
      link: 'https://huggingface.co/docs/transformers/internal/generation_utils',
    },
    {
      label: 'OpenAI API reference',
      where: 'presence_penalty, frequency_penalty',
      link: 'https://platform.openai.com/docs/api-reference/chat/create',
    },
    {
      label: 'Su et al. 2022',
      where: 'eq. 5 (contrastive search)',
      link: 'https://arxiv.org/abs/2202.06417',
    },
    {
      label: 'Welleck et al. 2020',
      where: 'unlikelihood training',
      link: 'https://arxiv.org/abs/1908.04319',
    },
    {
      label: 'Li et al. 2023',
      where: 'repetition in training data',
      link: 'https://arxiv.org/abs/2310.10226',
    },
    {
      label: 'Lee et al. 2022',
      where: 'deduplication',
      link: 'https://arxiv.org/abs/2107.06499',
    },
  ],
  labels: {
    waiting: 'The model is writing…',
    onlyStored: 'Without the model only the stored run can be shown:',
    storedNote: 'A recorded run of this opening; the model is on its way.',
    bytesNote: '{n} tokens are single bytes of characters the model’s vocabulary lacks.',
    windowNote:
      'The opening is longer than the model’s window leaves room for: only its last {n} tokens were read.',
    settings: '{model}, greedy, {cures}; opening “{prompt}”',
    noCure: 'no cure',
    presets: 'Openings that loop',
    presetHint: 'found by running ordinary sentences on this model; × is how often one 4-gram occurs',
    viewsGroup: 'Picture',
    views: {
      loop: 'Round by round',
      induction: 'The head behind it',
      next: 'Next token, cured',
      texts: 'Both texts',
    },
    data: {
      title: 'Does the training text decide?',
      hint: 'small models, alike in all but their texts',
      trained: 'trained on',
      greedy: 'rep-4, greedy, %',
      sampled: 'rep-4, drawn at T = 0.5, %',
      loss: 'held-out loss, bits a byte',
      live: 'rep-4 on your text, live, %',
      names: { clean: 'clean', duplicated: 'duplicated', deduplicated: 'deduplicated', noised: 'noised' },
      about: {
        clean: 'each text once',
        duplicated: 'a twentieth of the texts twenty times',
        deduplicated: 'the same, near-duplicates removed',
        noised: 'a tenth of the tokens replaced at random',
      },
      write: 'Continue your text with each, {n} tokens',
      stop: 'Stop',
      progress: 'writing: {name}',
      failed: '{model} could not be run',
      more: 'Under greedy decoding the model of duplicated texts repeats more than the clean one: {x} against {y} %.',
      less: 'Under greedy decoding the model of duplicated texts repeats less than the clean one here: {x} against {y} %. The textbook claim does not show at this size.',
      noDifference:
        'Under greedy decoding the model of duplicated texts stands at {x} %, the clean one at {y} %: within two standard errors, so the textbook claim is not shown at this size.',
      caption:
        'Rep-4 is the share of four-token sequences that occurred before in the same continuation. Record: a fixed set of openings, ± the standard error over them. Greedy decoding sends all of them into loops: such small models loop whatever they read. They are far weaker than the model above.',
      english: 'They read English alone, so they go on with “{prompt}”.',
      noRecord: 'There is no record of models trained on changed texts to show.',
    },
    text: {
      title: 'What greedy decoding writes',
      hint: 'underlined: inside a 4-gram seen before · click a token to look at that place',
      chart:
        'Greedy text of {n} tokens: {repeated} of them in a repeated 4-gram, the commonest of which occurs {count} times.',
      writing: 'writing… {n} tokens',
      ended: 'The model ended its text after {n} tokens.',
      rep: 'rep-4',
      largest: 'commonest 4-gram',
      surprisal: 'mean surprisal',
      bits: 'bits',
      at: 'place in the text',
      place: 'after {at} of {n} tokens',
    },
    loop: {
      rounds: 'Probability by round',
      roundsHint: 'the same {period} tokens, {n} rounds',
      roundsChart:
        'From round 1 to round {n} the mean probability of the loop’s tokens goes from {first} to {last}.',
      none: 'Nothing repeats back to back in this text. Try one of the openings above.',
      mean: 'mean of the round',
      pivot: '“{token}”',
      phrase: 'The loop: {phrase}. “{token}” was its least certain token in round 1. The mean is geometric.',
      x: 'round',
      token: 'token',
      p: 'probability of the token taken',
      pChart: 'Probability of each token that greedy decoding took; {last} at the last.',
      entropy: 'entropy of the next token, bits',
      entropyChart: 'Entropy before each token in bits: {first} at the first, {last} at the last.',
      rep: 'rep-4 so far, %',
      repChart: 'Share of repeated 4-grams up to each token in percent; {last} at the end.',
      stay: 'Were the tokens drawn at T = 1, the last round would come out whole with probability {q}, round 1 with {first}.',
    },
    induction: {
      title: 'Layer {layer}, head {head}',
      hint: 'of all heads the one with the highest induction score on this text: {score}',
      none: 'No token of this text comes twice, so no head can be scored.',
      chart:
        'Attention of layer {layer}, head {head} on tokens after earlier copies: {mass} at this place, {even} if it looked everywhere alike.',
      mass: 'this head',
      even: 'looking everywhere alike',
      y: 'attention on tokens after earlier copies',
      arcs: 'Where it looks from “{token}” to predict the next token',
      arcsHint: 'orange: tokens that followed earlier copies of “{token}”',
      left: '{n} earlier tokens are not drawn; they hold {mass} of the attention.',
      now: 'At this place: {mass} on tokens after earlier copies of “{token}”; spread evenly it would be {even}.',
      reading:
        'Our reading: such heads copy what followed before, and each round gives them one more copy. It fits the climb; that they cause it is not shown here.',
    },
    next: {
      title: 'The next token after “{context}”',
      context: '…{context}',
      chart: 'Next token with the cures: “{top}” has {after}, under the unmodified model {before}.',
      ticks: 'ticks: the unmodified model',
      cut: 'top-p {p}',
      taken: 'Taken now: “{token}”. Greedy would take “{greedy}”.',
      takenSame: 'Taken now: “{token}”, the same as greedy decoding.',
      moved: '{moved} of the probability changed hands.',
      cost: 'It also cost these, which the model seriously meant:',
      costNone: 'No other token that the model seriously meant (p ≥ .01) lost more than half.',
      costMore: 'and {n} more',
      greedyNothing:
        'While the likeliest token is taken, temperature and top-p change the bars, not the choice.',
      passed: 'Likelier, yet passed over by contrastive search:',
      contrast: 'Contrastive search at α = {alpha}; candidates: {k}',
      contrastReading: 'Each candidate goes through the model…',
      token: 'candidate',
      p: 'p',
      cosine: 'largest cosine',
      score: 'score',
    },
    texts: {
      without: 'Without',
      with: 'With {cures}',
      pinned: 'Kept: {cures}',
      writing: 'writing… {n} of {all} tokens',
      stopped: 'stopped after {n} tokens',
      done: '{n} tokens',
      ended: 'ended by the model after {n} tokens',
      stop: 'Stop',
      again: 'Run again',
      off: 'Switch a cure on: its text appears here.',
      same: 'Not one of the {n} tokens differs.',
      parts: 'The texts part at token {n}.',
      contrastLength:
        'Contrastive search runs every candidate through the model, so it writes {n} tokens only; both texts are measured over what is shown.',
      hint: 'rep-4 is the gain; the price is the mean surprisal under the unmodified model.',
    },
    cures: {
      title: 'Cures',
      hint: 'each alone or together',
      names: {
        rep: 'repetition penalty θ',
        presence: 'presence penalty',
        frequency: 'frequency penalty',
        ngram: 'no-repeat n-gram',
        T: 'temperature',
        topP: 'top-p',
        alpha: 'contrastive α',
      },
      formulas: {
        rep: '$z_j \\leftarrow z_j/\\theta$ if $z_j>0$, else $z_j\\theta$; once per distinct token of opening and text',
        presence: '$z_j \\leftarrow z_j-\\alpha_p[c_j>0]$; $c_j$ counts the text only',
        frequency: '$z_j \\leftarrow z_j-\\alpha_f c_j$; $c_j$ counts the text only',
        ngram: '$z_j \\leftarrow -\\infty$ if $j$ would complete an n-gram already there',
        T: '$p_j=\\mathrm{softmax}(z/T)_j$',
        topP: 'fewest likeliest tokens that hold $p$ or more',
        alpha:
          '$(1-\\alpha)\\,p_j-\\alpha\\max_i\\cos(h_j,h_i)$ over the $k$ likeliest; $h$ is the last layer’s output after its norm',
      },
      costs: {
        rep: 'Also hits “the”, full stops and names.',
        presence: 'Pushes to new words, fitting or not.',
        frequency: 'In long texts every common word sinks.',
        ngram: 'Forbids names and phrases that should recur.',
        T: 'Unlikely tokens get their chance everywhere.',
        topP: 'In a tight loop one token may be all it keeps.',
        alpha: 'One pass of the model for each candidate.',
      },
      pick: 'How a token is chosen',
      likeliest: 'likeliest',
      draw: 'draw',
      seed: 'seed',
      newSeed: 'new seed',
      k: 'candidates k',
      allOff: 'All off',
      contrastWins: 'Contrastive search chooses by its score; it neither draws nor takes the likeliest.',
    },
    guess: {
      title: 'Guess first',
      count: '{at} of {n}',
      previous: 'Previous question',
      next: 'Next question',
      heat: 'Measured: greedy at T = {T} wrote {n} tokens, {differ} of them different.',
      heatWaiting: 'Writing the text at T = 2…',
      door: 'Measured here: “{token}” has p = {p}, and top-p 0.9 keeps {kept}: this step leaves the loop with probability {q}.',
      doorOpen:
        'Measured here: “{token}” has p = {p}, so top-p 0.9 still keeps {kept} tokens, and this step leaves the loop with probability {q}.',
    },
  },
};

export default text;

import type { TemperatureText } from './text';

const text: TemperatureText = {
  question: 'What does the temperature do?',
  short:
    'The model gives every token of its vocabulary a score, the logit. Each score is divided by the [[touch]]temperature[[/]] before softmax turns them all into [[prob]]probabilities[[/]]. Below 1 the gaps widen and the leaders win more often; above 1 the gaps shrink and [[tail]]the tail[[/]] gets its chance. The order of the tokens never changes. [[ticks]]Ticks[[/]] show where the bars stood at T = 1.',
  full: [
    'The last layer ends in one number per vocabulary entry, the logit $z_i$. Softmax at temperature $T$ makes them probabilities: $$p_i=\\frac{e^{z_i/T}}{\\sum_j e^{z_j/T}}$$ Only differences of logits count: $p_i/p_j=e^{(z_i-z_j)/T}$. Halve $T$ and every such ratio is squared; double it and every ratio becomes its square root.',
    'As $T\\to0$ the whole probability goes to the largest logit, which is greedy decoding. Dividing by zero is not possible, so programs treat $T=0$ as “take the maximum”. As $T\\to\\infty$ all tokens become equally likely. In between, entropy only grows with $T$, and the ranking stays as it is because dividing by a positive number keeps order.',
    'A single token need not move one way. Its probability rises as $T$ falls only while its logit lies above the average logit, weighted by $p$. The runner-up therefore climbs at first, then gives way to the leader. Move the ruler from 5 towards 0 and watch the second bar.',
    'High temperature has a price: thousands of tokens, none of them likely, together hold a large share. The [[cut]]cuts[[/]] remove them. Top-k keeps the k best, top-p the smallest set of best tokens whose probabilities reach p, min-p every token with at least that fraction of the best one’s probability, typical those whose surprise is closest to the entropy. What is kept is scaled to sum to 1.',
    'The order of the steps counts. If the temperature comes first, as in the transformers library, a high T spreads the mass and the same top-p keeps many more tokens. If it comes last, as in llama.cpp, the cut has looked at the distribution at T = 1 and T only reshapes the survivors. For top-k alone the order makes no difference, since the ranking is the same at every T.',
    'The temperature belongs to sampling, not to the model. Its weights, its logits and what it knows stay the same; only the draw differs.',
  ],
  oftenSaid: [
    {
      said: 'The logits are averaged by the temperature.',
      right: 'Each logit is divided by the same T. Nothing is averaged.',
    },
    {
      said: 'A lower temperature makes likely tokens likelier and unlikely ones less so.',
      right:
        'True of the first token, not of all likely ones. A token gains as T falls only while its logit is above the p-weighted mean logit; the runner-up rises, then falls.',
    },
    {
      said: 'A high temperature makes the model more creative.',
      right:
        'It makes low-ranked tokens come up more often. The scores, and with them all the model knows, do not change.',
    },
  ],
  steps: [
    {
      title: 'A score for every token',
      body: 'At T = 1, with no cuts. The column z holds the logits; softmax turns them into [[prob]]bars[[/]] that sum to 1 over the whole vocabulary. What does not fit on the page is in [[tail]]the tail[[/]], with its count and its mass.',
      notes:
        'Point at the column z first: these are the model’s output, and they are not probabilities. They can be negative and they do not sum to anything. Then point at the bars, then at the tail row: nothing was thrown away, the row says how many tokens it stands for. Ask: what would happen if we added 10 to every logit? (Nothing: softmax only sees differences.) Type a text of the audience’s own to show that this is live. Common stumble: people take the 14 rows for the whole vocabulary.',
    },
    {
      title: 'Divide, then softmax',
      body: 'T = 0.5. Each logit is [[touch]]divided by T[[/]] and so the gaps double. Compare the bars with their [[ticks]]ticks[[/]]: the leader has gained, most of the others have lost. The line under the bars is the sum written out.',
      notes:
        'Hover a row and read the arithmetic line aloud: exp of z over T, divided by the sum. Hover two rows and compare: at T = 0.5 the ratio of two probabilities is the square of the ratio at T = 1. Ask before revealing: does dividing by one half make the scores larger or smaller? (Larger: they double, and so do the gaps.) Say the word “divided” clearly; “averaged” is the slip most people have read somewhere.',
    },
    {
      title: 'T = 0: always the top token',
      body: 'The limit of a falling T is greedy decoding: the largest logit takes everything, the entropy is 0 and the seed no longer matters. Draw as often as you like, the token is the same.',
      notes:
        'Press “Draw 1,000”: one column, 1,000 times. Change the seed: no difference. The logits are still there, in the column z; the choice alone has become certain. Ask: can we put T = 0 into the formula? (No, it divides by zero; programs branch to argmax.) Someone will ask why a commercial service at T = 0 still varies; the answer is in the follow-up questions: rounding depends on how requests are batched. Contrast with the three texts below: only their own temperatures count there.',
    },
    {
      title: 'Above 1: the tail wakes up',
      body: 'T = 2. Read the mass of [[tail]]the tail[[/]]: each of those tokens is rare, but there are thousands of them, and together they win often. The third text below shows what becomes of a story then.',
      notes:
        'Let the audience guess the tail’s mass before you go to this step. Compare effective choices at T = 1 and at T = 2: it is the size of a fair die with the same entropy. Then look at the third text: one unlikely token is enough to derail what follows, because the model must continue from it. The redder a token, the less the model itself believed in it. Stumble: “higher temperature finds better words”. The ranking is the same, so the best word is still the first one.',
    },
    {
      title: 'Cut the tail, then draw',
      body: 'T = 1 with top-p 0.9. The [[cut]]cut[[/]] drops the least likely tokens until 0.9 is left, and the rest is scaled up: the pale ends of the bars. A thousand [[picked]]draws[[/]] should follow theory; the chi-square says whether they do.',
      notes:
        'Three things to point at: the dotted line with its count, the hatched bars below it, the pale extensions above it. “p after cut” sums to 1 again. Then the draws: orange is what happened, the blue mark is what theory expects. Rare tokens are pooled until each bin expects at least 5, otherwise the test would cry wolf. A p-value below 0.05 turns up for one seed in twenty; step through seeds until it does, and nothing is broken.',
    },
    {
      title: 'The order decides who survives',
      body: 'T = 2, top-p 0.9, temperature last: the cut looked at the distribution at T = 1 and kept few. Switch to “T first”: the same 0.9 now needs far more tokens. Compare the two counts.',
      notes:
        'Flip the order switch back and forth and watch the count. The setting “T 2, top-p 0.9” means different things in different programs: transformers divides first, llama.cpp cuts first. Ask: which cut is immune? (Top-k, because T does not change ranks. Try it.) Practical advice to close with: when you report sampling settings, report the order as well, and change one of T and top-p at a time.',
    },
  ],
  predict: [
    {
      id: 'runner-up',
      question: 'T goes from 0 up to 5. What does the probability of the second-ranked token do?',
      choices: ['It rises all the way', 'It falls all the way', 'It rises, then falls'],
      correct: 2,
      answer:
        'It rises, then falls. Near 0 the leader takes everything; far up, all 4,096 tokens share. In between the runner-up has its best moment, exactly where its logit equals the p-weighted mean logit.',
    },
    {
      id: 'nucleus',
      question:
        'Top-p is 0.9 and the temperature comes first. T goes from 0.5 to 2. How many tokens survive the cut?',
      choices: ['Fewer', 'The same number', 'Many more'],
      correct: 2,
      answer:
        'Many more. A higher T spreads the mass, so more tokens are needed to reach 0.9. With the temperature last, the number does not change at all.',
    },
  ],
  followUps: [
    {
      question: 'Should temperature and top-p be changed together?',
      answer:
        'Better one at a time. Both govern how much of the tail can be drawn, and when the temperature comes first it also moves the edge of the nucleus, so the effect of one cannot be read without the other. A common practice is to fix T = 1 and tune top-p, or to leave top-p at 1 and tune T. Min-p suits high temperatures better: in logits its threshold is $z_{\\max}+T\\ln b$ with $b$ the chosen fraction, so a confident model still cuts hard.',
    },
    {
      question: 'Why does a service at T = 0 still give different answers?',
      answer:
        'Greedy decoding is deterministic only if the logits are. On a server your request shares a batch with others; the batch’s size changes the order in which floating-point numbers are added, and addition in floating point is not associative. The last digits differ, two nearly equal logits swap places, and from that token on the texts part. Mixtures of experts, different hardware and model updates add to it. In this page one thread adds in one order, so the same link gives the same text.',
    },
    {
      question: 'Why divide logits? Could one not apply T to the probabilities?',
      answer:
        'One can, and it is the same: $\\mathrm{softmax}(z/T)_i=p_i^{1/T}/\\sum_j p_j^{1/T}$ with $p=\\mathrm{softmax}(z)$, because $\\ln p_i$ and $z_i$ differ by a constant that cancels. Dividing logits is preferred since it is cheaper and exact: tiny probabilities would underflow to 0 before the power is taken. Dividing the probabilities themselves by T would do nothing, as scaling to sum 1 takes the factor out again.',
    },
  ],
  keywords: ['logits', 'softmax', 'entropy', 'greedy decoding', 'top-p'],
  terms: [
    {
      en: 'temperature',
      zh: '温度',
      meaning: 'The positive number T that divides every logit before softmax.',
    },
    {
      en: 'logit',
      zh: 'logit（未归一化得分）',
      meaning: 'The model’s raw score for one token; only differences between logits matter.',
    },
    {
      en: 'softmax',
      zh: 'softmax（归一化指数函数）',
      meaning:
        'Exponentiates every score and divides by the sum, so that the results are positive and sum to 1.',
    },
    {
      en: 'entropy',
      zh: '熵',
      meaning:
        'Average surprise of a draw in bits: 0 when the outcome is certain, 12 for 4,096 equally likely tokens.',
    },
    {
      en: 'effective choices',
      zh: '有效选项数',
      meaning:
        'Two to the power of the entropy: the number of equally likely tokens that would be as uncertain. Also called perplexity.',
    },
    {
      en: 'greedy decoding',
      zh: '贪心解码',
      meaning: 'Always taking the token with the largest logit; the limit of T towards 0.',
    },
    {
      en: 'nucleus sampling (top-p)',
      zh: '核采样（top-p）',
      meaning: 'Drawing only from the smallest set of best tokens whose probabilities sum to at least p.',
    },
    {
      en: 'the tail',
      zh: '尾部',
      meaning: 'All the tokens below those in view: each unlikely, together often not.',
    },
  ],
  sources: [
    {
      label: 'Hinton, Vinyals, Dean 2015',
      where: 'eq. 1 (softmax with a temperature)',
      link: 'https://arxiv.org/abs/1503.02531',
    },
    {
      label: 'Ackley, Hinton, Sejnowski 1985',
      where: 'Boltzmann machines, where the word comes from',
      link: 'https://doi.org/10.1016/S0364-0213(85)80012-4',
    },
    { label: 'Fan, Lewis, Dauphin 2018', where: '§5 (top-k)', link: 'https://arxiv.org/abs/1805.04833' },
    { label: 'Holtzman et al. 2020', where: '§3, eq. 2 (top-p)', link: 'https://arxiv.org/abs/1904.09751' },
    {
      label: 'Meister et al. 2023',
      where: 'locally typical sampling',
      link: 'https://arxiv.org/abs/2202.00666',
    },
    { label: 'Nguyen et al. 2025', where: 'min-p', link: 'https://arxiv.org/abs/2407.01082' },
  ],
  labels: {
    yourText: 'Your text',
    temperature: 'Temperature T',
    temperatureField: 'Temperature',
    rulerHint: 'each little chart is this distribution at that T',
    rulerLeft: '0 = always the top token',
    rulerRight: 'toward ∞ = all equal',
    beyondRuler: 'beyond the ruler: T = {T}',
    barsLabel:
      'Next-token distribution at T = {T}: {top} leads with {p}; the {count} tokens not drawn hold {tail}.',
    barsLabelGreedy: 'Next-token distribution at T = 0: {top} has all the probability.',
    ticksAtOne: 'ticks: T = 1',
    ticksPinned: 'ticks: pinned, T = {T}',
    greedyLine: 'T = 0: no division by zero. The largest logit wins.',
    ofText: 'text “{prompt}”',
    cutAway: 'cut away',
    bytesNote:
      'Some characters are not in this model’s vocabulary of {V}; they are split into {n} byte tokens, and its guesses there mean little.',
    growthWindowNote: 'To leave room to grow, the three texts start from the last {n} tokens.',
    onlyStored: 'Without the model there is only the recorded text:',
    waiting: 'The bars appear as soon as the model has read your text.',
    texts: {
      title: 'One seed, three temperatures',
      hint: 'The redder a token, the less likely the model held it',
      cutsApply: 'cuts apply',
      meanP: 'mean p',
      growing: 'growing',
      done: 'done',
      ended: 'end of text',
      paused: 'paused',
      waiting: 'waiting for the model',
      play: 'Play',
      stop: 'Stop',
      reset: 'Start over',
      newSeed: 'Next seed',
      scrub: 'Tokens shown',
      position: '{at} of {n}',
      temperatureOf: 'Temperature of text {n}',
      tokenLine: '{token}: the model’s p = {p}; drawn with {q} at T = {T}',
      pointAtToken: 'Point at a token for its p',
    },
    wall: {
      tail: 'Drawn from the tail',
      kept: 'Tokens kept',
      firstKept: 'with T first',
      lastKept: 'with T last',
    },
    readouts: {
      title: 'Readouts',
      against: 'against T',
      entropy: 'Entropy',
      bits: ', bits',
      choices: 'Effective choices',
      choicesUnit: ', of {V}',
      top: 'Top token, p({token})',
      pinned: 'pin {value}',
      afterCut: ', → after the cuts',
    },
    cuts: {
      title: 'Cuts',
      inOrder: 'in this order',
      orderLabel: 'When the temperature is applied',
      first: 'T first',
      last: 'T last',
      topK: 'top-k',
      topP: 'top-p',
      minP: 'min-p',
      typical: 'typical',
      keeps: 'keeps {n}',
      noCut: 'No cut is on: every token can be drawn.',
      noCutGreedy: 'No cut is on, but at T = 0 only the top token can be drawn.',
      firstKeeps: 'T first keeps {n}',
      lastKeeps: 'T last keeps {n}',
      same: 'The same tokens survive either way.',
      onlyFirst: 'only with T first:',
      onlyLast: 'only with T last:',
      andMore: 'and {n} more',
      chartLabel: 'Tokens kept: {first} with the temperature first, {last} with the temperature last.',
    },
    draws: {
      seed: 'Seed',
      one: 'Draw one',
      thousand: 'Draw 1,000',
      drawnToken: 'Draw {n}:',
      none: 'Nothing drawn yet.',
      append: 'Add to the text',
      drawn: 'drawn',
      expected: 'expected',
      chi: 'χ² {x}, df {df}, p-value {p}',
      chiOneBin: 'One outcome only: nothing to test.',
      plausible: 'The draws agree with theory.',
      implausible: 'Further off than 19 seeds in 20: try the next seed.',
      pooled: 'rest',
      chartLabel: '{n} draws against the expected counts, in {bins} bins.',
      few: 'The chi-square needs about {n} draws.',
    },
    guess: {
      title: 'Before you drag',
      question: 'Where will p({token}) be at T = 2?',
      answer:
        'The leader loses most when the bars are levelled: what it gives up goes to thousands of tokens, a little to each.',
      count: '{at} of {n}',
      previous: 'Question before',
      next: 'Next question',
    },
    runnerUp: {
      lineLabel: 'p({token}), ranked second, from T = 0 to 5',
      result: 'For your text: 0 at T = 0, {peak} at T = {peakT}, {high} at T = 5.',
      peak: 'peak',
      flat: 'Here two logits are equal, so it falls all the way from the tie.',
    },
    nucleus: { result: 'For your text: {low} at T = 0.5, {high} at T = 2.' },
  },
};

export default text;

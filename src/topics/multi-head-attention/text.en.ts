import type { HeadsText } from './text';

const text: HeadsText = {
  question: 'Why many heads?',
  short:
    'One head makes one set of weights for each token and returns one average of what it finds. It may look at two places, but it cannot keep apart what it took from them. Several heads split the same width into smaller subspaces, each with its own [[gallery]]pattern[[/]] and its own values, and write side by side. The matrix multiplications cost the same. Knock a head [[out]]out[[/]] and watch [[bars]]the bars[[/]].',
  full: [
    'A head projects each token to a query, a key and a value. Row $t$ of its pattern is $$A_{t,\\cdot}=\\mathrm{softmax}\\big(q_t k_s^{\\top}/\\sqrt{d_h}\\big)_{s\\le t}$$ and its output is the mean of the values under these weights, $\\sum_s A_{ts}v_s$. [[heat]]The large picture[[/]] is this pattern for one head: each row sums to 1, and the hatched half is the future, which a decoder may not see.',
    'With a single head, everything that a token needs from the others must pass through one such mean. If it needs the word before for its grammar and a name ten words back for its meaning, one softmax must serve both, and the two values arrive added together. With $h$ heads there are $h$ patterns over the same text and $h$ value maps of size $d/h$; their outputs are laid side by side, and the output projection $W^O$ can treat them differently.',
    'The price hardly changes. Splitting a width $d$ into $h$ heads of $d/h$ leaves all matrix products as large as before: projections $8Td^2$ and mixing $4T^2d$ FLOPs a layer, with no $h$ in it. What grows with $h$ is the number of attention scores, $hT^2$, which the softmax has to exponentiate and the memory to hold.',
    'Trained heads come in kinds. Some look at the token before, some park their weight on the first token, some find earlier copies of the token. An induction head looks at what came after the last copy, and so continues a pattern it has met once (Olsson et al. 2022). The scores beside the large picture measure each kind; a head may have a bit of several, or none.',
    'Which heads matter? Knock them out one by one and measure the loss: in many models most heads can go alone at little cost (Michel et al. 2019), and on a single sentence some removals even help by chance. But the costs do not add. Two heads that do the same job cover for each other: either may go, not both. So a small increase means that a head can be replaced, not that its job is not needed.',
    'To knock out means here to multiply a head’s output by 0 just before $W^O$. Later layers then get input they never met in training, so part of the damage is that surprise. Replacing the output by its average over many texts is milder and gives other numbers.',
  ],
  oftenSaid: [
    {
      said: 'Several heads are used so that attention can run in parallel.',
      right:
        'One wide head is just as parallel: every token attends at once either way. The matrix multiplications are the same too, $h$ heads of $d/h$ against one of $d$. The reason is $h$ separate patterns and value maps.',
    },
    {
      said: 'One head cannot look at two places.',
      right:
        'It can, half and half. But it returns only their average through one value map, so it cannot tell what came from where.',
    },
    {
      said: 'The more heads, the better.',
      right:
        'Each one gets narrower. In Vaswani et al. (table 3, A) translation with 1 head scored 0.9 BLEU below the best setting, and 32 heads also scored below 8 and 16.',
    },
    {
      said: 'A large attention weight marks an important token.',
      right:
        'The weight is multiplied by a value, and values differ in length. A head with nothing to do often puts its weight on the first token, whose value may be short. See “One average”.',
    },
  ],
  steps: [
    {
      title: 'Thirty-six pictures of one sentence',
      body: 'Six layers of six heads read the same text, each in [[gallery]]its own way[[/]]. Open here: the head that looks most at the token before. Each row is one token looking back; [[arcs]]the arcs[[/]] show one row.',
      notes:
        'Start with one small picture: down the side who looks, along the bottom at whom, the hatched half is the future. Then let the eye wander: a bright diagonal is the previous token, a bright left column the first token, scattered dots are something about content. Hover a token in the arcs and read out where it looks. A click on one of the kinds opens the head with most of it; the scores are plain averages of weights. Ask: must each row sum to 1? (Yes, softmax; even a head with nothing to look for has to look somewhere, which is why so many park on the first token.) Stumble: people take rows for columns; hover a cell and say the sentence “row looks at column”.',
    },
    {
      title: 'Ask for induction with random tokens',
      body: 'A real sentence mixes reasons. So draw random tokens, say them twice, and see who finds, in the second saying, what [[induction]]followed last time[[/]]. The strongest square is the best candidate; compare it with what even attention would score.',
      notes:
        'This is the test of Olsson et al.: nothing in random tokens can be predicted but the repetition. The induction score is the mean weight on the token after the earlier copy. Point at “even attention”: a head near that number does no induction, however much its square stands out among weak ones. Below stand the surprise in the first and in the second saying: if the second is lower, the model copies from context. Change the seed; the winner should stay. A small or little trained model may have no clear winner, and then the honest answer is: none yet. Induction heads need a previous-token head in an earlier layer to work with, so one layer alone cannot do it.',
    },
    {
      title: 'Take one out',
      body: 'The head that costs most on this text is [[out]]out[[/]]: hatched. Its pattern is still computed, but its output is multiplied by 0. [[ticks]]Ticks[[/]] mark the next-token bars as they were. The columns show each head’s cost alone.',
      notes:
        'Say what “out” means: the head’s slice is set to 0 just before the output projection; all else is untouched. Read the bars: which word lost, which gained? Then the sentence’s mean surprise, before and after. Open the next column by clicking it, press X to take it out as well. Ask first: does the top word fall further? The prediction card does that on the live model. Stumble: some columns lie below 0, the text got easier without that head. On one short text that is noise; with thousands of texts most of it would vanish.',
    },
    {
      title: 'Ablations don’t add',
      body: 'Now the six heads that cost least alone are [[out]]out[[/]] together. Compare what that costs with the sum of their single costs.',
      notes:
        'Let the audience predict first: each of the six was nearly free, or even a gain. What do all six cost? The two bars answer for this text. The gap has a reason: heads back one another up, and they feed one another, so a cost measured with all the others in place says little about the set. That is why careful pruning measures again after each removal. Try other sets by hand. If the set happens to cost no more than the sum on this text, say so, and try another text: the claim is that costs need not add, not that sets are always worse.',
    },
    {
      title: 'Two places, one average',
      body: 'All heads are back. One head’s output, taken apart: each place gives its value times its weight, and the head returns only the [[average]]sum[[/]]. The two largest shares stand first.',
      notes:
        'Read the strip from top to bottom: largest share, second, everything else, and the sum, which is all that leaves the head. Thirty-two numbers in, thirty-two out, whatever the number of places. Point at the lengths: the sum is shorter than the shares laid end to end, because they point different ways and partly cancel. Ask: can the next layer recover the two shares? (Not from this head alone: many pairs have the same sum. A second head with its own pattern would bring the second place separately.) This is the actual argument for several heads, and it answers “one head cannot look at two places”: it can, but it cannot keep them apart.',
    },
    {
      title: 'The same multiplications',
      body: 'Move the slider from one wide head to many narrow ones. The [[cost]]matmul bars[[/]] stay as they are; only the scores to be exponentiated and stored grow.',
      notes:
        'These are formulas for this model’s width and this text’s length, not timings. Write on the board: Q, K, V and output are d by d each, whatever h is; q·k has d/h terms but there are h of them. So h cancels in every product, and only the T by T tables multiply. Ask where the limit is: with d/h too small a head’s scores come from very few numbers (for h = 96 it would be two). The trained comparison, models alike but for 1, 2, 4 or 8 heads, is not there yet; the pane says so, and nothing is claimed about it.',
    },
  ],
  predict: [
    {
      id: 'pair',
      question:
        'Two heads each cost almost nothing when they go alone. Both go at once. What does that cost?',
      choices: [
        'Almost nothing: the sum of two small numbers',
        'It can be much more than the sum',
        'It cannot be known without retraining',
      ],
      correct: 1,
      answer:
        'It can be much more. Single costs are measured while all the other heads are in place and can stand in. The panel now tries the cheapest heads of this text two by two and shows the pair with the largest surprise.',
    },
    {
      id: 'split',
      question:
        'A layer of width 192 goes from 6 heads of 32 to 12 heads of 16. What happens to the FLOPs of its matrix products?',
      choices: ['They double', 'They stay the same', 'They halve'],
      correct: 1,
      answer:
        'They stay the same. The projections are 192 by 192 as before; twice as many dot products are half as long. The number of scores for the softmax doubles: see “Price of h heads”.',
    },
  ],
  followUps: [
    {
      question: 'What do multi-query and grouped-query attention change?',
      answer:
        'They keep many query heads but let them share keys and values: all of them one pair (Shazeer 2019), or each group one pair (Ainslie et al. 2023). The patterns still differ, since the queries do. The gain is in generation: the KV cache shrinks by the number of heads that share a pair, and reading that cache is what limits speed. Quality drops a little with one shared pair, hardly with eight groups.',
    },
    {
      question: 'How many heads should a model have, and how wide?',
      answer:
        'Practice keeps the head size near 64 to 128 and lets the number of heads grow with the width. If heads get much narrower, the score matrix $QK^{\\top}$ has a rank of at most $d/h$, and a head can no longer express every pattern over a longer text (Bhojanapalli et al. 2020). If there are too few, patterns must be shared. Between these ends the loss is flat, so memory and hardware decide.',
    },
    {
      question: 'If most heads can be removed, why train with so many?',
      answer:
        'Because which ones can go is known only afterwards, and because removable is not useless: heads share and back up work. Michel et al. pruned about 20 % of a translation model’s heads and 40 % of BERT’s without a clear loss, ranked by importance; Voita et al. lost 0.15 BLEU for 38 of 48 encoder heads, learning the gates while fine-tuning. That says the trained network is redundant; it does not say a network with fewer heads would have learned as well.',
    },
  ],
  keywords: ['subspace', 'attention pattern', 'value map', 'induction head', 'ablation'],
  terms: [
    {
      en: 'attention head',
      zh: '注意力头',
      meaning: 'One set of query, key and value projections with its own pattern and output.',
    },
    {
      en: 'multi-head attention',
      zh: '多头注意力',
      meaning: 'Several heads over the same text, outputs side by side, mixed by one projection.',
    },
    {
      en: 'query, key, value',
      zh: '查询、键、值',
      meaning: 'What a token looks for, what it can be found by, and what it hands over.',
    },
    {
      en: 'output projection',
      zh: '输出投影',
      meaning: 'The matrix W^O that maps the joined head outputs back to the model’s width.',
    },
    {
      en: 'knock-out (zero ablation)',
      zh: '关掉（零消融）',
      meaning: 'Setting a head’s output to 0 before the output projection.',
    },
    {
      en: 'previous-token head',
      zh: '前一词元头',
      meaning: 'A head that puts most of its weight on the position just before.',
    },
    {
      en: 'induction head',
      zh: '归纳头',
      meaning: 'A head that looks at what followed the earlier copy of the present token.',
    },
    {
      en: 'surprise (loss)',
      zh: '惊奇度（损失）',
      meaning:
        'Minus log2 of the probability given to the token that came; its mean is the loss in bits a token.',
    },
  ],
  sources: [
    {
      label: 'Vaswani et al. 2017',
      where: '§3.2.2; table 3, rows (A)',
      link: 'https://arxiv.org/abs/1706.03762',
    },
    {
      label: 'Michel, Levy, Neubig 2019',
      where: 'removing heads one by one and in sets',
      link: 'https://arxiv.org/abs/1905.10650',
    },
    {
      label: 'Voita et al. 2019',
      where: 'kinds of heads; 38 of 48 pruned',
      link: 'https://arxiv.org/abs/1905.09418',
    },
    {
      label: 'Olsson et al. 2022',
      where: 'induction heads; repeated random tokens',
      link: 'https://arxiv.org/abs/2209.11895',
    },
    {
      label: 'Bhojanapalli et al. 2020',
      where: 'low-rank bottleneck of narrow heads',
      link: 'https://arxiv.org/abs/2002.07028',
    },
    {
      label: 'Ainslie et al. 2023',
      where: 'grouped-query attention',
      link: 'https://arxiv.org/abs/2305.13245',
    },
    { label: 'Shazeer 2019', where: 'multi-query attention', link: 'https://arxiv.org/abs/1911.02150' },
  ],
  labels: {
    oneToken: 'One token has only itself to look at: every head gives it weight 1. Add a word.',
    waiting: 'The pictures appear as soon as the model has read your text.',
    kinds: {
      previousToken: 'previous token',
      firstToken: 'first token',
      sameToken: 'same token',
      induction: 'induction',
    },
    gallery: {
      title: 'Every head',
      hint: 'rows: who looks; columns: at whom',
      group: 'All heads, a row for each layer',
      layer: 'layer',
      head: 'head',
      mini: 'Layer {layer}, head {head}',
      miniOut: 'Layer {layer}, head {head}, knocked out',
      keys: 'Click: open. X: knock out.',
      knock: 'Knock out {head}',
      putBack: 'Put {head} back',
      allBack: 'Put all back',
      outCount: '{n} of {all} out',
    },
    heat: {
      title: 'Head {head}',
      sub: 'layer {layer}, head {n}',
      out: 'knocked out',
      masked: 'not yet written: masked',
      label: 'Attention of layer {layer}, head {n}: “{token}” looks most at “{key}”, with weight {w}.',
      kindTitle: 'What kind is it?',
      kindHint: 'mean weight',
      kindLabel: 'Scores of head {head} on this text',
      noTarget: 'this text offers none',
      random: 'induction, random',
      noKind: 'No score reaches {threshold}: none of these kinds.',
      kindFind: 'Click a kind to open the head with most of it.',
      costliest: 'open the costliest',
      cellTitle: 'This cell, opened',
      cellOf: '“{token}” looks at “{key}”',
      cellHint: 'Click a cell to open it.',
      softmaxOf: 'softmax over {n} places:',
      strip: 'Query, key and their products, {D} coordinates',
      stripRows: 'From the top: q, k, q × k.',
      alone: 'Loss if it goes alone',
      aloneUnknown: 'not measured yet',
    },
    next: {
      title: 'Next token',
      before: 'all in',
      pinnedBefore: 'pinned',
      now: 'now',
      label: 'Next token with {heads} out: {top} goes from {before} to {after}.',
      labelPlain: 'Next token: {top} leads with {p}.',
      rest: '{n} others',
      loss: 'Mean surprise of this text',
      unit: 'bits a token',
      noLoss: 'needs two tokens and the live model',
      storedNote: 'These bars still have all heads in: taking heads out needs the live model.',
      pinned: '{n} out',
    },
    views: {
      group: 'What the lower pane shows',
      arcs: 'Where it looks',
      loss: 'Loss per head',
      induction: 'Induction test',
      average: 'One average',
      cost: 'Price of h heads',
    },
    arcs: {
      title: 'Where “{token}” looks in {head}',
      hint: 'arc width = weight',
      hintOut: 'arc width = weight; dashed: cut with the head',
      label: 'In head {head}, “{token}” looks most at “{key}”, with weight {w}.',
      seenBy: 'Looked at most by {list}',
      seenByNone: 'No later token looks at “{token}” here.',
    },
    loss: {
      hint: 'growth in bits a token with one head out, sorted',
      chart:
        'Loss growth of each head alone on this text: {head} costs most, {x} bits a token; {n} of {all} lie at or below 0.',
      measure: 'Measure all {all}',
      stop: 'Stop',
      progress: '{done} of {all} measured',
      none: 'Each head is taken out once, alone, by the live model.',
      ends: ['missed most', 'below 0: easier without it'],
      lit: '{head} alone: {x} bits a token',
      setTitle: 'Heads that are out: {n}',
      together: 'together',
      sum: 'sum of singles',
      setLabel: 'All {n} heads out cost {measured} bits a token; their single costs add up to {sum}.',
      more: 'Together {x} bits more than their single costs add up to.',
      less: 'Together {x} bits less than their single costs add up to.',
      one: 'One head is out: nothing to add up. Take out a second.',
      chooseSet: 'Take out two or more heads to compare them with their sum.',
      cheapest: 'Take out the {n} cheapest',
      short: 'A text of one token has no loss: nothing stands before it.',
    },
    induction: {
      hint: 'mean weight on what followed the earlier copy',
      chart: 'Induction score of every head on {n} random tokens said twice: {head} has most, {x}.',
      row: 'layer {n}',
      column: 'head {n}',
      seed: 'Seed',
      newSeed: 'Next seed',
      length: 'Tokens',
      best: 'Most: {head} with {x}.',
      even: 'Even attention would score {x}.',
      bits: 'Mean surprise, bits a token',
      first: 'said first',
      second: 'said again',
      bitsLabel: 'Surprise at random tokens: {first} bits when first said, {second} when said again.',
      sample: 'The text:',
      reading: 'The model reads the random tokens as soon as it is here.',
    },
    average: {
      hint: 'what head {head} returns at “{token}”: weight × value, summed',
      chart: 'The output of head {head} at “{token}” as a sum of shares, {D} coordinates.',
      rows: ['largest', 'second', 'all other', 'sum = output'],
      line: '“{token}”: weight {w} × |v| {v} = {n}',
      norm: 'length {n}',
      cosine: 'Cosine of the two largest shares: {c}',
      sum: 'Laid end to end the shares measure {sum}; the output measures {out}. Only the output leaves the head.',
      onePlace: 'Only one place to look at: the output is its value.',
    },
    cost: {
      heads: 'Heads h',
      setting: 'one layer, width d = {d}, T = {T} tokens of your text',
      chart: 'One layer with {h} heads of {size}: {flops} matmul FLOPs, {cells} scores.',
      projections: 'projections 8Td²',
      mixing: 'mixing 4T²d',
      matmul: 'matmul FLOPs',
      cells: 'scores hT²',
      bytes: 'stored as float32',
      against: '{x} × one head',
      headSize: 'of {size} numbers each',
      note: 'By formula, not timed; whole T × T tables, the masked half included.',
    },
    matched: {
      title: 'Models that differ in their number of heads alone',
      hint: '{parameters} M parameters, {tokens} M tokens; same texts, order and steps',
      chart: 'Held-out loss while training, {n} models',
      tokens: 'tokens read',
      score: 'bits per byte',
      model: 'model',
      end: 'held-out loss at the end',
      range: '({least}–{most}, {n} seeds)',
      heads: 'heads: {n}',
      finding: 'At the end {best} heads are best and {worst} worst, {gap} bits per byte apart.',
      caption:
        'Width, parameters and matrix products are the same; only the split differs, and with it the size of a head and its rotary frequencies. These models are tiny and read little: where no range over seeds is given, a gap of some hundredths may be chance.',
      noRecord: 'There is no record of matched models to draw.',
    },
    further: {
      title: 'Before you click',
      question: 'Take head **{head}** out. What does the probability of **{token}** do?',
      choices: ['It falls', 'It hardly moves', 'It rises'],
      answer:
        'Measured on your text just now; “hardly” means by less than one hundredth. A head may have argued for the token, against it, or about something else.',
      result: 'p({token}) with {head} out: {before} → {after}',
      takeOut: 'Take {head} out',
      waiting: 'A question about one more head comes with the live model.',
    },
    pairs: {
      titles: { pair: 'Before you look: two heads', split: 'Before you look: the price' },
      progress: '{done} of {all} pairs tried',
      found: '{a} alone {x}, {b} alone {y}, both {both} bits a token.',
      none: 'On this text no pair among the cheapest heads cost more than the sum. Try another text.',
      waiting: 'The single costs are still being measured.',
      show: 'Take out both',
    },
  },
};

export default text;

import { labels } from './labels.en';
import type { StrengthsText } from './text';

const text: StrengthsText = {
  question: 'What is it good and bad at?',
  short:
    'ChatGPT writes fluently, follows instructions and does many tasks without retraining. Fluency comes from next-token prediction on a huge corpus, instruction following from tuning on human demonstrations and preferences. The weaknesses have the same roots. It continues plausibly whether it knows or not, so it hallucinates. Its weights keep what the data said up to the cutoff, biases included. The window is finite, and every token costs computation. Retrieval, tools and checking reduce these limits; they do not remove them.',
  full: [
    'Nearly everything follows from one mechanism. Given the tokens so far, the network computes a probability for every possible next token, one is chosen, and the loop begins again. Pretraining minimises $$L(\\theta)=-\\frac1T\\sum_{t=1}^{T}\\ln p_\\theta(x_t\\mid x_{<t})$$ On average this is smallest when the model’s probabilities equal those of the text it learns from. So the aim is to be like the data. Truth enters only as far as true text is also likely text.',
    'Strengths first. Whoever predicts text well must get grammar, style, common facts and the thread of an argument right, and so fluency and broad knowledge come from pretraining. A large model also takes up a task from a few examples in its prompt, with no change of weights (Brown et al. 2020). Following instructions comes from post-training: human labellers preferred answers of a 1.3-billion-parameter InstructGPT to those of GPT-3 with 175 billion (Ouyang et al. 2022).',
    'Hallucination: softmax always gives out a total probability of 1, and decoding always chooses something. After “Her phone number was” digits are the likely continuation, known or not, and the loss has no separate term for “I do not know”. For facts that no rule lets one derive, Kalai and Vempala (2024) prove a lower bound: under their assumptions, a calibrated pretrained model states false ones at a rate of at least about the share of facts seen exactly once in training, even if the training data contain no errors. Post-training can teach it to abstain, but then a guess must not be rewarded more than an honest “I don’t know”.',
    'Frozen knowledge and bias come from the data. After training the weights stand still, so they cannot hold anything that happened after the cutoff; rare facts are held badly too, since accuracy rises with the number of documents that support them (Kandpal et al. 2022). Bias is the same imitation: if “doctor” is followed by “he” more often than by “she”, the lowest loss is reached by reproducing that ratio. For 83 % of 388 occupations GPT-3 put a male identifier ahead (Brown et al. 2020, §6.2.1). Decoding can sharpen it: 60 to 40 becomes 69 to 31 at temperature 0.5, and 100 to 0 under greedy decoding.',
    'The window comes from the architecture. Each token is compared with all tokens before it, so the number of attention scores grows with $T^2$, and generation stores keys and values: $2\\,n_{\\text{layer}}\\,d\\,b$ bytes a token, with $d$ the total width of the key heads and $b$ bytes a number. Llama-2-7B in fp16 needs 524,288 bytes a token, 2 GiB for its 4,096 tokens. What is cut off before the model reads has no effect whatever. What lies inside is not used evenly: Liu et al. (2023) found facts used best at the start or the end of a long prompt and worst in the middle, in the models of that time.',
    'The cost comes from size. With $N$ parameters, a token takes about $2N$ FLOPs and training on $D$ tokens about $6ND$, attention’s own products left out (Kaplan et al. 2020, §2.1). GPT-3 has 174.6 billion parameters and read 300 billion tokens: $$6\\times1.746\\times10^{11}\\times3\\times10^{11}\\approx3.14\\times10^{23}$$ as in the paper’s own table. Its weights alone take 349 GB in fp16. And because each token waits for the one before, a long answer takes long however many processors there are.',
    'Each limit has remedies that act on its cause. Retrieval and tools put fresh or exact information into the prompt. Sources can be shown, so that answers can be checked. Choosing the data and tuning on preferences can reduce bias, though InstructGPT measured no gain on that point (Ouyang et al. 2022). Grouped-query attention shrinks the cache, quantisation the weights; a mixture of experts uses only part of its parameters for each token. In short: strong where fluent text is the product or the result is easily verified, weak where an exact fact must be right and nobody checks.',
  ],
  oftenSaid: [
    {
      said: 'It writes well because of attention and the decoder architecture.',
      right:
        'The same architecture with untrained weights writes strings of random tokens. The architecture makes learning from long texts possible and efficient; the skill comes from the training.',
    },
    {
      said: 'It hallucinates because there are errors in the training data.',
      right:
        'Errors add to it, but they are not needed. Even with error-free data, a calibrated pretrained model must invent some statements about arbitrary facts, at a rate tied to the share of facts seen only once (Kalai and Vempala 2024).',
    },
    {
      said: 'Temperature 0 stops the hallucinations.',
      right:
        'It stops the variation. If the likeliest continuation is an invention, greedy decoding gives that invention every time. Agreement between samples is not truth.',
    },
    {
      said: 'Whatever fits in the context window is taken into account.',
      right:
        'It can be, but need not be. What is outside cannot count at all; how well the inside is used depends on the place, the length and the model, so it has to be tested.',
    },
    {
      said: 'Its knowledge cannot be updated, or: it learns from our conversation.',
      right:
        'A chat changes the input, never the weights. New knowledge can be put into the prompt at once, by search or by hand; to get it into the weights takes further training.',
    },
  ],
  steps: [
    {
      title: 'It writes, and tuning makes it answer',
      body: 'From any prompt it goes on in whole sentences: [[written]]orange[[/]] shows how surprising each token was to it. Below, two models get the same instruction. One was only pretrained; the other was tuned on instructions.',
      notes:
        'Type an opening that the class suggests. Then compare the two answers: the base model continues the text, since continuing is all it was trained for. Ask where fluency comes from (pretraining) and where obedience comes from (tuning). Both models are the same size and the tuned one started from the other’s weights. The tuned one knows only a dozen kinds of request: show one that fails, too.',
    },
    {
      title: 'Nobody can know, and it answers',
      body: 'Left, a question without an answer; right, one whose answer stands in the text. Compare how high the first bar is and how far [[answers]]the twenty answers[[/]] agree. Further down: capitals it provably never read.',
      notes:
        'Measure before you claim: read out the top probability and the entropy on both sides. The digits scatter, the colour does not. Then set the temperature to 0: agreement becomes 100 % on the left, and the number is no truer. Scroll to the capitals: the left-out ones never stand in one training text with their country, so every answer there is made up; note how many of those answers look sure. Let somebody type a country of their own.',
    },
    {
      title: 'Out of the window, out of mind',
      body: 'The fact stands at the start, the question at the end. Drag [[window]]the window[[/]]: while the fact is inside, [[told]]the right word[[/]] is likely; once it is cut off, the probability is what it is with [[deleted]]the fact deleted[[/]].',
      notes:
        'Have them predict first (first question). Then drag the green line to the left, slowly: the point at which the blue curve drops follows it. To the right of the line the two curves are one, to the last digit, because the model is given the same tokens. It is not zero: other colours are possible, and red is one of them.',
    },
    {
      title: 'What it read often, and what it never read',
      body: 'Each [[cloud]]dot[[/]] is a word: further left, rarer in the training text; higher up, more surprising. Words that were never read stand at the edge. Below, a fact is pasted in front of the question, as retrieval does.',
      notes:
        'Type words the stories cannot know: vaccine, blockchain. Read out the correlation; it is far from perfect, since a word must also fit its place in the sentence. Then the second half: the weights have not changed, the input has. Press the preset about Japan for the honest counter-example: the fact stands there, and this small model does not use it. Retrieval needs a reader.',
    },
    {
      title: 'Ratio in, ratio out',
      body: 'The same sentence with one noun after another. The bar is what the model expects, [[corpus]]the tick[[/]] what was counted in its training text. Press two bars to compare their next tokens.',
      notes:
        'The shares of the twenty occupations were invented and written into the training text on purpose, so we know what went in. Ask: is the model prejudiced or is it accurate? It is accurate about its data, and that is the problem. Change the sentence: the bars shift, the order mostly stays. Try other words than she and he; there the ticks vanish, since nobody counted them.',
    },
    {
      title: 'What it costs',
      body: '[[here]]This tab[[/]] was timed just now. Beside it stand published times and the training FLOPs by 6ND, each with its source. Set your own N and D.',
      notes:
        'Read both axes: a step is a factor of a hundred. This model is some fifty thousand times smaller than GPT-3. Work 6ND out on the board: six times 1.746e11 times 3e11. Then set the cache to 100,000 tokens and look at GPT-3’s cache in the table. Usual slip: thinking that more processors make one answer come faster without end; each token waits for the one before.',
    },
  ],
  predict: [
    {
      id: 'outside',
      question:
        'A text says “Lily’s ball is red.” Filler follows, until this sentence lies just outside the window and is cut off. What is P(red) for the colour of the ball now?',
      choices: [
        'Zero: the fact is gone',
        'Exactly what it would be with the fact deleted',
        'A little higher than with the fact deleted: a trace remains',
      ],
      correct: 1,
      answer:
        'Exactly what it would be with the fact deleted. The text is cut before the model reads it, so both cases feed in the same tokens. “Red” keeps the probability that the rest of the text gives it, and softmax never gives zero. (A cache that drops old keys but keeps later states is another matter: those states were computed while the fact was visible.)',
    },
    {
      id: 'agreement',
      question:
        'You ask for the phone number of an invented person and decode 20 times at temperature 0 from identical scores. What do the 20 answers show?',
      choices: [
        'If they agree, the model knows the number',
        'They agree, and that says nothing about truth',
        'They differ, because the model does not know',
      ],
      correct: 1,
      answer:
        'They agree, because greedy decoding takes the largest score each time. Nobody has this number, so all 20 are the same invention. At higher temperatures agreement tells how concentrated the model’s guesses are, which is a hint about its certainty, not proof of truth.',
    },
    {
      id: 'paste',
      question:
        'The question “What is Mia’s number?” alone gives “seven” some small probability. Now the sentence “Mia’s number is seven.” is pasted in front. The weights stay as they are. What happens to P(seven)?',
      choices: [
        'Nothing: the model has not been trained on it',
        'It rises a little',
        'It becomes by far the likeliest word',
      ],
      correct: 2,
      answer:
        'The weights hold what was read in training; the prompt is read anew each time. Attention carries the word from the pasted sentence to the answer, so its probability jumps at once. This is what retrieval relies on. It works as far as the model has learnt to read such sentences: the preset about Japan shows where this one has not.',
    },
  ],
  followUps: [
    {
      question: 'How would you reduce hallucination in a product?',
      answer:
        'Give the model the facts instead of asking its memory: retrieve documents, tell it to answer from them, and show the passages. Let tools do sums and look-ups. Allow and reward “I don’t know”. Sample several answers and compare their meaning: semantic entropy detects answers that vary arbitrarily (Farquhar et al. 2024), though not errors that the model makes consistently. Then measure the error rate on your own questions. None of this brings it to zero: retrieval can return a wrong page, and the model can misread a right one.',
    },
    {
      question: 'New knowledge: retrieval or fine-tuning?',
      answer:
        'Retrieval for facts, above all for those that change: it works at once, shows its source and can be corrected by editing a document. In the comparison of Ovadia et al. (2023) it beat continued training on the same texts. Fine-tuning suits form and behaviour: tone, output format, a specialised task. Facts new to the model are learnt slowly that way, and learning them made models hallucinate more about what they knew before (Gekhman et al. 2024). Both can be combined.',
    },
    {
      question: 'Will larger models and longer windows not solve all this?',
      answer:
        'They help. Loss falls smoothly with size and data, in the fit of Hoffmann et al. (2022) as $L(N,D)=E+A/N^{\\alpha}+B/D^{\\beta}$, but it approaches $E$, the uncertainty of the text itself, not zero. A longer window moves the edge; the cache grows in proportion, attention scores with the square. Size does nothing about the cutoff date, and a larger model also imitates popular falsehoods better: on TruthfulQA the largest models tested were generally the least truthful (Lin et al. 2021); those models had not been tuned with RLHF.',
    },
  ],
  keywords: ['next-token prediction', 'hallucination', 'context window', 'knowledge cutoff', 'retrieval'],
  terms: [
    {
      en: 'hallucination',
      zh: '幻觉',
      meaning: 'A fluent statement that is false or has no support in the input or the data.',
    },
    {
      en: 'calibration',
      zh: '校准',
      meaning: 'Of the statements given with probability p, a share p is true.',
    },
    {
      en: 'context window',
      zh: '上下文窗口',
      meaning: 'The largest number of tokens, prompt and answer together, that the model can read at once.',
    },
    {
      en: 'knowledge cutoff',
      zh: '知识截止日期',
      meaning: 'The date after which the training data contain nothing.',
    },
    {
      en: 'retrieval-augmented generation (RAG)',
      zh: '检索增强生成（RAG）',
      meaning:
        'Documents are searched for first and put into the prompt, so that the answer can rest on them.',
    },
    {
      en: 'in-context learning',
      zh: '上下文学习',
      meaning: 'Taking up a task from examples in the prompt, with no change of weights.',
    },
    {
      en: 'KV cache',
      zh: 'KV 缓存',
      meaning: 'Keys and values of all tokens so far, kept so that they need not be computed again.',
    },
    {
      en: 'FLOP',
      zh: '浮点运算（FLOP）',
      meaning: 'One floating-point addition or multiplication; FLOPs here count operations, not speed.',
    },
    {
      en: 'log-odds',
      zh: '对数几率',
      meaning: 'The logarithm of the ratio of two probabilities, such as p(he) over p(she); 0 means even.',
    },
  ],
  sources: [
    {
      label: 'Brown et al. 2020',
      where: 'GPT-3; §6.2.1 (gender); table D.1 (training compute)',
      link: 'https://arxiv.org/abs/2005.14165',
    },
    {
      label: 'Ouyang et al. 2022',
      where: 'InstructGPT: preferred answers of a smaller model',
      link: 'https://arxiv.org/abs/2203.02155',
    },
    {
      label: 'Kalai, Vempala 2024',
      where: 'lower bound on hallucination',
      link: 'https://arxiv.org/abs/2311.14648',
    },
    {
      label: 'Kandpal et al. 2022',
      where: 'rare facts and the number of documents',
      link: 'https://arxiv.org/abs/2211.08411',
    },
    {
      label: 'Liu et al. 2023',
      where: 'facts in the middle of a long prompt',
      link: 'https://arxiv.org/abs/2307.03172',
    },
    { label: 'Kaplan et al. 2020', where: '§2.1 (2N and 6ND)', link: 'https://arxiv.org/abs/2001.08361' },
    {
      label: 'Hoffmann et al. 2022',
      where: 'loss as a function of size and data',
      link: 'https://arxiv.org/abs/2203.15556',
    },
    {
      label: 'Farquhar et al. 2024',
      where: 'semantic entropy',
      link: 'https://doi.org/10.1038/s41586-024-07421-0',
    },
    {
      label: 'Ovadia et al. 2023',
      where: 'retrieval against fine-tuning',
      link: 'https://arxiv.org/abs/2312.05934',
    },
    {
      label: 'Gekhman et al. 2024',
      where: 'fine-tuning on new facts',
      link: 'https://arxiv.org/abs/2405.05904',
    },
    { label: 'Lin, Hilton, Evans 2021', where: 'TruthfulQA', link: 'https://arxiv.org/abs/2109.07958' },
  ],
  labels,
};

export default text;

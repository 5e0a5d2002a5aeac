import labels from './labels.en';
import type { RlhfText } from './text';

const text: RlhfText = {
  question: 'How do people’s choices tune it?',
  short:
    'After supervised fine-tuning, people compare several answers to the same prompt. A reward model learns from these comparisons to score an answer. Then the language model writes its own answers, each is scored, and PPO makes tokens that did better than expected more likely. A KL penalty keeps it near the model it started from. PPO uses four models: policy, reference, reward model and critic. DPO needs no reward model and no sampling during training. The result is preferred more often, not necessarily more accurate.',
  full: [
    'In the terms of reinforcement learning, the language model is the policy $\\pi_\\theta$. The state is the prompt $x$ with the tokens written so far, the action is the next token, and the episode is one answer $y$. The score comes only for the whole answer. Sampling tokens cannot be differentiated through, so the gradient uses $\\nabla_\\theta\\log\\pi_\\theta$ weighted by how much better than expected things went. The aim is $$\\max_\\theta\\;\\mathbb{E}_{x,\\,y\\sim\\pi_\\theta}\\big[r_\\phi(x,y)\\big]-\\beta\\,\\mathrm{KL}\\big(\\pi_\\theta\\,\\|\\,\\pi_{\\mathrm{ref}}\\big)$$ where the KL divergence is taken over answers and averaged over prompts.',
    'The score $r_\\phi$ is learned. In InstructGPT, labelers rank 4 to 9 answers to one prompt, and every pair in the ranking counts as a comparison. The Bradley–Terry model says that $y_w$ beats $y_l$ with probability $\\sigma(r(x,y_w)-r(x,y_l))$, so the loss for a pair is $$-\\log\\sigma\\big(r_\\phi(x,y_w)-r_\\phi(x,y_l)\\big)$$ Only differences for the same prompt matter: a constant added to all its scores changes nothing. People disagree, too. InstructGPT’s training labelers agreed with each other in about 73% of comparisons, so the target itself is noisy.',
    'PPO then involves four models. The policy (actor) and the critic are trained; the reference, a frozen copy of the fine-tuned model, and the reward model are not. The current policy writes the answers; it merely starts out as the fine-tuned model. Each token $a_t$ pays a price for moving away from the reference, and the last token also receives the score: $$r_t=-\\beta\\log\\frac{\\pi_\\theta(a_t\\mid s_t)}{\\pi_{\\mathrm{ref}}(a_t\\mid s_t)}+\\mathbf{1}[t=T]\\;r_\\phi(x,y)$$ with $\\mathbf{1}[t=T]$ equal to 1 at the last token $T$ and 0 before it, and $\\pi_\\theta$ taken as it was when it wrote the answer. Summed over an answer and averaged over the policy’s own answers, these log ratios are the KL divergence.',
    'One score for a whole answer does not say which token earned it. The critic therefore predicts the return to be expected from each prefix, $V(s_t)$, and the advantage is what came out minus that. GAE mixes short and long views: $$\\delta_t=r_t+\\gamma V(s_{t+1})-V(s_t),\\qquad \\hat A_t=\\sum_{l\\ge0}(\\gamma\\lambda)^l\\,\\delta_{t+l}$$ With $\\lambda=0$ it trusts the critic after one step: low variance, but biased if the critic is wrong. With $\\lambda=1$ it is the actual return minus $V(s_t)$: high variance. After the last token $V=0$.',
    'A batch of answers is used for several updates, so PPO compares the new policy with the one that wrote the batch: $\\rho_t=\\pi_\\theta(a_t\\mid s_t)/\\pi_{\\mathrm{old}}(a_t\\mid s_t)$. It maximises $$\\mathbb{E}_t\\big[\\min\\big(\\rho_t\\hat A_t,\\;\\mathrm{clip}(\\rho_t,1-\\varepsilon,1+\\varepsilon)\\,\\hat A_t\\big)\\big]$$ With a positive advantage a token’s gradient is zero above $1+\\varepsilon$, with a negative one below $1-\\varepsilon$. Clipping thus removes the incentive to go further. It does not bound the ratio: one large step can jump past the edge, tokens share their weights, and beyond the edge nothing pulls back. Keep two leashes apart: clipping looks at the policy that wrote the batch, the KL penalty at the fixed reference.',
    'Why have a leash at all? The reward model is only a stand-in for people, trained on a limited set of answers. A policy that searches for high scores also finds its mistakes: that is reward hacking. Gao et al. (2022) let a large “gold” model play the people; as the policy moved away from its start, the learned score went on rising while the gold score rose and then fell; in their setting a KL penalty acted much like stopping early. For a given reward the objective has an exact optimum, $$\\pi^*(y\\mid x)=\\frac{1}{Z(x)}\\,\\pi_{\\mathrm{ref}}(y\\mid x)\\,e^{r(x,y)/\\beta}$$ and its KL from the reference is at most $(r_{\\max}-r_{\\min})^2/(8\\beta^2)$. A small $\\beta$ allows more reward and more hacking; a large one changes little.',
    'DPO starts from that optimum. Solved for the reward, it reads $r=\\beta\\log(\\pi^*/\\pi_{\\mathrm{ref}})+\\beta\\log Z(x)$. In a difference for one prompt $Z(x)$ cancels, so the pair loss can be written with the policy alone: $$-\\log\\sigma\\!\\Big(\\beta\\log\\frac{\\pi_\\theta(y_w\\mid x)}{\\pi_{\\mathrm{ref}}(y_w\\mid x)}-\\beta\\log\\frac{\\pi_\\theta(y_l\\mid x)}{\\pi_{\\mathrm{ref}}(y_l\\mid x)}\\Big)$$ Two models remain, policy and frozen reference, and training looks like ordinary classification. The equivalence holds under Bradley–Terry, with a reference that gives every answer some probability, and at the exact optimum. With few pairs and finite training the two methods may end in different places.',
    'OpenAI said in November 2022 that ChatGPT was trained with RLHF using InstructGPT’s methods, with PPO; further details were not published. DPO is from 2023. What RLHF delivers is preference: InstructGPT’s labelers preferred answers of the 1.3-billion model to those of the 175-billion GPT-3. Preferred does not imply right. InstructGPT improved on TruthfulQA but lost ground on some public benchmarks, an “alignment tax” reduced by mixing in pretraining gradients, and GPT-4’s report shows that its confidence matched its accuracy less well after post-training.',
  ],
  oftenSaid: [
    {
      said: 'DPO works with four models: actor, reference, reward and critic.',
      right:
        'Those four belong to PPO. DPO trains the policy against a frozen reference and needs neither a reward model nor a critic. It was published in 2023, after ChatGPT.',
    },
    {
      said: 'The KL term keeps the gradients from getting too big.',
      right:
        'It penalises how far the policy’s distribution has drifted from the reference; it is no cap on gradients. Clipping is something else again, and it removes an incentive without bounding the ratio.',
    },
    {
      said: 'The critic turns the rewards into advantages.',
      right:
        'The critic predicts the expected return $V$. The advantage is worked out from rewards and $V$, usually with GAE; no model outputs it.',
    },
    {
      said: 'The fine-tuned (SFT) model writes the answers that get scored.',
      right:
        'Comparisons may come from it, but during PPO the current policy writes them. It starts as the SFT model and moves away with each update.',
    },
    {
      said: 'The reward model is trained on multi-label data.',
      right:
        'It is trained on rankings: people order several answers to one prompt, and the ranking is used as pairs. An answer carries no label of its own.',
    },
  ],
  steps: [
    {
      title: 'Say which is better',
      body: 'Two answers to one request, from one model: only the seed differs. Click the better one. That is all the data there is: which of two, never how good.',
      notes:
        'Let the class vote on a few pairs and disagree aloud: labelers agreed in only about three of four comparisons. Then ask how many clicks would be needed to trust a share. The panel answers in the next step with an interval. The set on board lets you go on quickly; it comes from a generator that knows which answer is better. It has three kinds of comparison, and begins with politeness alone.',
    },
    {
      title: 'Learn a score',
      body: 'A reward model learns to give the preferred answer the higher score. Judge it on pairs it never saw: the [[accuracy]]share right[[/]], with its interval.',
      notes:
        'Start it and watch the band: it narrows only with more held-out pairs, not with more training. Take the last pair and read the line: difference, sigmoid, loss. A constant added to all scores would change nothing here. Then score a text of the class’s own, a polite and a rude version, and compare the two. Last, give it “please please please”: a high share on the pairs kept aside says nothing of texts that no pair was like. Training on all three kinds makes it harder to fool, and takes longer.',
    },
    {
      title: 'Four models, one answer',
      body: 'The [[actor]]policy[[/]] writes, the [[reference]]reference[[/]] says how likely that was at the start, the [[reward]]reward model[[/]] scores the end, the [[critic]]critic[[/]] guesses what is to come. The [[advantage]]advantage[[/]] is worked out from these.',
      notes:
        'Hover a token: all panes light it, and each line below gives its number. Ask which of the four are trained: two of them. The last token is where the score enters; everything before it only pays for the KL. Take one step at a time, and watch the critic: at first it knows nothing, and its values do not fit the rewards.',
    },
    {
      title: 'The clip does not hold',
      body: 'ε sets the edges at which a token’s gradient is cut. Read the [[ratio]]measured ratios[[/]]: some lie well outside. The clip removes an incentive, it is no fence.',
      notes:
        'Turn the learning rate or the epochs up and take a step: the ratios spread further. Hatched columns are those whose gradient was cut to zero in the last epoch. Why can they still be outside? One step can jump past the edge, tokens share weights, and nothing pulls back.',
    },
    {
      title: 'Without the leash',
      body: 'With [[beta]]β = 0[[/]] only the score counts. The run goes far to the right in the [[plane]]plane[[/]]: more score, more KL. Then read the [[texts]]texts[[/]], the bits per byte and the judge.',
      notes:
        'Two buttons run PPO on and off the leash, with the same seed, rate and number of steps, against a score that learned politeness and nothing else. Compare the two rows of the table: the score, then the judge that learned from all three kinds and was never optimised against, then bits per byte and repetition. Whatever the numbers say here, say that; on another seed the way of cheating may be another one. Ask the shipped reward model too. The dashed curve is the best that weighting the start model’s own sampled answers could reach.',
    },
    {
      title: 'The same pairs, without the loop',
      body: 'DPO goes straight from the pairs to the policy: two models, no reward model, no sampling. Its way is drawn in the same [[plane]]plane[[/]], scored by the same reward model.',
      notes:
        'Its first loss is ln 2 whatever β is; the prediction beside the picture shows it. Compare where DPO and PPO end for a like KL. They need not meet: the equivalence is about an exact optimum, with full support and Bradley–Terry preferences. GRPO is the third switch: the group’s mean in place of the critic.',
    },
  ],
  predict: [
    {
      id: 'dpo-start',
      question: 'DPO starts with the policy equal to the reference. What is the loss, and does β matter?',
      choices: ['0, whatever β is', 'ln 2 ≈ 0.693, whatever β is', 'It grows with β'],
      correct: 1,
      answer:
        'It is $\\ln 2$ for every β. Both log ratios are 0, so the sigmoid is $1/2$ and its negative logarithm is $\\ln 2$. The gradient is not 0, and it does grow with β.',
    },
    {
      id: 'past-the-clip',
      question:
        'ε is 0.2. A token with a positive advantage already has the ratio 1.3. What does the clipped objective do with it?',
      choices: [
        'It pulls the ratio back to 1.2',
        'It still pushes the ratio up',
        'Nothing: its gradient is 0',
      ],
      correct: 2,
      answer:
        'Nothing. The minimum picks the clipped term, $1.2\\,\\hat A$, which does not depend on the policy. The incentive is gone, but no force leads back. Other tokens and the KL penalty can still move the ratio.',
    },
    {
      id: 'hacking',
      question:
        'PPO runs twice from the same start and seed, once with the KL’s price and once with β = 0. Compared with the first, the second has …',
      choices: [
        'a higher score, and text that is stranger to the start model',
        'a higher score, and text no stranger',
        'a score no higher',
      ],
      correct: 0,
      answer:
        'Without a price the policy is free to go wherever the score is high, and far from the start the score was never checked against people. Strangeness is measured here as bits per byte under the frozen start model; the judge, which was trained on other pairs, says whether the score still means anything.',
    },
  ],
  followUps: [
    {
      question: 'Why reinforcement learning? Would more supervised fine-tuning not do?',
      answer:
        'Fine-tuning imitates given answers token by token, so someone must write them, and it never tells the model which of its own answers are bad. Comparing is easier than writing, and a score can push probability down as well as up. RL also trains on the texts the model really produces. The score cannot be differentiated through sampled tokens, hence the policy gradient. There is a middle way: sample several answers, keep the best-scored and fine-tune on it (rejection sampling). Llama 2 used both.',
    },
    {
      question: 'What does GRPO change compared with PPO?',
      answer:
        'It drops the critic. For each prompt it samples a group of $G$ answers and compares every score with the group: $\\hat A_i=(r_i-\\mathrm{mean}(r))/\\mathrm{std}(r)$, the same for all tokens of answer $i$ when only the outcome is scored. The clipped ratio stays. The KL term goes from the reward into the loss, estimated per token as $u-\\ln u-1$ with $u=\\pi_{\\mathrm{ref}}/\\pi_\\theta$, which is never negative. It saves a second large trained model. The price is several samples a prompt, and a group with equal scores teaches nothing. Later work (Liu et al. 2025) shows that dividing by the standard deviation and by length introduces biases.',
    },
    {
      question: 'DPO or PPO: which would you choose?',
      answer:
        'DPO is simpler, cheaper and steadier: two models, no sampling loop. But the pairs are fixed, so it gets no feedback on what the policy writes now; repeating it with fresh pairs can help. It raises a margin, and the probability of the preferred answer can fall too, as long as the other falls more (Razin et al. 2024). If preferences are nearly deterministic, the KL regularisation weakens (Azar et al. 2023). PPO can explore and use any score, such as passed tests, but is dearer and more delicate. Xu et al. (2024) found well-tuned PPO ahead in their tests, including code; results depend on data and tuning.',
    },
  ],
  keywords: ['reward model', 'PPO', 'KL divergence', 'advantage', 'DPO'],
  terms: [
    {
      en: 'RLHF (reinforcement learning from human feedback)',
      zh: '基于人类反馈的强化学习（RLHF）',
      meaning: 'Tuning a model by reinforcement learning on a reward learned from people’s comparisons.',
    },
    {
      en: 'reward model',
      zh: '奖励模型',
      meaning: 'Gives an answer one number; trained so that preferred answers score higher.',
    },
    {
      en: 'Bradley–Terry model',
      zh: '布拉德利–特里模型（Bradley–Terry）',
      meaning: 'The chance that one answer beats another is the sigmoid of the difference of their scores.',
    },
    {
      en: 'policy (actor)',
      zh: '策略（actor）',
      meaning: 'The language model being tuned; it chooses the next token.',
    },
    {
      en: 'reference model',
      zh: '参考模型',
      meaning: 'A frozen model, usually the fine-tuned one, from which the drift is measured.',
    },
    {
      en: 'critic (value model)',
      zh: '评论家（价值模型）',
      meaning: 'Predicts the return to be expected from a prefix.',
    },
    {
      en: 'advantage',
      zh: '优势',
      meaning: 'How much better an action turned out than expected: return minus value.',
    },
    {
      en: 'GAE (generalised advantage estimation)',
      zh: '广义优势估计（GAE）',
      meaning: 'A weighted sum of one-step errors; λ trades bias against variance.',
    },
    {
      en: 'KL divergence',
      zh: 'KL 散度',
      meaning: 'Measures how far one distribution is from another; not symmetric, 0 only if they are equal.',
    },
    {
      en: 'reward hacking',
      zh: '奖励作弊（reward hacking）',
      meaning: 'Raising the score by its mistakes instead of by better answers.',
    },
  ],
  sources: [
    {
      label: 'Ouyang et al. 2022 (InstructGPT)',
      where: 'eq. 1–2 (reward model, objective with a KL price)',
      link: 'https://arxiv.org/abs/2203.02155',
    },
    {
      label: 'Schulman et al. 2017 (PPO)',
      where: 'eq. 7 (clipped objective)',
      link: 'https://arxiv.org/abs/1707.06347',
    },
    {
      label: 'Schulman et al. 2016 (GAE)',
      where: 'eq. 16',
      link: 'https://arxiv.org/abs/1506.02438',
    },
    {
      label: 'Rafailov et al. 2023 (DPO)',
      where: 'eq. 4 (optimum), eq. 7 (loss)',
      link: 'https://arxiv.org/abs/2305.18290',
    },
    {
      label: 'Shao et al. 2024 (GRPO)',
      where: '§4.1',
      link: 'https://arxiv.org/abs/2402.03300',
    },
    {
      label: 'Liu et al. 2025',
      where: 'biases in GRPO',
      link: 'https://arxiv.org/abs/2503.20783',
    },
    {
      label: 'Gao, Schulman, Hilton 2022',
      where: 'overoptimisation of a reward model',
      link: 'https://arxiv.org/abs/2210.10760',
    },
    {
      label: 'Engstrom et al. 2020',
      where: 'clipping does not bound the ratio',
      link: 'https://arxiv.org/abs/2005.12729',
    },
    {
      label: 'Razin et al. 2024',
      where: 'DPO can lower the preferred answer’s probability',
      link: 'https://arxiv.org/abs/2410.08847',
    },
    {
      label: 'Azar et al. 2023',
      where: 'DPO with nearly deterministic preferences',
      link: 'https://arxiv.org/abs/2310.12036',
    },
    {
      label: 'Xu et al. 2024',
      where: 'DPO and PPO compared',
      link: 'https://arxiv.org/abs/2404.10719',
    },
    {
      label: 'Touvron et al. 2023 (Llama 2)',
      where: 'rejection sampling and PPO',
      link: 'https://arxiv.org/abs/2307.09288',
    },
    {
      label: 'OpenAI 2023 (GPT-4)',
      where: 'calibration before and after post-training',
      link: 'https://arxiv.org/abs/2303.08774',
    },
    {
      label: 'OpenAI 2022 (ChatGPT)',
      where: 'the announcement, section on methods',
      link: 'https://openai.com/index/chatgpt/',
    },
  ],
  labels,
};

export default text;

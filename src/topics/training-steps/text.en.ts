import labels from './labels.en';
import type { TrainingText } from './text';

const text: TrainingText = {
  question: 'What are the training steps?',
  short:
    'First pretraining: predict the next token of a vast amount of raw text, which gives a base model that continues any text. Then supervised fine-tuning: the same loss on written example answers, usually counting only the answer’s tokens, so that it answers instead of continuing. Then preference tuning: people compare answers, a reward model learns their choice, and PPO raises the reward while a KL penalty keeps the model near its start. Preferred answers result, not necessarily truer ones.',
  full: [
    'One network goes through several stages, each starting from the weights of the stage before. What changes is the data and what counts as an error. OpenAI says that ChatGPT was trained with the methods of InstructGPT (Ouyang et al. 2022), with a slightly different way of collecting data; for its later models no full account is public. So the numbers here are those of InstructGPT and Llama 2.',
    'Pretraining minimises the cross-entropy of the next token over raw text: $$L_{\\text{pre}}=-\\frac1T\\sum_{t=1}^{T}\\ln p_\\theta(x_t\\mid x_{<t})$$ Nobody labels anything, since each token is the target for the text before it; hence self-supervised. GPT-3 read 300 billion tokens, Llama 2 two trillion. Almost all the computation lies here: 3,640 petaflop/s-days for GPT-3 against 4.9 for fine-tuning the same 175B size and 60 for the RL stage (Ouyang et al. 2022). The result, the base model, continues text; to a question it may well add further questions.',
    'Supervised fine-tuning (SFT) goes on with the same loss on prompts with good answers, usually with a mask: $$L_{\\text{SFT}}=-\\frac{\\sum_t m_t\\ln p_\\theta(x_t\\mid x_{<t})}{\\sum_t m_t}$$ with $m_t=1$ on the answer’s tokens and 0 on the prompt’s. The prompt is read but not scored. The mask is custom, not part of the definition; Llama 2 uses it (Touvron et al. 2023, §3.1). The data are small and chosen with care: about 13,000 prompts for InstructGPT, 27,540 examples for Llama 2. They teach above all that a question is to be answered, and in what form.',
    'Next come comparisons. For one prompt the model writes several answers, 4 to 9 in InstructGPT, and a labeller ranks them. The ranking is split into pairs of a better answer $y_w$ and a worse one $y_l$, and a reward model $r$, a language model with a single number as its output, learns $$L_{\\text{RM}}=-\\mathbb{E}\\,\\ln\\sigma\\big(r(x,y_w)-r(x,y_l)\\big)$$ This is the Bradley–Terry model: only differences of scores mean anything.',
    'Reinforcement learning then lets the current policy $\\pi$ answer prompts by itself and raises $$\\mathbb{E}_{x,\\,y\\sim\\pi}\\Big[r(x,y)-\\beta\\ln\\frac{\\pi(y\\mid x)}{\\pi_{\\text{SFT}}(y\\mid x)}\\Big]$$ On average the second term is $\\beta$ times the KL divergence of the policy from the SFT model. It matters because the reward model is only an approximation: far away from the answers it was trained on, a high score no longer means a good answer, which is called reward hacking. InstructGPT optimises this with PPO and mixes in some pretraining loss, so that less is unlearnt. PPO also clips: that removes the incentive to move further in one update but does not bound the change.',
    'DPO (Rafailov et al. 2023) takes the same pairs and needs neither a reward model nor sampling. It trains the policy directly with a classification loss, against a frozen reference copy. Under the Bradley–Terry model, with full support and exact optimisation, it reaches the same optimum. It came after ChatGPT. Newer recipes add reinforcement learning with verifiable rewards, where a program checks the result of a sum or the tests of a piece of code (Lambert et al. 2024).',
    'What does each stage change? Pretraining gives language, knowledge and most abilities. SFT changes the behaviour. Preference tuning shifts the choice among things that the model can already say, towards those that people, or the model of their taste, rate higher. This may include truth: InstructGPT gave truthful and informative answers on TruthfulQA about twice as often as GPT-3. It need not: plain PPO lost ground on several public benchmarks, and GPT-4’s calibration error on part of MMLU rose from 0.007 to 0.074 with post-training (OpenAI 2023, fig. 8).',
  ],
  oftenSaid: [
    {
      said: 'After RLHF the answers are more accurate.',
      right:
        'They are preferred more often. Where labellers can check the facts, accuracy may rise with it; where they cannot, a confident or flattering answer may win. It has to be measured separately.',
    },
    {
      said: 'Training has three steps: pretraining, fine-tuning, RLHF.',
      right:
        'A fair summary, but the three steps in InstructGPT’s figure 2 all come after pretraining: SFT, reward model, PPO. Counted that way there are four stages. Say which count you mean.',
    },
    {
      said: 'In pretraining the model learns what words mean.',
      right:
        'The objective is to predict the next token, nothing else. Grammar, facts and something like meaning are learnt because they make that prediction better; none of them is a target.',
    },
    {
      said: 'Fine-tuning gives the model its knowledge.',
      right:
        'Tens of thousands of examples stand against hundreds of billions of tokens or more. SFT mostly teaches form and behaviour. New facts can be taught that way, but they are learnt slowly and made models hallucinate more (Gekhman et al. 2024).',
    },
    {
      said: 'RLHF gives the model human values.',
      right:
        'It fits the recorded choices of certain people under certain guidelines, about 40 contractors for InstructGPT, and through a reward model that only approximates those choices.',
    },
  ],
  steps: [
    {
      title: 'One request, every stage',
      body: 'The same text goes to the model at [[stages]]every stage[[/]], with the same seed. Random weights give noise, early checkpoints give words, the base model goes on writing, and only the tuned ones answer.',
      notes:
        'Let the class read from top to bottom and say where grammar begins, where sense begins, and where the request is noticed at all. The base model is not stupid: it was trained to continue, so it continues. Ask: which of the three, language, knowledge, or answering, came from which stage? Then change the temperature or the seed: the order of the bars does not depend on either, because they are losses on fixed texts.',
    },
    {
      title: 'Where it starts',
      body: 'Before the first step the loss is about ln 4,096 nats a token: an even guess. The [[curve]]curve[[/]] falls fastest at the very beginning, when the model only learns how often each token occurs.',
      notes:
        'The lower table is the point of the page’s honesty: the loss in the record, and the same loss computed a moment ago in this tab. Point at the difference. Then predict: how many bits is 8.3 nats? (12, because two to the twelfth is 4,096.) A start far above that would mean weights that are too large.',
    },
    {
      title: 'One percent, five percent',
      body: 'Drag the green marker along the [[curve]]curve[[/]]. At one percent of the tokens there are words and full stops, at five percent phrases. The same seed writes each text.',
      notes:
        'The horizontal axis is tokens read, in millions: most of the visible improvement happens in a small part of the run, and then every further gain costs more. Ask what the rest of the run buys: sense, names that stay the same, facts. Llama 2 read two trillion tokens; this model reads a few million.',
    },
    {
      title: 'What is scored',
      body: 'Pretraining scores every token. Instruction tuning reads the prompt but scores [[scored]]only the answer[[/]]. The table measures what that did to both parts, on instructions that were never trained on.',
      notes:
        'Step through the examples with the arrows. Then the table: the answers’ loss falls a great deal; nothing asked for a change on the prompts, and the number shows what happened there anyway. Under “Preferences” two answers to one prompt stand together, and only the difference of two sums counts. Ask: could one train on the prompts too? (Yes. Leaving them out is usual, not part of the definition.)',
    },
    {
      title: 'Pretrain one here',
      body: 'Press Train. A small model learns the text on board, or yours, character by character. Watch the [[losses]]held-out loss[[/]], not the training loss, and read the samples as they come.',
      notes:
        'It starts at the dashed line: guessing among the characters. Letters, then words, then the mould of the little stories. If it runs for long, the two curves part: the training loss goes on falling while the held-out one stops or rises. That is overfitting, on a text this short. Paste a text of the class’s own, a song or a page of notes, and start again.',
    },
    {
      title: 'Then tune it',
      body: 'Six pairs, the same loss, only the answers scored. Before, the model takes the question for text to go on with; after some seconds it answers. Write your own pairs and ask it something that stands in none.',
      notes:
        'Read the two answers, before and after. Then ask for something not in the pairs: usually it answers in the right form and with the wrong content. That is the message of this step: tuning taught the form of an answer, and very few facts. Save the file, reload the page, load it: the model is the file.',
    },
  ],
  predict: [
    {
      id: 'prompt-loss',
      question:
        'Fine-tuning scores only the answers’ tokens. What happens to the model’s loss on the prompts’ tokens?',
      choices: [
        'It falls, because the prompts are read in every step',
        'It stays exactly the same, because they are masked',
        'It is not aimed at: it may fall or rise, so measure it',
      ],
      correct: 2,
      answer:
        'It is not aimed at. No term of the loss rewards predicting a prompt token. But all tokens share the same weights, and these change, so the loss on prompts moves too, in either direction. Only a measurement says which.',
    },
    {
      id: 'first-loss',
      question:
        'Before the first step, with small random weights and a vocabulary of 4,096 tokens: what is the mean loss, in bits a token?',
      choices: ['About 1', 'About 12', 'About 4,096'],
      correct: 1,
      answer:
        'About 12. With small random weights all logits are nearly equal, so each token gets nearly 1/4,096, and $\\log_2 4096=12$ bits. The same in natural units is $\\ln 4096\\approx8.3$. A start far above this points to a mistake, such as initial weights that are too large.',
    },
  ],
  followUps: [
    {
      question: 'Why not stop after SFT?',
      answer:
        'SFT imitates: it has one written answer for a prompt, weighs all its tokens alike, and never learns what is worse. A comparison does say so, judging is often easier than writing, and the answers judged are the model’s own, with its own mistakes. Still, SFT alone goes far: LIMA tuned a 65B model on only 1,000 selected examples (Zhou et al. 2023). How much preference tuning adds depends on the data and has to be measured.',
    },
    {
      question: 'What does DPO do differently, as a formula?',
      answer:
        'With a frozen reference it minimises $$-\\mathbb{E}\\ln\\sigma\\Big(\\beta\\ln\\frac{\\pi(y_w\\mid x)}{\\pi_{\\text{ref}}(y_w\\mid x)}-\\beta\\ln\\frac{\\pi(y_l\\mid x)}{\\pi_{\\text{ref}}(y_l\\mid x)}\\Big)$$ This is the reward model’s loss with $\\beta\\ln(\\pi/\\pi_{\\text{ref}})$ in place of the reward. While policy and reference are equal, it is $\\ln2$ for every $\\beta$. Two models instead of PPO’s four, and no sampling. The price: the pairs are fixed beforehand, so they may no longer look like what the policy now writes.',
    },
    {
      question: 'How are reasoning models trained?',
      answer:
        'As far as published: with reinforcement learning on tasks whose result can be checked by a rule, so no learnt reward is needed there. DeepSeek-R1-Zero applied it to a base model with no SFT first; DeepSeek-R1 put a small SFT stage before it, for readability, and further SFT and RL after (DeepSeek-AI 2025). Both used GRPO, which replaces the critic by a comparison within a group of answers: in its basic form the advantage is the reward minus the group’s mean, divided by its standard deviation (Shao et al. 2024, §4.1).',
    },
  ],
  keywords: ['pretraining', 'supervised fine-tuning (SFT)', 'reward model', 'PPO with a KL penalty', 'DPO'],
  terms: [
    {
      en: 'pretraining',
      zh: '预训练',
      meaning: 'Training on raw text to predict the next token; needs no labels.',
    },
    { en: 'base model', zh: '基座模型', meaning: 'The model after pretraining: it continues text.' },
    {
      en: 'supervised fine-tuning (SFT)',
      zh: '监督微调（SFT）',
      meaning: 'Further training on examples of prompts with good answers.',
    },
    {
      en: 'loss mask',
      zh: '损失掩码',
      meaning: 'Marks which tokens count in the loss; in SFT usually those of the answer.',
    },
    {
      en: 'reward model',
      zh: '奖励模型',
      meaning: 'A model that scores an answer with one number, learnt from comparisons.',
    },
    {
      en: 'RLHF',
      zh: '基于人类反馈的强化学习（RLHF）',
      meaning: 'Reinforcement learning whose reward stands for human preferences.',
    },
    {
      en: 'PPO',
      zh: '近端策略优化（PPO）',
      meaning: 'A reinforcement learning method that clips its objective to discourage large steps.',
    },
    {
      en: 'KL divergence',
      zh: 'KL 散度',
      meaning: 'How far one distribution lies from another; 0 only if they are equal, and not symmetric.',
    },
    {
      en: 'DPO',
      zh: '直接偏好优化（DPO）',
      meaning: 'Preference tuning on pairs by a classification loss, without reward model or sampling.',
    },
    {
      en: 'reward hacking',
      zh: '奖励作弊（reward hacking）',
      meaning: 'The score rises by exploiting the reward model’s errors, while the answers get worse.',
    },
  ],
  sources: [
    {
      label: 'Ouyang et al. 2022',
      where: 'InstructGPT: fig. 2; eq. 1 and 2; data and compute',
      link: 'https://arxiv.org/abs/2203.02155',
    },
    {
      label: 'OpenAI 2022',
      where: 'Introducing ChatGPT: methods',
      link: 'https://openai.com/index/chatgpt/',
    },
    {
      label: 'Brown et al. 2020',
      where: 'GPT-3: 300 billion tokens',
      link: 'https://arxiv.org/abs/2005.14165',
    },
    {
      label: 'Touvron et al. 2023',
      where: 'Llama 2: §3.1 (SFT, loss on answers only)',
      link: 'https://arxiv.org/abs/2307.09288',
    },
    { label: 'Schulman et al. 2017', where: 'PPO: eq. 7', link: 'https://arxiv.org/abs/1707.06347' },
    { label: 'Rafailov et al. 2023', where: 'DPO: eq. 7', link: 'https://arxiv.org/abs/2305.18290' },
    {
      label: 'OpenAI 2023',
      where: 'GPT-4: fig. 8 (calibration)',
      link: 'https://arxiv.org/abs/2303.08774',
    },
    { label: 'Zhou et al. 2023', where: 'LIMA: 1,000 examples', link: 'https://arxiv.org/abs/2305.11206' },
    {
      label: 'Gekhman et al. 2024',
      where: 'fine-tuning on new facts',
      link: 'https://arxiv.org/abs/2405.05904',
    },
    {
      label: 'Lambert et al. 2024',
      where: 'Tülu 3: verifiable rewards',
      link: 'https://arxiv.org/abs/2411.15124',
    },
    { label: 'Shao et al. 2024', where: '§4.1 (GRPO)', link: 'https://arxiv.org/abs/2402.03300' },
    {
      label: 'DeepSeek-AI 2025',
      where: 'DeepSeek-R1-Zero and DeepSeek-R1',
      link: 'https://arxiv.org/abs/2501.12948',
    },
  ],
  labels,
};

export default text;

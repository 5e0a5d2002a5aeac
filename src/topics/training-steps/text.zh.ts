import type { TrainingText } from './text';

const text: TrainingText = {
  question: '训练分哪几步？',
  short:
    '先预训练：在海量原始文本上预测下一个词元，得到会续写的基座模型。再监督微调（SFT）：损失相同，换成带范例回答的数据，通常只有回答部分计分，于是它学会作答而不是续写。最后偏好对齐：人来比较回答，奖励模型学会这种取舍，再用 PPO 提高奖励，并用 KL 惩罚让模型不偏离起点太远。结果是回答更合人的偏好，但未必更准确。',
  full: [
    '同一个网络要经过几个阶段，每个阶段都从上一阶段的权重接着训练，变的是数据，以及什么算错。OpenAI 说，ChatGPT 用的是 InstructGPT（Ouyang 等，2022）的方法，只在数据收集上略有不同；后来的模型没有公开完整做法。所以这里的数字取自 InstructGPT 和 Llama 2。',
    '预训练在原始文本上最小化下一词元的交叉熵：$$L_{\\text{pre}}=-\\frac1T\\sum_{t=1}^{T}\\ln p_\\theta(x_t\\mid x_{<t})$$ 不需要人工标注，因为每个词元都是它前面那段文字的答案，所以叫自监督。GPT-3 读了 3000 亿词元，Llama 2 读了 2 万亿。绝大部分算力花在这一步：GPT-3 用了 3,640 petaflop/s-day，而同为 1750 亿参数的模型，监督微调用了 4.9，强化学习阶段用了 60（Ouyang 等，2022）。得到的基座模型只会续写，问它一个问题，它可能接着再写几个问题。',
    '监督微调（SFT）沿用同样的损失，数据换成配有好回答的提示，通常还加掩码：$$L_{\\text{SFT}}=-\\frac{\\sum_t m_t\\ln p_\\theta(x_t\\mid x_{<t})}{\\sum_t m_t}$$ 回答的词元 $m_t=1$，提示的词元 $m_t=0$：提示要读，但不计分。加掩码是惯例，并非定义的一部分，Llama 2 就是这样做的（Touvron 等，2023，第 3.1 节）。数据量小而精：InstructGPT 约 1.3 万条提示，Llama 2 为 27,540 条。它主要教会模型：问题是要回答的，以及用什么形式回答。',
    '接着是比较。对同一个提示，模型写出若干个回答，InstructGPT 是 4 到 9 个，由标注员排序。排序拆成一对一对，较好的记作 $y_w$，较差的记作 $y_l$，用来训练奖励模型 $r$，也就是只输出一个分数的语言模型：$$L_{\\text{RM}}=-\\mathbb{E}\\,\\ln\\sigma\\big(r(x,y_w)-r(x,y_l)\\big)$$ 这就是 Bradley–Terry 模型，只有分数之差才有意义。',
    '强化学习让当前策略 $\\pi$ 自己回答提示，并提高 $$\\mathbb{E}_{x,\\,y\\sim\\pi}\\Big[r(x,y)-\\beta\\ln\\frac{\\pi(y\\mid x)}{\\pi_{\\text{SFT}}(y\\mid x)}\\Big]$$ 第二项取平均，就是 $\\beta$ 乘以策略相对于 SFT 模型的 KL 散度。它之所以重要，是因为奖励模型只是近似：离它训练时见过的回答太远，分数高就不再意味着回答好，这叫奖励作弊。InstructGPT 用 PPO 来优化，并混入一部分预训练损失，以减少遗忘。PPO 还有裁剪：它去掉一次更新中继续走远的激励，但并不给变化设硬上限。',
    'DPO（Rafailov 等，2023）用同样的成对数据，既不要奖励模型，也不要采样：对照一份冻结的参考模型，用一个分类损失直接训练策略。在 Bradley–Terry 模型成立、支撑集完整、优化到底的前提下，它与前一种做法的最优解相同。它出现在 ChatGPT 之后。更新的做法还加入可验证奖励的强化学习：由程序检查算题的结果，或运行代码的测试（Lambert 等，2024）。',
    '各阶段分别改变了什么？预训练给了语言、知识和大部分能力；SFT 改变行为；偏好对齐则是在模型本来就能说的话里，把选择推向人（或者说那个模仿人的奖励模型）评分更高的一边。这可能也包括更真实：在 TruthfulQA 上，InstructGPT 给出真实且有信息量的回答，次数约为 GPT-3 的两倍。但并非必然：单用 PPO 时，若干公开基准上的成绩下降；GPT-4 在 MMLU 一个子集上的校准误差，经后训练从 0.007 升到 0.074（OpenAI，2023，图 8）。',
  ],
  oftenSaid: [
    {
      said: '经过 RLHF，回答就更准确了。',
      right:
        '是更常被人选中。标注员能核对事实时，准确率可能跟着上升；核对不了时，说得自信或讨人喜欢的回答也可能胜出。准不准要另外测。',
    },
    {
      said: '训练分三步：预训练、微调、RLHF。',
      right:
        '作为概括没有问题，但 InstructGPT 论文图 2 里的三步都在预训练之后：SFT、奖励模型、PPO。这样数就是四个阶段。回答时说清楚是哪一种数法。',
    },
    {
      said: '预训练是让模型学习语义。',
      right:
        '目标只有一个：预测下一个词元。语法、事实和类似语义的东西之所以被学会，是因为有了它们预测更准；它们本身都不是训练目标。',
    },
    {
      said: '模型的知识是微调教的。',
      right:
        '几万条样本，对面是几千亿乃至更多的词元。SFT 教的主要是形式和行为。新事实也能这样教，但学得慢，还会使模型更容易产生幻觉（Gekhman 等，2024）。',
    },
    {
      said: 'RLHF 让模型有了人类的价值观。',
      right:
        '它拟合的是某些人在某套标注准则下的选择，InstructGPT 是大约 40 名外包标注员，而且中间还隔着一个只能近似这些选择的奖励模型。',
    },
  ],
  steps: [],
  predict: [
    {
      id: 'prompt-loss',
      question: '监督微调只给回答的词元计分。模型在提示词元上的损失会怎样？',
      choices: [
        '下降，因为每一步都要读提示',
        '完全不变，因为它们被掩去了',
        '不以它为目标：可能降，也可能升，要实测',
      ],
      correct: 2,
      answer:
        '不以它为目标。损失里没有哪一项奖励把提示预测得更准。但所有词元共用同一套权重，权重变了，提示上的损失也会跟着变，往哪个方向都有可能，只有实测才知道。',
    },
    {
      id: 'first-loss',
      question: '训练还没开始，权重是很小的随机数，词表有 4,096 个词元。平均损失是每词元多少比特？',
      choices: ['大约 1', '大约 12', '大约 4,096'],
      correct: 1,
      answer:
        '大约 12。随机权重很小时，所有 logit 几乎相等，每个词元的概率都接近 1/4,096，而 $\\log_2 4096=12$ 比特。换成自然对数是 $\\ln 4096\\approx8.3$。如果起点远高于此，多半是哪里出了错，比如初始权重太大。',
    },
  ],
  followUps: [
    {
      question: '为什么不做完 SFT 就停？',
      answer:
        'SFT 是模仿：每个提示只有一份写好的回答，其中每个词元一视同仁，也从不知道什么更差。比较就给出了这种信息；评判往往比自己写容易；而且被评判的是模型自己写的回答，带着它自己的毛病。不过，只用 SFT 也能走很远：LIMA 只用 1,000 条精选样本微调了 65B 的模型（Zhou 等，2023）。偏好对齐还能增加多少，取决于数据，要靠实测。',
    },
    {
      question: 'DPO 有什么不同？写出公式。',
      answer:
        '在参考模型冻结的情况下，它最小化 $$-\\mathbb{E}\\ln\\sigma\\Big(\\beta\\ln\\frac{\\pi(y_w\\mid x)}{\\pi_{\\text{ref}}(y_w\\mid x)}-\\beta\\ln\\frac{\\pi(y_l\\mid x)}{\\pi_{\\text{ref}}(y_l\\mid x)}\\Big)$$ 这正是奖励模型的损失，只是奖励换成了 $\\beta\\ln(\\pi/\\pi_{\\text{ref}})$。策略与参考模型相同时，无论 $\\beta$ 取多少，它都等于 $\\ln2$。PPO 要四个模型，它只要两个，也不必采样。代价是：成对数据事先固定，可能已经不像策略现在写出来的东西。',
    },
    {
      question: '推理模型是怎么训练的？',
      answer:
        '就公开的资料而言：在结果能用规则检查的任务上做强化学习，这些任务就不需要学出来的奖励。DeepSeek-R1-Zero 直接在基座模型上这样做，不先做 SFT；DeepSeek-R1 为了可读性，先加一小段 SFT，之后再做 SFT 和强化学习（DeepSeek-AI，2025）。两者都用 GRPO，它不设评论家，而是在同一组回答内部比较：基本形式下，优势等于奖励减去组内均值，再除以组内标准差（Shao 等，2024，第 4.1 节）。',
    },
  ],
  keywords: ['预训练', '监督微调（SFT）', '奖励模型', '带 KL 惩罚的 PPO', 'DPO'],
  terms: [
    { en: 'pretraining', zh: '预训练', meaning: '在原始文本上训练预测下一个词元，不需要标注。' },
    { en: 'base model', zh: '基座模型', meaning: '预训练之后的模型，做的是续写。' },
    {
      en: 'supervised fine-tuning (SFT)',
      zh: '监督微调（SFT）',
      meaning: '用“提示加好回答”的样本继续训练。',
    },
    { en: 'loss mask', zh: '损失掩码', meaning: '标明哪些词元计入损失；SFT 中通常是回答的词元。' },
    { en: 'reward model', zh: '奖励模型', meaning: '从比较中学会给回答打一个分数的模型。' },
    {
      en: 'RLHF',
      zh: '基于人类反馈的强化学习（RLHF）',
      meaning: '奖励代表人类偏好的强化学习。',
    },
    {
      en: 'PPO',
      zh: '近端策略优化（PPO）',
      meaning: '一种强化学习方法，对目标做裁剪，不鼓励一步走得太远。',
    },
    {
      en: 'KL divergence',
      zh: 'KL 散度',
      meaning: '一个分布偏离另一个有多远；只有两者相同时为 0，并且不对称。',
    },
    {
      en: 'DPO',
      zh: '直接偏好优化（DPO）',
      meaning: '用分类损失在成对数据上做偏好对齐，不用奖励模型，也不采样。',
    },
    {
      en: 'reward hacking',
      zh: '奖励作弊（reward hacking）',
      meaning: '钻奖励模型的空子让分数上升，回答却变差。',
    },
  ],
  sources: [
    {
      label: 'Ouyang et al. 2022',
      where: 'InstructGPT：图 2；式 1、2；数据与算力',
      link: 'https://arxiv.org/abs/2203.02155',
    },
    { label: 'OpenAI 2022', where: 'ChatGPT 介绍：方法', link: 'https://openai.com/index/chatgpt/' },
    { label: 'Brown et al. 2020', where: 'GPT-3：3000 亿词元', link: 'https://arxiv.org/abs/2005.14165' },
    {
      label: 'Touvron et al. 2023',
      where: 'Llama 2：第 3.1 节（SFT，只给回答计损失）',
      link: 'https://arxiv.org/abs/2307.09288',
    },
    { label: 'Schulman et al. 2017', where: 'PPO：式 7', link: 'https://arxiv.org/abs/1707.06347' },
    { label: 'Rafailov et al. 2023', where: 'DPO：式 7', link: 'https://arxiv.org/abs/2305.18290' },
    { label: 'OpenAI 2023', where: 'GPT-4：图 8（校准）', link: 'https://arxiv.org/abs/2303.08774' },
    { label: 'Zhou et al. 2023', where: 'LIMA：1,000 条样本', link: 'https://arxiv.org/abs/2305.11206' },
    { label: 'Gekhman et al. 2024', where: '用新事实做微调', link: 'https://arxiv.org/abs/2405.05904' },
    { label: 'Lambert et al. 2024', where: 'Tülu 3：可验证奖励', link: 'https://arxiv.org/abs/2411.15124' },
    { label: 'Shao et al. 2024', where: '第 4.1 节（GRPO）', link: 'https://arxiv.org/abs/2402.03300' },
    {
      label: 'DeepSeek-AI 2025',
      where: 'DeepSeek-R1-Zero 与 DeepSeek-R1',
      link: 'https://arxiv.org/abs/2501.12948',
    },
  ],
  labels: {},
};

export default text;

import type { RlhfText } from './text';

const text: RlhfText = {
  question: '人的偏好怎样把它调好？',
  short:
    '监督微调之后，先请人比较同一个问题的几个回答，用这些比较训练奖励模型，让它给回答打分。再让语言模型自己作答，由奖励模型打分，用 PPO 提高好于预期的词元的概率，同时用 KL 惩罚防止它离起点太远。PPO 有四个模型：策略、参考模型、奖励模型、评论家。DPO 直接用偏好对训练，不用奖励模型，训练中也不采样。这样得到的回答更合偏好，未必更准确。',
  full: [
    '用强化学习的话说，语言模型就是策略 $\\pi_\\theta$：状态是提示 $x$ 加上已经写出的词元，动作是下一个词元，一次完整的回答 $y$ 是一个回合，分数只对整个回答给出。梯度穿不过采样这一步，所以改用 $\\nabla_\\theta\\log\\pi_\\theta$，再按“比预期好多少”加权。目标是 $$\\max_\\theta\\;\\mathbb{E}_{x,\\,y\\sim\\pi_\\theta}\\big[r_\\phi(x,y)\\big]-\\beta\\,\\mathrm{KL}\\big(\\pi_\\theta\\,\\|\\,\\pi_{\\mathrm{ref}}\\big)$$ 其中 KL 散度对整个回答计算，再对提示取平均。',
    '分数 $r_\\phi$ 是学出来的。在 InstructGPT 里，标注员给同一提示的 4 到 9 个回答排序，排序中的每一对都算一次比较。按 Bradley–Terry 模型，$y_w$ 胜过 $y_l$ 的概率是 $\\sigma(r(x,y_w)-r(x,y_l))$，所以每一对的损失是 $$-\\log\\sigma\\big(r_\\phi(x,y_w)-r_\\phi(x,y_l)\\big)$$ 有意义的只是同一提示之下的分差：给所有分数加上同一个常数，什么也不变。人的意见也不一致：InstructGPT 的训练标注员之间，大约只有 73% 的比较看法相同，可见目标本身就带噪声。',
    '接下来的 PPO 要用四个模型。策略（actor）和评论家要训练；参考模型（微调后模型的冻结副本）和奖励模型不训练。写回答的是当前策略，它只是以微调后的模型为起点。每个词元 $a_t$ 都要为偏离参考模型付出代价，最后一个词元另外得到整个回答的分数：$$r_t=-\\beta\\log\\frac{\\pi_\\theta(a_t\\mid s_t)}{\\pi_{\\mathrm{ref}}(a_t\\mid s_t)}+\\mathbf{1}[t=T]\\;r_\\phi(x,y)$$ 其中 $\\mathbf{1}[t=T]$ 在最后一个词元 $T$ 处为 1，之前为 0；$\\pi_\\theta$ 取写下这个回答时的策略。这些对数比沿整个回答相加，再对策略自己写的回答取平均，就是 KL 散度。',
    '整个回答只有一个分数，看不出是哪个词元的功劳。所以由评论家预测从每个前缀出发预期能得到的回报 $V(s_t)$，优势就是实际所得减去这个预期。GAE 在短视与远视之间折中：$$\\delta_t=r_t+\\gamma V(s_{t+1})-V(s_t),\\qquad \\hat A_t=\\sum_{l\\ge0}(\\gamma\\lambda)^l\\,\\delta_{t+l}$$ $\\lambda=0$ 时走一步就相信评论家，方差小，但评论家估得不准就有偏差；$\\lambda=1$ 时是实际回报减 $V(s_t)$，方差大。最后一个词元之后 $V=0$。',
    '一批回答要用来更新好几次，所以 PPO 拿新策略与写出这批回答的旧策略相比：$\\rho_t=\\pi_\\theta(a_t\\mid s_t)/\\pi_{\\mathrm{old}}(a_t\\mid s_t)$，最大化 $$\\mathbb{E}_t\\big[\\min\\big(\\rho_t\\hat A_t,\\;\\mathrm{clip}(\\rho_t,1-\\varepsilon,1+\\varepsilon)\\,\\hat A_t\\big)\\big]$$ 优势为正的词元，比值超过 $1+\\varepsilon$ 后梯度为零；优势为负的，低于 $1-\\varepsilon$ 后梯度为零。可见裁剪只是去掉继续走远的激励，并没有把比值限制住：一大步就可能越过边界，各词元又共用权重，而越过之后并没有力量拉它回来。两条绳子要分清：裁剪对照的是写出这批回答的旧策略，KL 惩罚对照的是固定不变的参考模型。',
    '为什么要拴绳子？奖励模型只是人的替身，而且只见过有限的回答。策略一味追求高分，也就会找到它的错处，这叫奖励作弊。Gao 等人（2022）用一个大的“金标准”模型代替人来打分：策略离起点越来越远时，学出来的奖励继续上升，金标准的分数却先升后降；在他们的实验里，KL 惩罚的作用很像提前停止训练。奖励给定时，上面的目标有精确的最优解：$$\\pi^*(y\\mid x)=\\frac{1}{Z(x)}\\,\\pi_{\\mathrm{ref}}(y\\mid x)\\,e^{r(x,y)/\\beta}$$ 它到参考模型的 KL 不超过 $(r_{\\max}-r_{\\min})^2/(8\\beta^2)$。$\\beta$ 小，奖励能冲得更高，作弊也更多；$\\beta$ 大，几乎不变。',
    'DPO 就从这个最优解出发。反解出奖励：$r=\\beta\\log(\\pi^*/\\pi_{\\mathrm{ref}})+\\beta\\log Z(x)$。同一提示的两个回答相减，$Z(x)$ 正好消去，于是成对的损失只用策略就能写出：$$-\\log\\sigma\\!\\Big(\\beta\\log\\frac{\\pi_\\theta(y_w\\mid x)}{\\pi_{\\mathrm{ref}}(y_w\\mid x)}-\\beta\\log\\frac{\\pi_\\theta(y_l\\mid x)}{\\pi_{\\mathrm{ref}}(y_l\\mid x)}\\Big)$$ 只剩策略和冻结的参考模型，训练起来就像普通的分类。两者等价是有前提的：偏好服从 Bradley–Terry 模型，参考模型给每个回答的概率都不为零，而且达到精确最优。偏好对不多、训练步数有限时，两种方法可能走到不同的地方。',
    'OpenAI 在 2022 年 11 月说明，ChatGPT 沿用 InstructGPT 的方法做 RLHF，用的是 PPO，更多细节没有公开；DPO 到 2023 年才提出。RLHF 带来的是“更受偏好”：标注员更喜欢 13 亿参数的 InstructGPT，而不是 1750 亿参数的 GPT-3。受偏好不等于正确。InstructGPT 在 TruthfulQA 上有进步，在一些公开基准上却退步了，这叫“对齐税”，混入预训练的梯度可以减轻；GPT-4 的报告也显示，后训练之后，它的自信程度与正确率不如之前吻合。',
  ],
  oftenSaid: [
    {
      said: 'DPO 里有四个模型：actor、参考、奖励、评论家。',
      right:
        '这四个属于 PPO。DPO 只训练策略，另有一个冻结的参考模型，不需要奖励模型，也不需要评论家。它 2023 年才发表，晚于 ChatGPT。',
    },
    {
      said: 'KL 项是为了限制梯度，不让更新太大。',
      right:
        '它惩罚的是策略的分布偏离参考模型多远，并不是给梯度设上限。裁剪又是另一回事：它只去掉激励，并没有限制住比值。',
    },
    {
      said: '评论家把奖励变成优势。',
      right: '评论家预测的是期望回报 $V$。优势由奖励和 $V$ 计算得到，通常用 GAE，没有哪个模型直接输出优势。',
    },
    {
      said: '打分用的回答由 SFT 模型生成。',
      right:
        '供人比较的回答可以来自它；到了 PPO，写回答的是当前策略。它以 SFT 模型为起点，每更新一次就离开一点。',
    },
    {
      said: '奖励模型用多标签数据训练。',
      right: '用的是排序：人给同一问题的几个回答排出先后，再拆成两两比较。单个回答本身没有标签。',
    },
  ],
  steps: [],
  predict: [
    {
      id: 'dpo-start',
      question: 'DPO 开始时，策略等于参考模型。这时损失是多少？与 β 有关吗？',
      choices: ['是 0，与 β 无关', '是 ln 2 ≈ 0.693，与 β 无关', '随 β 增大'],
      correct: 1,
      answer:
        'β 取多少都是 $\\ln 2$。两个对数比都是 0，sigmoid 等于 $1/2$，取负对数就是 $\\ln 2$。但梯度不为 0，而且随 β 增大。',
    },
    {
      id: 'past-the-clip',
      question: 'ε 取 0.2。某个词元优势为正，比值已经到了 1.3，裁剪后的目标会怎样对待它？',
      choices: ['把比值拉回 1.2', '继续把比值往上推', '什么也不做：梯度为 0'],
      correct: 2,
      answer:
        '什么也不做。取最小值时选中的是裁剪项 $1.2\\,\\hat A$，它与策略无关。激励没有了，但也没有力量把它拉回来。其他词元和 KL 惩罚仍可能改变这个比值。',
    },
  ],
  followUps: [
    {
      question: '为什么要用强化学习？多做一些监督微调不行吗？',
      answer:
        '监督微调是逐个词元模仿现成的回答，得有人写出来，而且从不告诉模型它自己的哪些回答不好。比较比写作容易，分数既能抬高概率，也能压低概率；强化学习用的又是模型自己真正写出的文字。词元是采样得到的，分数的梯度传不回来，所以要用策略梯度。也有折中的办法：采样几个回答，留下分数最高的再做微调，这叫拒绝采样。Llama 2 两种都用了。',
    },
    {
      question: 'GRPO 与 PPO 相比改了什么？',
      answer:
        '去掉了评论家。每个提示采样一组 $G$ 个回答，各自的分数与全组相比：$\\hat A_i=(r_i-\\mathrm{mean}(r))/\\mathrm{std}(r)$，只看最终结果打分时，回答 $i$ 的所有词元共用这个优势。比值裁剪照旧。KL 从奖励里移到损失里，每个词元用 $u-\\ln u-1$ 估计，其中 $u=\\pi_{\\mathrm{ref}}/\\pi_\\theta$，它不会为负。好处是省下一个要训练的大模型；代价是每个提示要采样多个回答，而且一组分数全都相同时什么也学不到。后来的研究（Liu 等人 2025）指出，除以标准差、除以长度都会带来偏差。',
    },
    {
      question: 'DPO 和 PPO，该选哪个？',
      answer:
        'DPO 更简单、更省、更稳：只有两个模型，没有采样循环。但偏好对是固定的，策略现在写些什么，它得不到反馈；用新的偏好对再做几轮，可能有帮助。它拉大的是差距，只要另一个回答跌得更多，被偏好的回答概率也可能下降（Razin 等人 2024）。偏好几乎一边倒时，KL 正则会变弱（Azar 等人 2023）。PPO 能探索，分数可以来自任何地方，例如是否通过测试，但更贵，也更难调。Xu 等人（2024）的实验里，调好的 PPO 领先，代码任务也是如此；结果取决于数据和调参。',
    },
  ],
  keywords: ['奖励模型', 'PPO', 'KL 散度', '优势', 'DPO'],
  terms: [
    {
      en: 'RLHF (reinforcement learning from human feedback)',
      zh: '基于人类反馈的强化学习（RLHF）',
      meaning: '先从人的比较中学出奖励，再用强化学习按这个奖励调整模型。',
    },
    {
      en: 'reward model',
      zh: '奖励模型',
      meaning: '给一个回答打一个分数，训练目标是让更受偏好的回答得分更高。',
    },
    {
      en: 'Bradley–Terry model',
      zh: '布拉德利–特里模型（Bradley–Terry）',
      meaning: '一个回答胜过另一个的概率，等于两者分差的 sigmoid。',
    },
    { en: 'policy (actor)', zh: '策略（actor）', meaning: '正在调整的语言模型，由它选择下一个词元。' },
    {
      en: 'reference model',
      zh: '参考模型',
      meaning: '一个冻结的模型，通常是微调后的模型，用来衡量偏离了多远。',
    },
    { en: 'critic (value model)', zh: '评论家（价值模型）', meaning: '预测从某个前缀出发预期能得到的回报。' },
    { en: 'advantage', zh: '优势', meaning: '一个动作的结果比预期好多少，即回报减去价值。' },
    {
      en: 'GAE (generalised advantage estimation)',
      zh: '广义优势估计（GAE）',
      meaning: '把各步的单步误差加权求和，λ 在偏差与方差之间权衡。',
    },
    {
      en: 'KL divergence',
      zh: 'KL 散度',
      meaning: '衡量一个分布离另一个有多远，不对称，只有两者相同时才为 0。',
    },
    {
      en: 'reward hacking',
      zh: '奖励作弊（reward hacking）',
      meaning: '靠打分的漏洞提高分数，而不是靠更好的回答。',
    },
  ],
  sources: [
    {
      label: 'Ouyang et al. 2022 (InstructGPT)',
      where: '式 1–2（奖励模型，带 KL 惩罚的目标）',
      link: 'https://arxiv.org/abs/2203.02155',
    },
    {
      label: 'Schulman et al. 2017 (PPO)',
      where: '式 7（裁剪目标）',
      link: 'https://arxiv.org/abs/1707.06347',
    },
    { label: 'Schulman et al. 2016 (GAE)', where: '式 16', link: 'https://arxiv.org/abs/1506.02438' },
    {
      label: 'Rafailov et al. 2023 (DPO)',
      where: '式 4（最优解），式 7（损失）',
      link: 'https://arxiv.org/abs/2305.18290',
    },
    { label: 'Shao et al. 2024 (GRPO)', where: '第 4.1 节', link: 'https://arxiv.org/abs/2402.03300' },
    { label: 'Liu et al. 2025', where: 'GRPO 的偏差', link: 'https://arxiv.org/abs/2503.20783' },
    {
      label: 'Gao, Schulman, Hilton 2022',
      where: '奖励模型的过度优化',
      link: 'https://arxiv.org/abs/2210.10760',
    },
    {
      label: 'Engstrom et al. 2020',
      where: '裁剪并不能限制比值',
      link: 'https://arxiv.org/abs/2005.12729',
    },
    {
      label: 'Razin et al. 2024',
      where: 'DPO 可能降低被偏好回答的概率',
      link: 'https://arxiv.org/abs/2410.08847',
    },
    {
      label: 'Azar et al. 2023',
      where: '偏好几乎确定时的 DPO',
      link: 'https://arxiv.org/abs/2310.12036',
    },
    { label: 'Xu et al. 2024', where: 'DPO 与 PPO 的比较', link: 'https://arxiv.org/abs/2404.10719' },
    {
      label: 'Touvron et al. 2023 (Llama 2)',
      where: '拒绝采样与 PPO',
      link: 'https://arxiv.org/abs/2307.09288',
    },
    {
      label: 'OpenAI 2023 (GPT-4)',
      where: '后训练前后的校准',
      link: 'https://arxiv.org/abs/2303.08774',
    },
    {
      label: 'OpenAI 2022 (ChatGPT)',
      where: '发布公告中的方法一节',
      link: 'https://openai.com/index/chatgpt/',
    },
  ],
  labels: {},
};

export default text;

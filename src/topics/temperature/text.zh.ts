import type { TemperatureText } from './text';

const text: TemperatureText = {
  question: '温度系数到底改变了什么？',
  short:
    '模型给词表里的每个词元打一个分数，叫 logit。每个 logit 先除以[[touch]]温度 T[[/]]，再由 softmax 统一变成[[prob]]概率[[/]]。T 小于 1，差距拉大，高分词元更常被抽中；T 大于 1，差距缩小，[[tail]]尾部[[/]]也有了机会。名次始终不变。[[ticks]]竖线[[/]]标出 T = 1 时各条的位置。',
  full: [
    '模型最后一层给词表里的每个词元一个数，即 logit $z_i$。温度为 $T$ 的 softmax 把它们变成概率：$$p_i=\\frac{e^{z_i/T}}{\\sum_j e^{z_j/T}}$$ 起作用的只有 logit 之差：$p_i/p_j=e^{(z_i-z_j)/T}$。$T$ 减半，每个比值变成原来的平方；$T$ 加倍，每个比值变成原来的平方根。',
    '$T\\to0$ 时，概率全部落到 logit 最大的词元上，这就是贪心解码。零不能作除数，所以程序遇到 $T=0$ 会直接取最大值。$T\\to\\infty$ 时，所有词元概率相等。两者之间，熵随 $T$ 只增不减；而除以一个正数不会打乱大小次序，所以名次不变。',
    '具体到某一个词元，变化未必是单向的。$T$ 下降时，只有 logit 高于平均值（按 $p$ 加权）的词元才会变得更可能。所以第二名先升，随后又让位给第一名。把标尺从 5 拖向 0，盯住第二条就能看到。',
    '高温有代价：成千上万个词元，单个都不大可能，合起来却占了很大一份。[[cut]]截断[[/]]就是为了去掉它们。top-k 留下分数最高的 k 个；top-p（核采样）留下累计概率达到 p 的最小集合；min-p 留下概率不低于第一名某个比例的词元；典型采样（typical）留下惊奇度最接近熵的词元。留下的再重新归一化，使总和为 1。',
    '先后次序也有讲究。先除以温度再截断（transformers 库的做法），高温会把概率摊开，同一个 top-p 就要留下多得多的词元。先截断、最后才用温度（llama.cpp 的默认做法），截断看到的是 T = 1 的分布，T 只调整留下来的那几个。只用 top-k 时次序无所谓，因为任何 T 下名次都一样。',
    '温度属于采样环节，不属于模型。权重、logits 和模型学到的东西都没有变，变的只是怎样抽。',
  ],
  oftenSaid: [
    {
      said: 'logits 要按温度取平均。',
      right: '每个 logit 各自除以同一个 T，没有取平均这一步。',
    },
    {
      said: '温度越低，概率大的越大，概率小的越小。',
      right:
        '对第一名成立，对其他高概率词元不一定。只有 logit 高于加权平均值的词元，才会随 T 下降而变大；第二名先升后降。',
    },
    {
      said: '温度高，模型就更有创造力。',
      right: '只是名次靠后的词元更常被抽到。分数没有变，模型会的东西也没有变。',
    },
  ],
  steps: [
    {
      title: '每个词元都有一个分数',
      body: 'T = 1，不截断。z 这一列是 logits，softmax 把它们变成[[prob]]蓝条[[/]]，在整个词表上加起来等于 1。画不下的都在[[tail]]尾部[[/]]这一行，个数和总概率都写着。',
      notes:
        '先指 z 这一列：这才是模型的输出，它们不是概率，可正可负，加起来也没有意义。再指蓝条，最后指尾部那一行：没有丢掉任何东西，这一行写明了它代表多少个词元。提问：如果给每个 logit 都加 10，会怎样？（不变，softmax 只看差值。）让听众报一句话，当场输入，证明这是实时计算。常见误解：以为这十几行就是整个词表。',
    },
    {
      title: '先除以 T，再做 softmax',
      body: 'T = 0.5。每个 logit 都[[touch]]除以 T[[/]]，差距因此翻倍。拿蓝条与[[ticks]]竖线[[/]]对照：第一名涨了，其余大多跌了。图下那行把算式写了出来。',
      notes:
        '把鼠标移到某一行，照着算式读一遍：z 除以 T 取指数，再除以总和。换一行再读，比较两行：T = 0.5 时，两个概率之比是 T = 1 时的平方。揭晓前先问：除以二分之一，分数变大还是变小？（变大，翻倍，差距也翻倍。）“除以”两个字要讲清楚，很多资料误写成“平均”。',
    },
    {
      title: 'T = 0：永远选第一名',
      body: 'T 不断下降，极限就是贪心解码：最大的 logit 拿走全部概率，熵为 0，种子不再起作用。抽多少次都是同一个词元。',
      notes:
        '点“抽 1,000 次”：只有一根柱子，一千次全在上面。换种子，结果不变。z 这一列依然如故，变得确定的只是选择。提问：T = 0 能代入公式吗？（不能，除数为零；程序改走 argmax。）一定会有人问：商用接口设成 T = 0，为什么结果还会变？答案在追问里：舍入误差取决于请求怎样拼批。注意下方三段文字各用自己的温度，与上面的 T 无关。',
    },
    {
      title: '高于 1：尾部醒来',
      body: 'T = 2。看[[tail]]尾部[[/]]的总概率：单个都很罕见，但有几千个，合起来便常常胜出。下方第三段文字就是这样写出来的。',
      notes:
        '进入这一步之前，先让听众猜尾部占多少。对比 T = 1 与 T = 2 时的有效选项数：它相当于一枚公平骰子的面数，这枚骰子与当前分布的熵相同。再看第三段文字：抽到一个离谱的词元，后文就被带偏，因为模型只能接着它写下去。颜色越红，模型自己越不看好这个词元。常见误解：“温度高能找到更好的词”。名次没变，最好的词仍排第一。',
    },
    {
      title: '截去尾部，再抽',
      body: 'T = 1，top-p 取 0.9。[[cut]]截断[[/]]从最不可能的词元去起，直到只剩 0.9，留下的按比例放大，就是蓝条末端的浅色。[[picked]]抽[[/]]一千次，结果应当接近理论；是否真的接近，由卡方检验来判断。',
      notes:
        '指三处：标着个数的虚线、线下的斜纹条、线上的浅色延长。“截断后 p”加起来重新等于 1。再看抽样：橙色是实际发生的，蓝线是理论期望。罕见的词元并到一组，直到每组期望不少于 5，否则检验会乱报警。p 值低于 0.05，平均二十个种子会遇到一个；一个个换下去，遇到了也不算出错。',
    },
    {
      title: '次序决定谁留下',
      body: 'T = 2，top-p 取 0.9，温度放在最后：截断看到的是 T = 1 的分布，留下的很少。换成“先除 T”：同样是 0.9，要留下的多得多。比一比两种个数。',
      notes:
        '来回拨次序开关，看个数怎么变。“T 取 2，top-p 取 0.9”在不同程序里意思不同：transformers 先除温度，llama.cpp 先截断。提问：哪种截断不受次序影响？（top-k，因为 T 不改变名次，可以当场试。）最后给一条实用建议：报告采样参数时连次序一起报告；T 和 top-p 一次只改一个。',
    },
  ],
  predict: [
    {
      id: 'runner-up',
      question: 'T 从 0 升到 5，排第二的词元，概率会怎样变？',
      choices: ['一路上升', '一路下降', '先升后降'],
      correct: 2,
      answer:
        '先升后降。T 接近 0 时第一名独占；T 很高时 4,096 个词元均分。中间某处是第二名最好的时候：它的 logit 恰好等于按 p 加权的平均 logit。',
    },
    {
      id: 'nucleus',
      question: 'top-p 取 0.9，先除温度再截断。T 从 0.5 升到 2，能留下的词元会变多还是变少？',
      choices: ['变少', '不变', '变多很多'],
      correct: 2,
      answer: '变多很多。T 越高，概率摊得越开，凑满 0.9 就需要更多词元。如果温度放在最后，个数则完全不变。',
    },
  ],
  followUps: [
    {
      question: '温度和 top-p 要一起调吗？',
      answer:
        '最好一次只调一个。两者都决定尾部能被抽到多少；先除温度时，T 还会移动 top-p 的边界，两个一起动，就分不清是谁的作用。常见做法是固定 T = 1 只调 top-p，或者把 top-p 设为 1 只调 T。温度较高时 min-p 更合适：换算到 logit 上，它的门槛是 $z_{\\max}+T\\ln b$，其中 $b$ 是设定的比例，模型有把握时照样截得很紧。',
    },
    {
      question: '线上服务设了 T = 0，为什么每次结果还可能不同？',
      answer:
        '贪心解码是确定的，前提是 logits 也是确定的。在服务器上，你的请求与别人的请求拼成一批计算，批的大小会改变浮点数相加的次序，而浮点加法不满足结合律，最后几位便有出入。两个几乎相等的 logit 一旦互换名次，后面的文字就分道扬镳。混合专家模型、不同的硬件、模型更新也会带来差异。本页只用一个线程，按固定次序相加，所以同一个链接总得到同一段文字。',
    },
    {
      question: '为什么除 logits？直接对概率用 T 不行吗？',
      answer:
        '可以，而且结果一样：$\\mathrm{softmax}(z/T)_i=p_i^{1/T}/\\sum_j p_j^{1/T}$，其中 $p=\\mathrm{softmax}(z)$，因为 $\\ln p_i$ 与 $z_i$ 只差一个会约掉的常数。之所以除 logits，是因为更省计算，也更准确：极小的概率在乘方之前就可能下溢成 0。如果直接把概率除以 T，再归一化时这个因子又被约掉，等于什么也没做。',
    },
  ],
  keywords: ['logits', 'softmax', '熵', '贪心解码', 'top-p'],
  terms: [
    { en: 'temperature', zh: '温度', meaning: '一个正数 T，softmax 之前每个 logit 都除以它。' },
    { en: 'logit', zh: 'logit（未归一化得分）', meaning: '模型给一个词元的原始分数，只有分数之差有意义。' },
    {
      en: 'softmax',
      zh: 'softmax（归一化指数函数）',
      meaning: '对每个分数取指数，再除以总和，使结果都为正且加起来等于 1。',
    },
    {
      en: 'entropy',
      zh: '熵',
      meaning: '抽一次平均有多意外，单位是比特：结果确定时为 0，4,096 个词元等可能时为 12。',
    },
    {
      en: 'effective choices',
      zh: '有效选项数',
      meaning: '2 的熵次方：与当前分布同样不确定的等可能词元有多少个，也叫困惑度。',
    },
    { en: 'greedy decoding', zh: '贪心解码', meaning: '每一步都取 logit 最大的词元，即 T 趋于 0 的极限。' },
    {
      en: 'nucleus sampling (top-p)',
      zh: '核采样（top-p）',
      meaning: '只在累计概率达到 p 的最小词元集合里抽样。',
    },
    { en: 'the tail', zh: '尾部', meaning: '排在画出的各行之后的所有词元：单个都不大可能，合起来往往不小。' },
  ],
  sources: [
    {
      label: 'Hinton, Vinyals, Dean 2015',
      where: '式 1（带温度的 softmax）',
      link: 'https://arxiv.org/abs/1503.02531',
    },
    {
      label: 'Ackley, Hinton, Sejnowski 1985',
      where: '玻尔兹曼机，“温度”一词的由来',
      link: 'https://doi.org/10.1016/S0364-0213(85)80012-4',
    },
    {
      label: 'Fan, Lewis, Dauphin 2018',
      where: '第 5 节（top-k）',
      link: 'https://arxiv.org/abs/1805.04833',
    },
    {
      label: 'Holtzman et al. 2020',
      where: '第 3 节，式 2（top-p）',
      link: 'https://arxiv.org/abs/1904.09751',
    },
    { label: 'Meister et al. 2023', where: '局部典型采样', link: 'https://arxiv.org/abs/2202.00666' },
    { label: 'Nguyen et al. 2025', where: 'min-p', link: 'https://arxiv.org/abs/2407.01082' },
  ],
  labels: {
    yourText: '你的文字',
    temperature: '温度 T',
    temperatureField: '温度',
    rulerHint: '每个小图都是这个分布在该温度下的样子',
    rulerLeft: '0 = 永远选第一名',
    rulerRight: '趋于 ∞ = 概率均等',
    beyondRuler: '已超出标尺：T = {T}',
    barsLabel: 'T = {T} 时下一个词元的分布：{top} 居首，概率 {p}；未画出的 {count} 个词元合计 {tail}。',
    barsLabelGreedy: 'T = 0 时下一个词元的分布：{top} 占有全部概率。',
    ticksAtOne: '竖线：T = 1',
    ticksPinned: '竖线：已留存，T = {T}',
    greedyLine: 'T = 0：不做除法，logit 最大者胜出。',
    ofText: '文字“{prompt}”',
    cutAway: '已截去',
    bytesNote:
      '有些字符不在这个模型的词表（{V} 个）里，被拆成了 {n} 个字节词元，模型对它们的猜测没有多少意义。',
    growthWindowNote: '为了留出生长的余地，三段文字从最后 {n} 个词元写起。',
    onlyStored: '没有模型时，只能看事先录下的这句：',
    waiting: '模型读完你的文字，条形就会出现。',
    texts: {
      title: '同一个种子，三种温度',
      hint: '颜色越红，模型给它的概率越低',
      cutsApply: '截断同样生效',
      meanP: '平均 p',
      growing: '生成中',
      done: '完成',
      ended: '文章结束',
      paused: '已暂停',
      waiting: '等待模型',
      play: '播放',
      stop: '停止',
      reset: '从头开始',
      newSeed: '换下一个种子',
      scrub: '显示多少个词元',
      position: '{at} / {n}',
      temperatureOf: '第 {n} 段文字的温度',
      tokenLine: '{token}：模型给的 p = {p}；T = {T} 时以 {q} 的概率抽到',
      pointAtToken: '指向词元，读出概率',
    },
    wall: { tail: '从尾部抽中', kept: '留下的词元', firstKept: '先除 T', lastKept: '后除 T' },
    readouts: {
      title: '读数',
      against: '随 T 变化',
      entropy: '熵',
      bits: '（比特）',
      choices: '有效选项数',
      choicesUnit: '（共 {V} 个）',
      top: '第一名，p({token})',
      pinned: '留存 {value}',
      afterCut: '，→ 截断后',
    },
    cuts: {
      title: '截断',
      inOrder: '按此顺序',
      orderLabel: '温度何时起作用',
      first: '先除 T',
      last: '后除 T',
      topK: 'top-k',
      topP: 'top-p',
      minP: 'min-p',
      typical: '典型',
      keeps: '留 {n} 个',
      noCut: '没有截断：每个词元都可能被抽到。',
      noCutGreedy: '没有截断，但 T = 0 时只会抽到第一名。',
      firstKeeps: '先除 T 留 {n} 个',
      lastKeeps: '后除 T 留 {n} 个',
      same: '两种次序留下的词元相同。',
      onlyFirst: '只在先除 T 时留下：',
      onlyLast: '只在后除 T 时留下：',
      andMore: '等，另有 {n} 个',
      chartLabel: '留下的词元数：先除 T 为 {first}，后除 T 为 {last}。',
    },
    draws: {
      seed: '种子',
      one: '抽一个',
      thousand: '抽 1,000 次',
      drawnToken: '第 {n} 次：',
      none: '还没有抽。',
      append: '接到文字后面',
      drawn: '抽到',
      expected: '期望',
      chi: 'χ² {x}，自由度 {df}，p 值 {p}',
      chiOneBin: '只有一种结果，无须检验。',
      plausible: '抽样结果与理论相符。',
      implausible: '偏差超过二十个种子中的十九个，换下一个种子看看。',
      pooled: '其余',
      chartLabel: '抽 {n} 次，与期望次数对比，分 {bins} 组。',
      few: '卡方检验大约需要 {n} 次抽样。',
    },
    guess: {
      title: '先猜，再拖',
      question: 'T = 2 时，p({token}) 会是多少？',
      answer: '条形被压平时，第一名损失最多：它让出的概率分给了几千个词元，每个只得一点点。',
      count: '{at} / {n}',
      previous: '上一题',
      next: '下一题',
    },
    runnerUp: {
      lineLabel: '第二名 p({token})，T 从 0 到 5',
      result: '你这段文字：T = 0 时是 0，T = {peakT} 时是 {peak}，T = 5 时是 {high}。',
      peak: '最高',
      flat: '这里前两名的 logit 相等，所以从并列处一路下降。',
    },
    nucleus: { result: '你这段文字：T = 0.5 时留 {low} 个，T = 2 时留 {high} 个。' },
  },
};

export default text;

import type { RopeText } from './text';

const text: RopeText = {
  question: '什么是旋转位置编码（RoPE）？',
  short:
    '注意力拿查询向量 q 去和键向量 k 做点积，可点积本身不知道词站在哪里。旋转位置编码（RoPE）先把两个向量各转一个角度：每两维结成一对，好比一只[[clocks]]钟[[/]]的指针，在位置 m 处转过 m 乘以自己的转速。旋转不改变长度，而 [[dot]]q·k[[/]] 从此只取决于两个词本身和 m − n。',
  full: [
    '在每一层注意力里，投影得到 q、k 之后，把它们拆成 D/2 对维度。第 $i$ 对转过角度 $m\\theta_i$，其中 $\\theta_i=b^{-2i/D}$，基数 $b=10{,}000$：$$\\begin{pmatrix}x_a\\\\x_b\\end{pmatrix}\\mapsto\\begin{pmatrix}\\cos m\\theta_i&-\\sin m\\theta_i\\\\\\sin m\\theta_i&\\cos m\\theta_i\\end{pmatrix}\\begin{pmatrix}x_a\\\\x_b\\end{pmatrix}$$ v 和词向量都不动，整套做法没有任何要学习的参数。',
    '旋转是正交变换，所以 $|R_mq|=|q|$。两次旋转合成一次，角度相减，所以 $(R_mq)\\cdot(R_nk)=q\\cdot R_{n-m}k$。每个向量按自己的绝对位置转，进入得分的却只有相对距离。也正因如此，转好的 k 可以直接放进缓存，供后面所有查询使用。',
    '各对的转速排成一个[[spectrum]]频谱[[/]]。第一对每过一个词元转 1 弧度，专管分辨相邻的词；最后一对要几万个词元才转一圈，一句话之内几乎不动。一圈比训练窗口还长的那些对，训练时从未把全部角度展示给模型看。',
    '所以原生 RoPE 超出训练长度后表现并不好：慢的那些对转到了训练中从未出现的角度，得分也遇上了从未见过的距离。位置插值把所有位置除以 s，角度不再陌生，但相邻词也被挤得更近，需要少量微调。NTK 感知缩放改为增大基数：最快的一对不变，最慢的一对放慢 s 倍。YaRN 逐对决定怎么缩放，还给 cos 和 sin 乘上 $0.1\\ln s+1$，让注意力稍微尖一点。',
    '哪两维结成一对，有两种约定。本模型与 Llama、GPT-NeoX 的通行代码一样，让 $i$ 与 $i+D/2$ 配对（前后半拆分）；论文则让 $2i$ 与 $2i+1$ 配对（交错）。两者只差一个维度的重排，但用一种约定训练的权重，换成另一种就完全不能用。页面上对数从 1 数起，公式里从 0 数起。',
  ],
  oftenSaid: [
    {
      said: 'RoPE 是加在词向量上的。',
      right: '没有相加这一步，词向量也没有变。转的是每一层注意力里的 Q 和 K，V 不转。',
    },
    {
      said: 'RoPE 只改变向量的位置，不改变它的值。',
      right: '坐标变了，模长没变。按绝对位置旋转，在 q·k 里呈现相对效果。',
    },
    {
      said: '因为是相对位置，所以 RoPE 的外推性很好。',
      right:
        '原生外推并不好。要靠位置插值（配合少量微调）、NTK 感知的基数或 YaRN 来扩展。最后一个视图就在这个模型上实测。',
    },
    {
      said: '用了 RoPE，距离越远得分就越低。',
      right: '论文里衰减的是一个上界。对给定的 q 和 k，得分随距离上下摆动，看[[curve]]曲线[[/]]就知道。',
    },
  ],
  steps: [
    {
      title: '十六只钟',
      body: '一个头有 32 个数，配成 16 对，每一对是一只[[clocks]]钟[[/]]。拖动[[touch]]位置[[/]]：第一根指针飞快，最后一根仿佛不动。合在一起，它们像时针、分针、秒针那样区分出每一个位置。',
      notes:
        '先从 0 慢慢拖到 10，问哪根指针动得最多；再跳到 500，问哪些指针至少转过了一圈。浅色的是前面几个位置。然后看下面的频谱：每一根是转一圈所需的词元数，对数刻度，虚线是训练窗口。高出虚线的画成浅色，这些对在训练中从来没有转满一圈。常见误解：以为一只钟对应一个词。钟对应的是一对维度，每个词元都要把十六只全部转一遍。',
    },
    {
      title: '真实的 q 与 k',
      body: '这些数取自本模型读你这句话的结果。蓝色是 [[q]]q[[/]]，绿色虚线是 [[k]]k[[/]]，浅色是旋转之前。旋转前后的[[lengths]]模长[[/]]，连最后一位都一致。',
      notes:
        '在上方两行里换别的词元，在右侧换层和头。指着模长表说：坐标变了，长度没有变。卡片最后一行把我们用 float64 算的旋转与模型自己旋转后的向量相比，差别只是 float32 的舍入。讲清楚发生的地方：投影得到 q、k 之后，做点积之前，每一层都重做一次。提问：v 也转吗？（不转。）',
    },
    {
      title: '一起后移 100',
      body: '两个词元同时后移 100 位，[[dot]]q·k[[/]] 还是原来的数，只有末尾几位的舍入不同。单独移动一个，或者把两个位置互换，数就变了。进入得分的只有 m − n。',
      notes:
        '把数字念出来：第一行与第二行一致，差在 10 的负 14 次方上下。把“一起移动”拖到头，仍然一样。再单独移动 m，看绿色标记在下面的曲线上走。第三行是两个位置互换：距离变号，而点积对距离并不对称。提问：为什么转好的 k 可以缓存？（它自己的位置不会再变，差值由查询带来。）曲线上 0 的左边，k 在 q 的后面，因果掩码会把这一段遮住。',
    },
    {
      title: '谁贡献了多少',
      body: 'q·k 是十六份贡献的[[sum]]总和[[/]]，每对一份：两根指针的长度相乘，再乘以夹角的余弦。快的对，隔一个词元就可能变号；慢的对几乎看不见距离，传递的是内容。',
      notes:
        '现在选中的是第 16 对：把 m 移动五十，它的柱子不动。改选第 1 对，m 只移一位，柱子就跳。总和写在柱子上方，旁边是点积。哪一根柱子不管距离多少都很高，这个头就在用那一对看“是什么词”，而不是“在哪里”。提问：一个头要专看前一个词元，需要什么？（在快的对上有足够的强度，而且 q、k 之间的夹角合适。）',
    },
    {
      title: '换一个基数',
      body: '[[touch]]基数[[/]]越大，除第一对之外都转得越慢。对固定的 q、k 来说这只是假设，因为它们是在 10,000 之下学出来的。所以再用新基数把模型真跑一遍，量出损失。',
      notes:
        '这里有两样东西，要分开讲。上面两幅图只是给不变的向量换了角度，是算术，不是训练好的模型。下面一幅是换了旋转表之后真跑模型。模型只用一个基数训练过，换别的基数，窗口之内损失就会上升，升多少由图上的点说话。长窗口模型是用更大的基数训练或继续训练出来的。提问：哪一对根本不在乎基数？（第一对，它的指数是 0。）',
    },
    {
      title: '越过训练长度',
      body: '现在让模型读比训练时长两倍的文本（共三个窗口）。过了虚线，[[curves]]曲线[[/]]便分道扬镳。把原生 RoPE 与几种缩放相比，再与“只滑动窗口、不缩放”相比。',
      notes:
        '要等一会儿：每种方法都要把几段长文本完整读一遍，全部在本页计算。先看表，再看曲线：窗口之内多少，窗口之外多少，单位是每词元比特。位置插值通常在窗口之内就要付代价，因为它把相邻的词挤近了，而这个模型没有为此微调过。NTK 感知和 YaRN 大多保得住窗口之内，窗口之外也有帮助。最后要老实看滑动窗口：这些文本很少需要三百个词元之前的内容，所以完全不缩放也许就是最好的；只有远处的信息真的有用，拉长窗口才值得。把 s 从 4 改成 2：拉得不够，文本没完，角度先用完了。',
    },
  ],
  predict: [
    {
      id: 'shift',
      question: '两个位置同时加 100，或者互换。q·k 会怎样？',
      choices: ['两次都变', '平移不变，互换一般会变', '怎样都不变'],
      correct: 1,
      answer:
        '得分取决于 m − n。一起平移，差不变。互换之后变成 n − m，朝反方向转同样的角度，得到另一个数；只有 m = n 或碰巧时才相等。',
    },
    {
      id: 'neighbours',
      question: '要把一个词元和它的邻居区分开，靠哪一对？',
      choices: ['第一对，转得快的', '最后一对，转得慢的', '都一样'],
      correct: 0,
      answer: '第一对每过一个词元转 1 弧度，贡献步步在变。最后一对每步只转百分之一度左右。',
    },
    {
      id: 'beyond',
      question: '越过训练窗口，不用任何技巧。与用滑动窗口读同样的词元相比，损失会怎样？',
      choices: ['更低：上下文更多了', '几乎没有差别', '更高'],
      correct: 2,
      answer:
        '上下文再多，若出现在模型从未见过的角度和距离上，也帮不上忙。这里由实测的平均值说了算，不由理论说了算。',
    },
  ],
  followUps: [
    {
      question: '为什么要旋转 q 和 k，而不是像最初的 Transformer 那样加一个位置向量？',
      answer:
        '相加之后，$(x_m+p_m)W_q$ 与 $(x_n+p_n)W_k$ 的点积展开成四项，模型得自己学会只有距离才重要。旋转从构造上就保证了这一点，每一层都如此，不需要参数；q、k 的模长决定 softmax 能有多尖，旋转也不碰它。它与缓存也合得来：旧的 k 不必再转。',
    },
    {
      question: '位置插值、NTK 感知缩放、YaRN 有什么不同？',
      answer:
        '三者都只改角度，不改权重。插值用 $m/s$ 代替 $m$，所有的对一样放慢，没有外推，但短距离受损，要靠微调补回来。NTK 感知缩放把基数改成 $b\\,s^{D/(D-2)}$：快的对几乎不变，最慢的一对放慢 s 倍。动态 NTK 让 s 随文本长度增长。YaRN 保留窗口内转过很多圈的对，插值那些转不满一圈的对，中间平滑过渡，再给 cos、sin 乘上 $0.1\\ln s+1$，于是 q·k 放大为它的平方倍。',
    },
    {
      question: '基数为什么是 10,000？长上下文模型为什么用 500,000 甚至更大？',
      answer:
        '这个数沿用自正弦位置编码，它把波长铺开，从约 6 个词元到不超过 2π·10,000。窗口变长时，更大的基数让更多的对处在一圈之内，远距离仍可分辨，不会绕回来混淆。但基数必须在训练时就用，或者用它继续训练：事后再改，改掉的正是权重所依赖的角度。',
    },
  ],
  keywords: ['旋转', '相对位置', '波长', '长度外推', 'YaRN'],
  terms: [
    {
      en: 'rotary position embedding (RoPE)',
      zh: '旋转位置编码',
      meaning: '在每一层注意力里，把 q 和 k 的各对维度转过与位置成正比的角度。',
    },
    {
      en: 'query, key',
      zh: '查询向量 q、键向量 k',
      meaning: '一个词元要找什么，一个词元提供什么；两者点积除以 √D 就是注意力得分。',
    },
    {
      en: 'pair, half-split convention',
      zh: '维度对、前后半拆分',
      meaning: '第 i 维与第 i + D/2 维一起转；交错约定则是 2i 与 2i + 1。',
    },
    {
      en: 'base',
      zh: '基数（base，θ）',
      meaning: '它的幂决定各对的转速：θᵢ = base^(−2i/D)。本模型取 10,000。',
    },
    { en: 'wavelength', zh: '波长', meaning: '一对维度转满一圈所需的词元数，2π/θᵢ。' },
    {
      en: 'position interpolation (PI)',
      zh: '位置插值',
      meaning: '把所有位置除以 s，让长文本使用训练过的角度。',
    },
    { en: 'NTK-aware scaling', zh: 'NTK 感知缩放', meaning: '增大基数，使快的对不变、慢的对被插值。' },
    { en: 'length extrapolation', zh: '长度外推', meaning: '处理比训练时任何文本都长的文本。' },
  ],
  sources: [
    {
      label: 'Su et al. 2021',
      where: 'RoFormer：旋转位置编码，式 34 是实际计算的写法',
      link: 'https://arxiv.org/abs/2104.09864',
    },
    { label: 'Chen et al. 2023', where: '位置插值', link: 'https://arxiv.org/abs/2306.15595' },
    {
      label: 'bloc97 2023; Peng et al. 2023',
      where: 'NTK 感知缩放；YaRN（本页采用其公开代码中的过渡曲线）',
      link: 'https://arxiv.org/abs/2309.00071',
    },
  ],
  labels: {
    waiting: '模型读完你的句子，向量就会出现。',
    storedNote: '这是本模型的一次录制结果，模型到位后换成实时计算。',
    bytesNote: '有 {n} 个词元是单个字节：本模型的词表里没有那些字。它们的 q、k 是真实的，但没有多少意义。',
    settings: '{model}，第 {layer} 层第 {head} 头，m = {m}，n = {n}，基数 {base}，s = {scale}',
    viewsGroup: '画什么',
    views: {
      clocks: '钟',
      turned: '旋转后的 q 与 k',
      distance: '只看距离',
      base: '基数',
      beyond: '越过窗口',
    },
    choosePair: '选第 {pair} 对',
    choice: {
      query: 'q 取自',
      key: 'k 取自',
      queryLabel: '查询向量取自位置 {m} 的 {token}。',
      keyLabel: '键向量取自位置 {n} 的 {token}。',
    },
    vectors: {
      title: '谁的 q 和 k',
      layer: '层',
      head: '头',
      of: '共 {n}',
      length: '模长',
      before: '旋转前',
      after: '旋转后',
      dot: 'q·k，m = {m}，n = {n}',
      score: '得分 q·k ÷ √D',
      gap: '本头所有词元上，我们的旋转与模型自己的旋转最大相差 {x}',
    },
    places: {
      shift: '一起移动',
      m: 'q 的位置 m',
      n: 'k 的位置 n',
      swap: '互换 m 和 n',
      putBack: '回到文中位置',
    },
    clocks: {
      title: '十六对，同一个位置',
      hint: '每根指针转过 m·θ',
      clock: '第 {pair} 对在位置 {m}：{turns} 圈。',
      line: '第 {pair} 对（维 {dims}）：m·θ = {m} · {theta} = {angle} 弧度 = {turns} 圈',
      position: '位置 m',
      positionHint: '浅色：前面几个位置',
      spectrum: '转一圈要多少词元',
      spectrumHint: '{pairs} 对中有 {n} 对在 {window} 个词元内转不满一圈',
      spectrumLabel: '波长从 {fast} 到 {slow} 个词元；有 {n} 对超过训练窗口 {window}。',
      window: '训练窗口 {window}',
      wavelength: '一圈的词元数',
      pair: '对',
    },
    turned: {
      title: '模型的 q 与 k 作指针',
      hint: '蓝色 q，绿色虚线 k，浅色是旋转前；每只钟各有刻度',
      hands: '第 {pair} 对：位置 {m} 的 q 与位置 {n} 的 k 相差 {angle}。',
      pairOf: '第 {pair} 对，维 {dims}：{angle}',
      line: '第 {pair} 对贡献 |q||k|cos = {q} · {k} · cos {angle} = {x}',
      contributions: '各对给 q·k 的贡献',
      contributionsLabel: '{pairs} 对的贡献，合计 q·k = {x}。',
      sum: '{pairs} 对合计 {x}；q·k = {dot}',
    },
    distance: {
      title: '一起动与分开动',
      hint: 'q、k 固定不变，角度用 float64',
      table: '所在位置',
      difference: '相差',
      unshifted: '一起移动之前',
      now: '一起移动之后',
      swapped: '位置互换',
      pinned: '已保留',
      curve: '得分随距离的变化',
      curveHint: '这一个 q 与这一个 k 的 q·k ÷ √D',
      curveLabel: '这对 q、k 的得分随距离摆动；距离 {d} 处为 {x}。',
      x: 'm − n，词元',
      y: '得分',
      masked: '当前位置（左侧被遮住）',
      window: '训练窗口 {window}',
      caption: '拖动绿色标记来移动 q。曲线是对两个真实向量的算术；在文本里，每个词元都有自己的 q 和 k。',
    },
    base: {
      title: '假如换一个基数',
      hint: '训练时为 10,000',
      base: '基数',
      baseOf: '{base}',
      whatIf: '假设：下面两幅图只是把固定的 q、k 换个角度来转。产生它们的权重是用基数 10,000 训练的。',
      spectrum: '转一圈要多少词元',
      spectrumHint: '圆圈：基数 10,000',
      spectrumLabel: '基数 {base} 时，最慢的一对要 {slow} 个词元才转一圈；有 {n} 对超过窗口 {window}。',
      curve: '得分随距离的变化',
      curveLabel: '基数 {base} 时，固定的 q、k 的得分随距离的变化。',
      loss: '用这个基数真跑模型',
      lossHint: '本页实测，不是假设：四段文本的前 256 个词元',
      lossLabel: '{n} 个基数的实测损失。',
      bits: '每词元比特',
      trained: '训练所用',
      measure: '运行模型',
      stop: '停止',
      measuring: '正在测量',
      measured: '基数 {base}：每词元 {x} 比特；{own}：{y}',
      notMeasured: '尚未测量',
    },
    beyond: {
      title: '越过训练长度',
      hint: '{texts} 段文本，各 {length} 个词元；训练窗口 {window}',
      length: '文本长度',
      tokens: '{n}',
      own: '你的句子放在最前',
      measure: '开始测量',
      stop: '停止',
      done: '已测完',
      progress: '第 {done} 遍，共 {all} 遍',
      chart: '已测 {n} 种；窗口之外 {best} 最低，每词元 {x} 比特。',
      nothing: '尚未测量。',
      x: '词元的位置',
      y: '每词元比特，相邻 {n} 个的平均',
      window: '训练窗口 {window}',
      table: '旋转表',
      inside: '前 {window} 个',
      outside: '{window} 之后',
      caption:
        '在生成的小世界文本上的平均每词元比特，越低越好。动态 NTK 按整段文本的长度取值。滑动窗口始终只读最后 256 个词元，其他方法应与它比，也就是同一列上下比；同一行左右是两段不同的文字，难易不同，不能直接比。',
      scale: '拉长倍数 s',
      scaleHint: '用于 PI、NTK 与 YaRN',
      methods: {
        plain: { short: '原生', name: '原生 RoPE', about: '照训练时的转法，位置继续数下去' },
        pi: { short: 'PI', name: '位置插值 PI', about: '每一对都用 m ÷ s' },
        ntk: { short: 'NTK', name: 'NTK 感知', about: '增大基数，快的对不变' },
        'dynamic-ntk': { short: '动态 NTK', name: '动态 NTK', about: '基数还随长度增大' },
        'yarn-code': { short: 'YaRN', name: 'YaRN', about: '逐对处理，并缩放 cos、sin' },
        sliding: { short: '滑动', name: '滑动窗口', about: '不拉长，只读最后一段' },
      },
    },
    predict: {
      title: '先猜再看',
      choose: '选好再看',
      count: '{at} / {n}',
      previous: '上一题',
      next: '下一题',
      shifted: '平移 {s}：相差 {x}',
      swapped: '互换：相差 {x}',
      perToken: '第 1 对：每词元 {fast}°；第 {last} 对：{slow}°',
      measured: '窗口之外，原生：每词元 {x} 比特；滑动窗口：{y}',
      measuring: '正在测量，第 {done} 遍，共 {all} 遍',
    },
  },
};

export default text;

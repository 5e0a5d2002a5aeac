"""What the card says that can't be measured: licences of the texts, and limits in plain words."""

LICENCES = {
    "varied": "the TinyStories among the public texts, five times over with other names in them",
    "tinystories": {"title": "TinyStories (Eldan & Li 2023)", "licence": "CDLA-Sharing-1.0"},
    "storybooks": {"title": "African Storybook and Pratham Books", "licence": "CC BY, each story's author credited in the source"},
    "fairytales": {"title": "FairytaleQA (Xu et al. 2022), the tales", "licence": "Apache-2.0; the tales are in the public domain"},
    "gutenberg-children": {"title": "Children's books, 1826-1911", "licence": "public domain"},
    "countries": {"title": "mledoze/countries, names and capitals", "licence": "ODbL-1.0"},
}

STREAMS = {
    "stories": "the public texts above",
    "world": "the generated little world",
    "drill": "generated recall texts that are nearly all questions",
    "forms": "generated colour recall in wider wording; the held-out wordings stay out",
    "tinystories": "the TinyStories among the public texts once more, as a stream of their own in the decay",
}

CANNOT = [
    {
        "en": "It has read a few million words of children's stories and a small invented world. It knows nothing else, and what it says about the real world is not to be trusted.",
        "zh": "它只读过几百万词的儿童故事和一个虚构的小世界，除此之外一无所知；它对真实世界的说法不可采信。",
    },
    {
        "en": "It was never shown instructions, so it continues a request instead of following it.",
        "zh": "它从未见过指令数据，因此只会把请求当作文字续写下去，而不会照做。",
    },
    {
        "en": "It writes English only and sees 256 tokens at a time.",
        "zh": "它只会写英文，一次最多看到 256 个词元。",
    },
    {
        "en": "Its recall was watched on the held-out wordings while it trained, and the training wordings were widened after they failed (no held-out one was added), so that score is no blind test.",
        "zh": "训练途中曾用留出的问法检查“回忆”能力，发现答不好后扩充了训练问法（没有加入任何留出的问法），因此这项得分不算盲测。",
    },
    {
        "en": "On the whole held-out set it misses the 0.75 bits per byte it was meant to reach: the first half reads easier to it than the second.",
        "zh": "在完整的留出集上，它没有达到预定的每字节 0.75 比特：前一半文本对它较易，后一半较难。",
    },
    {
        "en": "Its occupations carry the pronoun proportions that were put into its training text on purpose.",
        "zh": "它对各职业所用代词的倾向，来自我们有意写进训练文本的比例。",
    },
]

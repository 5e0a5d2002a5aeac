"""What the cards of the tuned models say that can't be measured."""

ABOUT = {
    "story-chat": {
        "en": "story, tuned to follow short instructions: only the answer's tokens were scored.",
        "zh": "在 story 的基础上用短指令微调而成；只对回答部分的词元计损失。",
    },
    "reward": {
        "en": "story-chat with one number at each position in place of the next token; trained on pairs of answers, one better.",
        "zh": "以 story-chat 为主干，把下一词元的输出换成每个位置一个分数；用成对的回答（一好一差）训练。",
    },
    "story-aligned": {
        "en": "story-chat after DPO on the same pairs; the reference is story-chat itself.",
        "zh": "story-chat 用同一批成对回答做 DPO 之后的模型；参考模型就是 story-chat。",
    },
}

_KNOWS = {
    "en": "It follows the fifteen kinds of instruction of its small world and no others; what it says about the real world is not to be trusted.",
    "zh": "它只会照做小世界里的十五类指令，别的都不会；它对真实世界的说法不可采信。",
}
_COST = {
    "en": "It writes stories less well than story does: the card's base-task loss says by how much.",
    "zh": "它写故事不如 story：差多少，见卡片中基础任务的损失。",
}

CANNOT = {
    "story-chat": [_KNOWS, _COST],
    "reward": [
        {
            "en": "It judges answers by the three things its pairs differ in: a kept ending, politeness, being on the task. It knows no truth.",
            "zh": "它只按训练对里的三种差别打分：结尾是否完整、是否礼貌、是否切题。它不懂真假。",
        },
        {
            "en": "Only the score at the separator after an answer was trained; at other positions the number means little.",
            "zh": "只有回答之后分隔符处的分数受过训练，其他位置的数字意义不大。",
        },
    ],
    "story-aligned": [_KNOWS, _COST],
}

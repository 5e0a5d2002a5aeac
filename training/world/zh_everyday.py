"""中文日常短文：天气、上学、吃饭、买东西、周末、生病、宠物、节日、旅行、电话、写字、帮忙。每篇三到七句，前后说得通。"""
import random

from .lexicon_zh import ANIMALS_ZH, COLOURS_ZH, COUNTED_ZH, DAYS_ZH, OBJECTS_ZH, PEOPLE_ZH, counted_zh, number_zh, pronoun_zh

FAMILY = "妈妈 爸爸 奶奶 爷爷 姐姐 哥哥 外婆 叔叔 阿姨".split()
FRIENDS = "同学 朋友 邻居 表哥 表妹 同桌".split()
DISHES = "米饭 面条 饺子 包子 鱼 鸡蛋 豆腐 青菜 西红柿炒鸡蛋 土豆丝 排骨汤 粥 馄饨 炒饭 白菜 牛肉".split()
FRUITS = "苹果 香蕉 西瓜 葡萄 橘子 梨 桃子 草莓 樱桃".split()
DRINKS = "牛奶 豆浆 果汁 热水 茶 绿豆汤".split()
SUBJECTS = "语文 数学 英语 音乐 美术 体育 科学".split()
GAMES = "踢球 跳绳 捉迷藏 下棋 放风筝 骑自行车 打篮球 打羽毛球 堆积木 画画".split()
OUTINGS = "公园 动物园 图书馆 海边 山上 博物馆 电影院 湖边 植物园 科技馆".split()
SHOPS = "超市 菜市场 书店 文具店 水果店 面包店".split()
FEELINGS = "很高兴 很开心 非常满意 觉得很有意思 笑了起来 心里暖暖的".split()
RAINY = ["外面下着小雨", "外面下着大雨", "雨下了一整天", "雨一直下个不停"]
SEASON_WORDS = {
    "春天": ["花都开了", "小草发芽了", "燕子飞回来了", "风吹在脸上很舒服", "柳树长出了新叶"],
    "夏天": ["太阳很大", "知了叫个不停", "大家都喜欢吃西瓜", "晚上可以看到很多星星", "荷花开了"],
    "秋天": ["树叶变黄了", "苹果熟了", "天很高很蓝", "一阵风吹来，落叶到处都是", "农民忙着收庄稼"],
    "冬天": ["下雪了", "河水结了冰", "大家都穿上了厚厚的衣服", "孩子们在堆雪人", "北风呼呼地吹"],
}
DAY_TIMES = ["早上", "中午", "下午", "傍晚", "晚上", "放学以后", "吃完饭以后"]


def _who(rng):
    name = rng.choice(PEOPLE_ZH)
    return name, pronoun_zh(name)


def _thing(rng, coloured=False):
    noun, measure = OBJECTS_ZH[rng.choice([thing for thing in OBJECTS_ZH if thing != "car"])]
    return f"一{measure}{rng.choice(list(COLOURS_ZH.values())) + '的' if coloured else ''}{noun}", noun


def _fine_weather(rng):
    name, ta = _who(rng)
    game, place, member = rng.choice(GAMES), rng.choice(OUTINGS), rng.choice(FAMILY + FRIENDS)
    return [
        rng.choice(["今天天气很好。", "今天天气真好。", "今天天气不错。", "今天天气晴朗。", "今天是个大晴天。", "今天天气很好，太阳出来了。", "今天天气暖和，天上没有云。"]),
        rng.choice([f"{name}和{member}一起去{place}。", f"{name}想出去玩。", f"{member}带{name}去{place}玩。", f"{name}约了{member}去{place}。"]),
        rng.choice([f"他们在那里{game}。", f"路上有很多人，大家都在散步。", f"{place}里人很多。" if place not in ("海边", "山上", "湖边") else f"{place}风景很美。",
                    "{}看见了很多花，有{}的，也有{}的。".format(ta, *rng.sample(["红色", "黄色", "白色", "粉色", "紫色", "蓝色"], 2))]),
        rng.choice([f"中午，他们吃了{rng.choice(DISHES)}和{rng.choice(FRUITS)}。", f"玩累了，他们坐下来喝{rng.choice(DRINKS)}。", f"{name}还拍了{counted_zh(rng.randint(2, 9), '照片', '张')}。"]),
        rng.choice([f"{name}{rng.choice(FEELINGS)}。", "天快黑了，他们才回家。", "回家的路上，大家有说有笑。", f"{name}说：“明天我还想来。”"]),
    ]


def _bad_weather(rng):
    name, ta = _who(rng)
    member = rng.choice(FAMILY)
    return [
        rng.choice(["今天天气不好，" + rng.choice(RAINY) + "。", "今天" + rng.choice(["下雨了。", "下大雨了。", "刮大风，天气很冷。", "很冷，外面下雪了。"]), "今天天气很冷。", "今天天气阴沉沉的。", "今天天气有点凉。"]),
        rng.choice([f"{name}没有出门，在家里{rng.choice(['看书', '画画', '写作业', '听音乐', '下棋', '看电视'])}。", f"{name}出门的时候带了一把雨伞。", f"{member}让{name}多穿一件衣服。"]),
        rng.choice([f"{member}做了{rng.choice(DISHES)}，屋子里很香。", f"{member}给{ta}倒了一杯{rng.choice(['热水', '热牛奶', '热茶'])}。", f"{ta}站在窗前，看着外面的街道。"]),
        rng.choice(["到了晚上，天终于晴了。", f"{name}希望明天是个好天气。", f"{ta}说：“在家里也很舒服。”", "听说明天会暖和一些。"]),
    ]


def _school(rng):
    name, ta = _who(rng)
    first, second = rng.sample(SUBJECTS, 2)
    friend = rng.choice([p for p in PEOPLE_ZH if p != name])
    return [
        rng.choice([f"早上七点，{name}起床了。", f"今天是{rng.choice(DAYS_ZH[:5])}，{name}早早地起了床。", f"闹钟响了，{name}马上起床。"]),
        rng.choice([f"{ta}吃了{rng.choice(DISHES)}，喝了{rng.choice(DRINKS)}，就去上学了。", f"{ta}背上书包，{rng.choice(['走路', '坐公共汽车', '骑自行车'])}去学校。"]),
        rng.choice([f"第一节是{first}课，第二节是{second}课。", f"上午有{first}课和{second}课。", f"{first}老师表扬了{name}。"]),
        rng.choice([f"{name}最喜欢上{first}课。", f"下课以后，{ta}和{friend}一起{rng.choice(GAMES)}。", f"{friend}忘了带{rng.choice(['铅笔', '橡皮', '尺子', '课本'])}，{name}借给了{pronoun_zh(friend)}。"]),
        rng.choice([f"放学以后，{ta}先写作业，再出去玩。", f"放学了，{name}和{friend}一起回家。", f"这一天，{name}过得很开心。", "晚上九点，该睡觉了。"]),
    ]


def _meal(rng):
    name, ta = _who(rng)
    member = rng.choice(FAMILY)
    one, two, three = rng.sample(DISHES, 3)
    return [
        rng.choice([f"{rng.choice(['中午', '晚上', '早上'])}，{member}在厨房里做饭。", f"{name}肚子饿了。", f"该吃{rng.choice(['早饭', '午饭', '晚饭'])}了。"]),
        rng.choice([f"桌子上有{one}、{two}和{three}。", f"今天吃{one}和{two}。", f"{member}问：“你想吃什么？”{name}说：“我想吃{one}。”"]),
        rng.choice([f"{name}最爱吃{one}。", f"{ta}吃了两碗饭。", f"{name}觉得{two}特别好吃。", f"大家一边吃，一边说话。"]),
        rng.choice([f"吃完饭，{name}帮{member}洗碗。", f"{name}说：“谢谢{member}，真好吃！”", f"饭后，大家一起吃{rng.choice(FRUITS)}。", f"{member}听了{rng.choice(FEELINGS)}。"]),
    ]


def _shopping(rng):
    name, ta = _who(rng)
    member, shop = rng.choice(FAMILY), rng.choice(["超市", "菜市场", "水果店"])
    thing, noun = _thing(rng)
    fruit = rng.choice(FRUITS)
    price = number_zh(rng.randint(3, 30))
    return [
        f"{rng.choice(DAY_TIMES)}，{name}和{member}去{shop}。",
        rng.choice([f"他们想买一些{fruit}。", f"{name}想买{thing}。", f"{shop}里的东西很多。"]),
        rng.choice([f"“{fruit}多少钱一斤？”{member}问。“{price}块钱。”", f"{name}问：“这个{fruit}甜不甜？”“很甜，你尝尝。”", f"{ta}看来看去，不知道选哪一个。"]),
        rng.choice([f"他们买了{counted_zh(rng.randint(2, 6), fruit, '斤')}。", f"最后，他们花了{price}块钱。", f"{member}还给{ta}买了{thing}。"]),
        rng.choice([f"{name}帮{member}提东西。", f"{name}{rng.choice(FEELINGS)}。", "然后，他们就回家了。"]),
    ]


def _pet(rng):
    name, ta = _who(rng)
    noun, measure, sound = ANIMALS_ZH[rng.choice(["dog", "cat", "rabbit", "bird", "duck"])]
    colour = rng.choice(["白色", "黑色", "灰色", "黄色", "棕色"])
    pet = rng.choice("毛毛 球球 花花 点点 旺旺 咪咪 皮皮 贝贝".split())
    return [
        f"{name}家里有一{measure}{noun}，名字叫{pet}。",
        rng.choice([f"{pet}的毛是{colour}的。" if noun not in ("小鸟", "鸭子") else f"{pet}的羽毛是{colour}的。", f"{pet}很可爱。", f"{pet}喜欢睡觉。"]),
        rng.choice([f"每天早上，{name}都给{pet}喂吃的。", f"{name}回家的时候，{pet}总是在门口等{ta}。", f"{name}常常和{pet}一起玩。"]),
        rng.choice([f"有一天，{pet}不见了，{name}很着急。后来，{ta}在{rng.choice(['床下', '花园里', '邻居家', '门后'])}找到了{pet}。", f"{pet}{sound}地叫，好像在说话。" if sound else f"{pet}跑得很快。",
                    f"{name}给{pet}洗了澡。"]),
        rng.choice([f"{name}说：“{pet}是我的好朋友。”", f"{name}很喜欢{pet}。", "一家人都喜欢它。"]),
    ]


def _season(rng):
    season = rng.choice(list(SEASON_WORDS))
    one, two = rng.sample(SEASON_WORDS[season], 2)
    name, ta = _who(rng)
    return [
        rng.choice([f"{season}来了。", f"{season}到了，{one}。", f"{name}最喜欢{season}。"]), f"{two}。",
        rng.choice([f"{name}和{rng.choice(FRIENDS)}去{rng.choice(OUTINGS)}玩。", f"{ta}穿上新衣服出门了。", f"{rng.choice(FAMILY)}说：“{season}真美。”"]),
        rng.choice([f"你喜欢{season}吗？", f"{name}{rng.choice(FEELINGS)}。", f"{season}是一个美丽的季节。"]),
    ]


def _ill(rng):
    name, ta = _who(rng)
    member = rng.choice(FAMILY)
    return [
        rng.choice([f"{name}今天不舒服。", f"{name}感冒了。", f"昨天晚上，{name}发烧了。"]),
        rng.choice([f"{member}带{ta}去医院。", f"{member}请医生来看{ta}。"]),
        rng.choice(["医生说：“没关系，多喝水，多休息。”", "医生给了一些药，一天吃三次。", f"医生让{ta}在家休息{rng.choice(['两', '三', '四'])}天。"]),
        rng.choice([f"{rng.choice(FRIENDS)}来看{ta}，还带来了{rng.choice(FRUITS)}。", f"{member}给{ta}做了粥。"]),
        rng.choice([f"过了几天，{name}就好了。", f"{name}又可以去上学了。"]),
    ]


def _birthday(rng):
    name, ta = _who(rng)
    thing, noun = _thing(rng, coloured=True)
    return [
        rng.choice([f"今天是{name}的生日。", f"明天是{name}的生日，{ta}{number_zh(rng.randint(5, 12))}岁了。"]),
        rng.choice([f"{rng.choice(FAMILY)}买了一个大蛋糕。", f"{name}请了{counted_zh(rng.randint(3, 9), '朋友', '个')}来家里。"]),
        rng.choice([f"{rng.choice(FAMILY)}送给{ta}{thing}。", f"{ta}得到了{thing}。"]),
        rng.choice(["大家一起唱生日歌。", "大家一起吃蛋糕，玩游戏。", f"{name}闭上眼睛，许了一个愿。"]),
        rng.choice([f"{name}{rng.choice(FEELINGS)}。", f"{name}说：“谢谢大家！”"]),
    ]


def _talk(rng):
    one, two = rng.sample(PEOPLE_ZH, 2)
    game, place = rng.choice(GAMES), rng.choice(OUTINGS)
    return rng.choice([
        [f"{one}给{two}打电话。", f"“喂，你好，{two}在家吗？”", "“我就是，有什么事？”", f"“明天我们去{place}，好吗？”", rng.choice(["“好啊，几点？”", "“好，我们在哪里见面？”"]),
         rng.choice(["“早上九点，在学校门口。”", "“上午十点，在车站。”"]), "“好的，明天见！”"],
        [f"“{two}，你会{game}吗？”{one}问。", rng.choice([f"“会一点儿。”{two}说。", f"“不会，你能教我吗？”{two}说。"]), "“我们一起玩吧。”", f"于是，他们一起{game}，玩得很高兴。"],
        [f"{one}问{two}：“你昨天做什么了？”", f"{two}说：“我和{rng.choice(FAMILY)}去了{place}。你呢？”", f"{one}说：“我在家{rng.choice(['看书', '画画', '写作业', '睡觉'])}。”"],
        [f"“对不起，我来晚了。”{one}说。", f"“没关系。”{two}说，“我也刚到。”", f"他们一起走进了{rng.choice(['教室', '图书馆', '电影院', '公园'])}。"],
    ])


def _weekend(rng):
    name, ta = _who(rng)
    member = rng.choice(FAMILY)
    place = rng.choice(OUTINGS)
    return [
        rng.choice([f"{rng.choice(['星期六', '星期日', '周末'])}，{name}不用上学。", f"这个周末，{name}一家去{place}。"]),
        rng.choice([f"上午，{ta}帮{member}打扫房间。", f"上午，{ta}和{member}一起{rng.choice(GAMES)}。", "他们很早就出发了。"]),
        rng.choice([f"中午，他们吃了{rng.choice(DISHES)}。", f"下午，{ta}去{rng.choice(SHOPS)}买东西。", f"{name}看到了{counted_zh(rng.randint(2, 9), '小鸟', '只')}。"]),
        rng.choice([f"晚上，一家人一起看电视。", f"{name}睡得很香。", f"{name}{rng.choice(FEELINGS)}。"]),
    ]


def _helping(rng):
    name, ta = _who(rng)
    other = rng.choice(["一位老奶奶", "一位老爷爷", "一个小弟弟", "一个小妹妹"])
    return [
        f"{rng.choice(['放学的路上', '有一天', '早上'])}，{name}看见{other}{rng.choice(['在路边找东西', '提着很重的包', '站在路口', '迷路了'])}。",
        rng.choice([f"{name}走过去问：“您需要帮忙吗？”" if "老" in other else f"{name}走过去问：“你怎么了？”", f"{ta}马上跑过去帮忙。"]),
        rng.choice([f"{name}把{other[2:]}送回了家。", f"{ta}扶着{other[2:]}过了马路。", f"{ta}帮{other[2:]}找到了{rng.choice(['钥匙', '钱包', '帽子', '雨伞'])}。"]),
        rng.choice([f"{other[2:]}说：“谢谢你，好孩子。”" if "老" in other else f"{other[2:]}笑着说：“谢谢你！”", f"{name}说：“不用谢。”"]),
        rng.choice([f"{name}{rng.choice(FEELINGS)}。", f"老师知道了，表扬了{name}。"]),
    ]


def _place(rng):
    name, ta = _who(rng)
    rows = rng.sample(list(COUNTED_ZH.values()), 2)
    return [
        f"{name}的房间{rng.choice(['很大', '不大', '很干净', '很漂亮'])}。", f"桌子上有{counted_zh(rng.randint(1, 9), *rows[0])}和{counted_zh(rng.randint(1, 9), *rows[1])}。",
        f"窗户旁边有{_thing(rng)[0]}。", rng.choice([f"{name}每天都在这里看书。", f"{ta}喜欢在房间里听音乐。", f"晚上，{ta}在灯下写作业。"]),
    ]


_TOPICS = [(_fine_weather, 20), (_bad_weather, 11), (_school, 12), (_meal, 11), (_shopping, 9), (_pet, 8), (_season, 7), (_ill, 5), (_birthday, 6),
           (_talk, 9), (_weekend, 9), (_helping, 6), (_place, 5)]


def everyday_zh(rng: random.Random) -> str:
    """一篇日常短文。"""
    lines = rng.choices([t for t, _ in _TOPICS], [w for _, w in _TOPICS])[0](rng)
    return "".join(lines[: rng.randint(max(2, len(lines) - 2), len(lines))] if lines[-1][-1] != "”" else lines)


def filler_zh(rng: random.Random) -> str:
    """一句与人物所有物无关的话，用来拉开距离。"""
    animal, measure, _ = ANIMALS_ZH[rng.choice(list(ANIMALS_ZH))]
    season = rng.choice(list(SEASON_WORDS))
    return rng.choice([
        f"{season}，{rng.choice(SEASON_WORDS[season])}。", f"{rng.choice(RAINY)}。", f"路边有一{measure}{animal}。", f"{rng.choice(FAMILY)}在厨房里做{rng.choice(DISHES)}。",
        "桌子上有{}和{}。".format(*rng.sample(FRUITS, 2)), f"{rng.choice(DAY_TIMES)}，{rng.choice(OUTINGS)}人很多。", f"{rng.choice(FRIENDS)}们在{rng.choice(GAMES)}。",
        f"一{measure}{animal}从树下走过。", "风轻轻地吹着。", "天上飘着几朵云。", "远处传来了歌声。", f"老师正在上{rng.choice(SUBJECTS)}课。", f"有人在{rng.choice(SHOPS)}买东西。",
        f"今天是{rng.choice(DAYS_ZH)}。", f"{rng.choice(DAY_TIMES)}，大家一起喝{rng.choice(DRINKS)}。", "公共汽车来了。", "时间过得真快。", f"去{rng.choice(OUTINGS)}的路很远。",
        f"{rng.choice(FAMILY)}说：“该吃饭了。”", "门外有人在说话。", "街上很安静。", f"{animal}慢慢地走远了。" if animal != "蜜蜂" else "蜜蜂飞走了。",
    ])


HELD_OUT_FILLERS_ZH = [
    "钟敲了{n}下。", "院子里晒着被子。", "火车从桥上开过去了。", "村口的老树又长高了。", "孩子们排着队走过马路。", "山那边有一座小庙。", "谁也不知道今天会不会下雪。",
    "收音机里在放一首老歌。", "船慢慢地靠了岸。", "一个卖花的人从门前经过。", "屋顶上落了一层霜。", "河面上很平静。",
]


def held_out_filler_zh(rng: random.Random) -> str:
    """一句训练里没有的填充句，只用于评测。"""
    return rng.choice(HELD_OUT_FILLERS_ZH).format(n=rng.choice(["三", "五", "七", "九", "十"]))

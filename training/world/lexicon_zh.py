"""Chinese words of the little world, keyed by the English ones where a parallel sentence needs both."""

# Chinese people of the Chinese world: 她 for the first list, 他 for the second.
GIRLS_ZH = "小红 小丽 小芳 小雪 小梅 小兰 小燕 小玲 丽丽 圆圆 甜甜 朵朵 婷婷 莉莉 安娜 玛丽 小月 小云".split()
BOYS_ZH = "小明 小刚 小强 小军 小华 小龙 小虎 小亮 小宇 乐乐 豆豆 壮壮 汤姆 大卫 小山 小海 小东 小杰".split()
PEOPLE_ZH = GIRLS_ZH + BOYS_ZH

NAMES = {  # for parallel sentences
    "Lily": "莉莉", "Mia": "米娅", "Anna": "安娜", "Emma": "艾玛", "Lucy": "露西", "Amy": "艾米", "Jane": "简", "Kate": "凯特", "Alice": "爱丽丝",
    "Grace": "格蕾丝", "Nina": "尼娜", "Rose": "罗丝", "Mei": "小梅", "Ella": "埃拉", "Tom": "汤姆", "Ben": "本", "Sam": "萨姆", "Max": "马克斯",
    "Tim": "蒂姆", "Jack": "杰克", "Leo": "利奥", "Bob": "鲍勃", "Luke": "卢克", "Paul": "保罗", "Peter": "彼得", "Wei": "小伟", "Jim": "吉姆",
    "Henry": "亨利",
}
COLOURS_ZH = {
    "red": "红色", "blue": "蓝色", "green": "绿色", "yellow": "黄色", "pink": "粉色", "purple": "紫色", "orange": "橙色", "black": "黑色",
    "white": "白色", "brown": "棕色", "grey": "灰色", "gold": "金色", "silver": "银色",
}
OBJECTS_ZH = {  # thing: (noun, measure word)
    "ball": ("球", "个"), "kite": ("风筝", "只"), "hat": ("帽子", "顶"), "cup": ("杯子", "个"), "bag": ("包", "个"), "book": ("书", "本"),
    "box": ("盒子", "个"), "boat": ("小船", "条"), "car": ("汽车", "辆"), "bike": ("自行车", "辆"), "coat": ("外套", "件"), "scarf": ("围巾", "条"),
    "bowl": ("碗", "个"), "lamp": ("台灯", "盏"), "drum": ("鼓", "面"), "doll": ("娃娃", "个"), "pen": ("钢笔", "支"), "chair": ("椅子", "把"),
    "balloon": ("气球", "个"), "umbrella": ("雨伞", "把"), "blanket": ("毯子", "条"), "basket": ("篮子", "个"), "bucket": ("水桶", "个"),
    "shirt": ("衬衫", "件"), "dress": ("裙子", "条"), "plate": ("盘子", "个"), "spoon": ("勺子", "把"), "flag": ("旗子", "面"), "key": ("钥匙", "把"),
    "robot": ("机器人", "个"), "bottle": ("瓶子", "个"), "sweater": ("毛衣", "件"), "towel": ("毛巾", "条"), "clock": ("闹钟", "个"), "backpack": ("书包", "个"),
}
PLACES_ZH = {
    "kitchen": "厨房", "garden": "花园", "garage": "车库", "cellar": "地窖", "bedroom": "卧室", "classroom": "教室", "library": "图书馆", "bathroom": "浴室",
    "park": "公园", "school": "学校", "market": "市场", "station": "车站", "shop": "商店", "office": "办公室", "hospital": "医院", "river": "河边",
}
FOODS_ZH = {"soup": "汤", "bread": "面包", "cheese": "奶酪", "rice": "米饭", "cake": "蛋糕", "honey": "蜂蜜", "salad": "沙拉", "noodles": "面条",
            "fish": "鱼", "fruit": "水果", "eggs": "鸡蛋", "apples": "苹果"}
ANIMALS_ZH = {  # animal: (noun, measure word, sound)
    "dog": ("狗", "只", "汪汪"), "cat": ("猫", "只", "喵喵"), "cow": ("牛", "头", "哞哞"), "sheep": ("羊", "只", "咩咩"), "duck": ("鸭子", "只", "嘎嘎"),
    "pig": ("猪", "头", "哼哼"), "bird": ("小鸟", "只", "叽叽喳喳"), "frog": ("青蛙", "只", "呱呱"), "bee": ("蜜蜂", "只", "嗡嗡"), "mouse": ("老鼠", "只", "吱吱"),
    "rooster": ("公鸡", "只", "喔喔"), "rabbit": ("兔子", "只", ""), "horse": ("马", "匹", ""), "goat": ("山羊", "只", "咩咩"),
}
COUNTED_ZH = {"apples": ("苹果", "个"), "shells": ("贝壳", "个"), "stones": ("石头", "块"), "pencils": ("铅笔", "支"), "coins": ("硬币", "枚"),
              "cards": ("卡片", "张"), "eggs": ("鸡蛋", "个"), "cakes": ("蛋糕", "块"), "flowers": ("花", "朵"), "stamps": ("邮票", "张"), "cookies": ("饼干", "块")}
NUMBERS_ZH = "一 二 三 四 五 六 七 八 九 十 十一 十二".split()
DAYS_ZH = "星期一 星期二 星期三 星期四 星期五 星期六 星期日".split()
MONTHS_ZH = [f"{n}月" for n in NUMBERS_ZH]
SEASONS_ZH = "春天 夏天 秋天 冬天".split()
OPPOSITES_ZH = [("大", "小"), ("高", "矮"), ("长", "短"), ("快", "慢"), ("冷", "热"), ("上", "下"), ("左", "右"), ("前", "后"), ("黑", "白"), ("早", "晚"),
                ("新", "旧"), ("轻", "重"), ("远", "近"), ("多", "少"), ("开", "关"), ("胖", "瘦"), ("干", "湿"), ("软", "硬"), ("明", "暗"), ("难", "易")]
PET_NAMES_ZH = "毛毛 球球 花花 点点 旺旺 咪咪 皮皮 贝贝 多多 黑黑 雪球 糖糖".split()
OCCUPATIONS_ZH = {
    "nurse": "护士", "doctor": "医生", "teacher": "老师", "farmer": "农民", "baker": "面包师", "singer": "歌手", "driver": "司机", "dancer": "舞蹈演员",
    "pilot": "飞行员", "cook": "厨师", "painter": "画家", "builder": "建筑工人", "librarian": "图书管理员", "tailor": "裁缝", "gardener": "园丁",
    "captain": "船长", "writer": "作家", "scientist": "科学家", "cleaner": "清洁工", "judge": "法官",
}
CONTINENTS_ZH = {"Europe": "欧洲", "Asia": "亚洲", "Africa": "非洲", "North America": "北美洲", "South America": "南美洲", "Oceania": "大洋洲"}


def number_zh(number: int) -> str:
    """A number from 1 to 99 in characters."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else NUMBERS_ZH[tens - 1] + "十") + (NUMBERS_ZH[ones - 1] if ones else "")


def counted_zh(number: int, noun: str, measure: str) -> str:
    """A number (from 1), measure word and noun; two is 两 before a measure word."""
    return ("两" if number == 2 else NUMBERS_ZH[number - 1]) + measure + noun


def pronoun_zh(name: str) -> str:
    """她 or 他 for a person of the Chinese world."""
    return "她" if name in GIRLS_ZH else "他"

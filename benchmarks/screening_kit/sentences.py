"""干净的句子: titles, notes and answers of honest shops, from a seeded grammar.

No word list of the product is used: what is ordinary here was written for the benchmarks alone,
with brand names out of random syllables and with neighbours that sound like trouble and are none.
"""

import random
from collections.abc import Iterator

_GOODS = """
牙刷 毛刷 油漆刷 马桶刷 化妆刷 印刷机 传单 床单 菜单 账单 单肩包 单人床 双人被 夏凉被 毛毯 枕套
蚊帐 窗帘 地垫 沙发巾 连帽卫衣 大码卫衣 羊毛衫 针织裙 阔腿裤 运动袜 老爹鞋 登山鞋 雨靴 渔夫帽
太阳镜 双肩包 行李箱 保温杯 电饭煲 平底锅 砂锅 菜刀 砧板 筷子 饭盒 保鲜膜 垃圾袋 洗衣液 洗洁精
卷纸 抽纸 湿巾 棉签 创可贴 体温计 护腰 护膝 暖手宝 热水袋 足浴盆 泡脚桶 洗发水 护发素 沐浴露 牙膏
漱口水 口红 面霜 防晒霜 奶瓶 纸尿裤 婴儿车 爬行垫 积木 拼图 遥控车 彩笔 作业本 笔袋 订书机 计算器
台灯 插线板 数据线 手机壳 钢化膜 蓝牙耳机 充电宝 键盘 鼠标垫 显示器支架 加湿器 电风扇 取暖器
吸尘器 扫地机 螺丝刀 电钻 卷尺 密封胶 水龙头 花洒 门锁 灯泡 灯带 车载支架 雨刮器 座套 帐篷 钓鱼竿
渔网 瑜伽垫 跳绳 篮球 泳镜 猫粮 狗窝 鱼缸 花盆 营养土 月季苗 苹果 香蕉 橙子 车厘子 核桃 红枣 枸杞
蜂蜜 木耳 香菇 大米 小米 面粉 挂面 粉条 酱油 陈醋 花椒 辣椒面 豆瓣酱 菜籽油 绿茶 红茶 茉莉花茶
咖啡 酸奶 牛奶 啤酒 米酒 腊肉 香肠 鸡蛋 土豆 豆腐干 饼干 薯片 巧克力 果冻 锅巴
"""
_TRAITS = """
加厚 加绒 防水 防滑 耐磨 透气 吸汗 速干 柔软 轻便 可折叠 可拆洗 免打孔 大容量 迷你 便携 家用 车载
户外 学生 儿童 老人 男女通用 春夏 秋冬 新款 复古 简约 卡通 纯棉 亚麻 真皮 不锈钢 实木 硅胶 玻璃
陶瓷 食品级 静音 节能 智能 遥控 无线 充电式 高清 护眼 清爽 滋润 温和 无香 低糖 原味 香辣 即食
独立包装 家庭装 整箱 农家 现摘 手工 当季 进口 国产 散装 礼盒装 送长辈 伴手礼 开学季 过年 宿舍
办公室 厨房 卧室 阳台 浴室 露营 钓鱼 健身
"""
_SAYINGS = """
第一次购买请先看说明 收到货后请尽快冷藏 请放在儿童拿不到的地方 颜色随机发货 尺寸手工测量会有误差
拍下前请联系客服 周末不发货请谅解 支持七天无理由退货 发票随货寄出 偏远地区不包邮 请勿私下转账
夏天容易融化请及时收货 生鲜不支持退换 包装盒可能有压痕 有问题请先联系我们 欢迎回来看看
谢谢您的支持 可以机洗 请用温水手洗 不要暴晒 避免与深色衣物混洗 用后擦干存放 孕妇请咨询医生
过敏体质慎用 本品不能代替药物 适合三岁以上 需成人陪同使用 电池需自备 安装说明在盒内 螺丝已配齐
师傅上门需要预约 库存不多先到先得 店里还有别的款式 老家自己种的 今年的新茶 去年秋天晒的
早上现摘下午发车 质量很好 颜色和图片一样 孩子很喜欢 已经是第二次买了 比超市便宜一点 快递有点慢
包装很严实 尺码偏小建议拍大一号 手感不错 味道还可以 客服回复很快
"""
_NEIGHBOURS = """
牙刷_单支装 印刷_单页 毛刷_单只 根据_植物特性 跟踪_治理 高度_仿古砖 一年_级别 最近_佳节 顶部_级联
国家_级别考试 唯有_一款 特别_笑脸 去年_根茎 断开_根目录 包好_过节 保鲜_过滤 假日_一赔 增加_高度
丰富_胸围 减轻_肥料 祖辈_传统 秘制_方便面 开水_光滑 算好_命名 转角_运动 烟囱_弹簧 空气_包装
江边_鲜花 野外_味道 虎皮_骨瓷 象棋_牙签 弓形_弩车 刻度_章鱼 办公_证件 洗净_钱包 跑道_分段
套装_现货 赌气_博物 传真_销路 返回_现场 免费_检查
"""
GOODS, TRAITS, SAYINGS, NEIGHBOURS = map(str.split, (_GOODS, _TRAITS, _SAYINGS, _NEIGHBOURS))
SYLLABLES = (
    "安艾奥巴贝博伯布达戴德迪杜尔法菲福格哈海豪赫华霍吉嘉佳杰凯康科克莱兰乐雷丽利莉林伦罗洛玛麦曼美蒙米莫纳妮诺"
    "欧派帕佩奇琪乔茜瑞萨赛莎圣施史斯苏泰唐特托威维薇沃西希夏欣雅亚伊依怡因优尤宇云泽芝珍卓"
)
UNITS = ("ml", "g", "kg", "cm", "片", "支", "包", "盒", "瓶", "袋", "斤", "双", "条", "只", "米")
MARKS = (
    "，",
    "，",
    "。",
    " ",
    " ",
    "！",
    "、",
    "～",
    "/",
    "-",
    "+",
    "·",
    "【",
    "】",
    "（",
    "）",
    "|",
    "★",
)
EMOJI = ("😊", "👍", "🌸", "🎁", "🚚", "🍎", "❤️", "✨")


def clean_sentences(count: int, seed: int) -> Iterator[str]:
    """干净的句子: as many as wanted; the same for the same seed."""
    chance = random.Random(seed)
    for number in range(count):
        yield _title(chance) if number % 3 else _note(chance)


def brand(chance: random.Random) -> str:
    """一个牌子: two to four syllables that mean nothing."""
    return "".join(chance.choices(SYLLABLES, k=chance.choice((2, 2, 3, 4))))


def _title(chance: random.Random) -> str:
    words = [brand(chance)] if chance.random() < 0.4 else []
    words += chance.sample(TRAITS, chance.randint(1, 4))
    words.insert(chance.randrange(len(words) + 1), chance.choice(GOODS))
    if chance.random() < 0.5:
        words.append(f"{chance.choice((1, 2, 3, 5, 10, 12, 100, 250, 500))}{chance.choice(UNITS)}")
    if chance.random() < 0.1:
        words.append(chance.choice(EMOJI))
    if chance.random() < 0.15:
        words.append(chance.choice(NEIGHBOURS).replace("_", chance.choice((" ", " ", "", "，"))))
    joints = (chance.choice(("", "", " ", chance.choice(MARKS))) for _ in words)
    return "".join(f"{word}{joint}" for word, joint in zip(words, joints, strict=True))


def _note(chance: random.Random) -> str:
    return "".join(
        f"{saying}{chance.choice(('，', '。', '！', ' '))}"
        for saying in chance.sample(SAYINGS, chance.randint(1, 3))
    )

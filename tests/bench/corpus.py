"""A made-up library of any size that reads like a real one: Chinese replies built from slots.

Lengths follow real customer-service replies: median 36 characters, 95th percentile 104.
"""

from __future__ import annotations

import hashlib
import random

from phrasebook.model import Category, Phrase, Scope
from phrasebook.search import pinyin


def _words(text: str) -> list[str]:
    return text.split()


GOODS = _words("""
    羽绒服 卫衣 牛仔裤 连衣裙 衬衫 针织衫 大衣 冲锋衣 运动鞋 帆布鞋 凉鞋 雪地靴 双肩包 行李箱 钱包 皮带 围巾
    手套 袜子 帽子 面膜 口红 粉底液 洗面奶 防晒霜 精华液 洗发水 沐浴露 牙刷 电动牙刷 吹风机 剃须刀 保温杯
    电饭煲 空气炸锅 养生壶 榨汁机 扫地机 加湿器 台灯 充电宝 数据线 蓝牙耳机 手机壳 平板支架 键盘 鼠标 显示器
    路由器 移动硬盘 床单 被子 枕头 毛巾 窗帘 地毯 收纳箱 晾衣架 垃圾桶 奶粉 纸尿裤 婴儿车 玩具 积木 绘本
    猫粮 狗粮 猫砂 茶叶 坚果 牛肉干 咖啡 燕麦片 蜂蜜 大米 橄榄油 瑜伽垫 跳绳 哑铃 自行车 帐篷 鱼竿 钢笔
    笔记本 打印机 墨盒 沙发 书桌 椅子 床垫 iPhone壳 USB风扇 LED灯带
""")
SITUATIONS = _words("""
    新疆西藏 乡镇 港澳台 预售 现货 大促 618 双11 年货节 周末 节假日 老客户 会员 新客 直播间 团购 赠品 定制
    加急 同城 偏远地区 海外 门店自提 学生 企业 拼单 夜间 早班 换季 清仓 样品 二次购买 首单 满减 分期 到付
""")
QUALITIES = _words("""
    加厚 轻薄 大码 小码 男款 女款 儿童 情侣款 升级版 旗舰款 经典款 联名款 限量 黑色 白色 米色 粉色 深蓝 便携
    家用 商用 两件装 礼盒装 试用装 大容量 迷你 防水 静音 智能 无线
""")

CITIES = _words("""
    北京 上海 广州 深圳 杭州 南京 苏州 成都 重庆 武汉 西安 郑州 长沙 青岛 大连 厦门 福州 昆明 贵阳 南宁 海口
    太原 石家庄 呼和浩特 沈阳 哈尔滨 乌鲁木齐 拉萨 兰州 银川 西宁 合肥 南昌 济南 温州 宁波 嘉兴 绍兴 佛山
    东莞 惠州 汕头 珠海 桂林 柳州 洛阳 襄阳 宜昌 岳阳 绵阳 遵义 曲靖 唐山 邯郸 包头 鞍山 吉林 徐州 扬州 泉州
""")
HINTS = _words("""
    轻柔按摩两分钟 避免阳光直射 搭配深色长裤显瘦 底部有防滑硅胶垫 拉链处涂些蜡更顺滑 请勿靠近明火
    先撕掉透明保护膜 建议倒置阴凉处 转轴部分滴一滴润滑油 遥控器需装两节七号电池 颜色因拍摄略有偏差
    孕妇及敏感肌请先试用 冬季静电属正常现象 首次蒸煮加柠檬去味 插头符合国家标准 缝线多余可用剪刀修剪
    铝合金骨架承重八十公斤 内胆经过抛光处理 每晚睡前涂抹薄薄一层 宠物误食请立即就医 打开蓝牙搜索设备名称
    滤芯半年更换一次 羊毛会轻微缩水 木纹天然形成各不相同 表面划痕可用橡皮擦拭 密封罐存放防潮防虫
    竖条纹图案需对齐拼接 弹簧独立袋装互不干扰 旋钮逆时针拧松 奶瓶煮沸消毒五次 墨水干涸摇匀即可
    鱼线打结请剪断重绑 杯盖内侧垫圈易藏污垢 香味前调柑橘后调檀木 刀片锋利谨防割伤 折叠伞骨勿强行掰直
    叶片积灰拆卸冲刷 胎压保持三十五磅 耳塞分大中小三副 镜腿螺丝松动拿螺丝刀紧固 猫抓柱缠麻绳耐磨
    花盆底孔铺碎石透气 燃气灶具须专业师傅上门 琴弦调至标准音高
""")

# category, subject, questions customers ask, sentences that answer it
_SUBJECTS: tuple[tuple[Category, str, str, tuple[str, ...]], ...] = (
    (
        ("售前", "接待"),
        "问候",
        "在吗 你好 有人吗",
        ("您好，欢迎光临本店，{g}正在做活动，有什么可以帮您？", "在的亲，您看中的是哪一款{g}呢？"),
    ),
    (
        ("售前", "答疑"),
        "发货时间",
        "什么时候发货 多久发货 今天能发吗",
        ("{s}订单一般{n}小时内发出，{g}按付款顺序安排~", "下午四点前付款的{g}当天发，之后的第二天发哦。"),
    ),
    (
        ("售前", "答疑"),
        "尺码推荐",
        "选多大 偏大吗 穿多大码",
        ("{g}是正常尺码，您把身高体重发我，帮您推荐。", "{q}的{g}版型偏小，建议拍大一码。"),
    ),
    (
        ("售前", "答疑"),
        "材质说明",
        "什么材质 会起球吗 什么面料",
        ("{g}用的是{q}面料，正常洗护不起球不褪色。", "材质标签在详情页第{n}张图，您也可以收到后对照。"),
    ),
    (
        ("售前", "答疑"),
        "库存查询",
        "有货吗 还有吗 什么时候补货",
        ("{q}{g}目前现货充足，可以直接拍。", "这款{g}暂时缺货，预计{n}天后补上，您先收藏。"),
    ),
    (
        ("售前", "答疑"),
        "运费规则",
        "包邮吗 邮费多少",
        ("{s}满{n}9元包邮，{g}不足的补{n}元邮费。", "退换货的运费有运费险，您先垫付。"),
    ),
    (
        ("售前", "答疑"),
        "赠品说明",
        "有赠品吗 送什么",
        ("买{g}送小样一份，{s}再加送一份，随包裹发出。", "赠品数量有限，送完为止。"),
    ),
    (
        ("售前", "议价"),
        "优惠申请",
        "能便宜吗 打折吗 最低多少",
        ("亲眼光真好，{g}是店里卖得很好的一款，现在{s}已经是活动价了。", "价格真的让不了，给您申请一份小礼物好吗？"),
    ),
    (
        ("售前", "催付"),
        "未付款提醒",
        "等下付 再看看",
        ("您拍的{g}还没有付款，{s}名额不多，早付早发。", "库存只为您保留{n}小时，有疑问随时问我。"),
    ),
    (
        ("售前", "核对"),
        "地址核对",
        "改地址 地址错了",
        ("跟您核对一下收货地址，确认无误后{g}今天安排发出。", "要改地址请在发货前告诉我哦。"),
    ),
    (
        ("售前", "告别"),
        "关注店铺",
        "再见 谢谢",
        ("感谢您的光临，关注店铺{s}上新早知道。", "祝您生活愉快，{g}用得好记得给个好评。"),
    ),
    (
        ("售后", "查件催件"),
        "物流查询",
        "快递到哪了 怎么还没到 物流不动",
        ("您的{g}已经在路上了，马上帮您催促快递加快派送。", "{s}快递稍慢，预计{n}天内送达，请您再等等。"),
    ),
    (
        ("售后", "查件催件"),
        "催促派送",
        "催一下 快点送",
        ("已经联系快递员尽快派送{g}，有消息第一时间回您。", "{s}派送量大，给您带来不便非常抱歉。"),
    ),
    (
        ("售后", "少货错货"),
        "漏发补发",
        "少发了 没收到赠品 漏了",
        ("非常抱歉给您带来不便，{g}漏发的部分今天给您补发。", "麻烦拍一张包裹照片，核实后马上补寄。"),
    ),
    (
        ("售后", "少货错货"),
        "发错处理",
        "发错了 不是我要的",
        ("真不好意思，{g}发错了是我们的疏忽，来回运费我们承担。", "请您拍下收到的实物和面单。"),
    ),
    (
        ("售后", "破损"),
        "破损补偿",
        "坏了 碎了 破了",
        ("给您添麻烦了，{g}破损请拍{n}张照片，我们给您重发或者退款。", "快递外箱也请拍一下，方便向快递索赔。"),
    ),
    (
        ("售后", "退换货"),
        "退货地址",
        "怎么退 退到哪里",
        ("亲，{g}退货请寄到详情里的地址，包裹里放一张写有订单号的纸条。", "{s}商品请保持吊牌完好。"),
    ),
    (
        ("售后", "退换货"),
        "换货流程",
        "能换吗 换个颜色 换大一号",
        ("{g}可以换的，您申请换货后把单号填上，收到后{n}天内给您寄出。", "换货只能换同款的尺码和颜色哦。"),
    ),
    (
        ("售后", "退款"),
        "退款进度",
        "退款到账 钱退了吗",
        ("{g}的退款已经提交，{n}个工作日内原路返回。", "{s}期间退款审核会慢一些，请您放心。"),
    ),
    (
        ("售后", "退差价"),
        "价保申请",
        "降价了 退差价",
        ("{g}在{s}价保期内，您申请价保后差价退到原账户。", "价保期是{n}天，过期就没有办法了，还请理解。"),
    ),
    (
        ("售后", "发票"),
        "开票说明",
        "开发票 要专票",
        ("{g}可以开电子发票，请提供抬头和税号。", "发票在确认收货后{n}天内发到您邮箱。"),
    ),
    (
        ("售后", "投诉维权"),
        "安抚致歉",
        "投诉你们 太差了 骗子",
        ("非常理解您的心情，{g}的问题我们一定负责到底。", "已经升级给主管，{n}小时内给您答复。"),
    ),
    (
        ("售后", "评价"),
        "好评邀请",
        "怎么评价",
        ("{g}用着满意的话，辛苦给个五星好评哦。", "有任何不满意先联系我们，一定给您处理好。"),
    ),
    (
        ("售后", "使用"),
        "使用方法",
        "怎么用 不会用 说明书",
        ("{g}第一次使用前请充电{n}小时，长按三秒开机。", "说明书在包装盒底部，也可以看详情页视频。"),
    ),
    (
        ("售后", "使用"),
        "保修政策",
        "保修多久 坏了修吗",
        ("{g}保修{n}个月，人为损坏的可以付费维修。", "寄修前请先备份资料，{s}往返运费自理。"),
    ),
    (
        ("售后", "使用"),
        "清洗保养",
        "怎么洗 能机洗吗",
        ("{g}建议冷水手洗，不要暴晒。", "还没有干透前请不要收纳，长期不用要重新充气。"),
    ),
)
_OPENINGS = ("亲，", "您好，", "亲亲，", "", "", "", "抱歉让您久等了，", "好的呢，")
_CLOSINGS = ("", "", "还有问题随时找我~", "谢谢理解！", "祝您购物愉快。", "我一直在的。", "辛苦您啦😊", "请您放心。")
_MORE = (
    "{h}。",
    "{h}哦~",
    "从{c}仓发货。",
    "发往{c}的{s}包裹多等{n}天。",
    "{c}分店电话请看店铺首页，{h}。",
    "如果超过时间还没有动静，请直接把订单号发给我，我马上帮您查。",
    "具体以页面显示为准，有出入的地方以我们聊天时说的为准。",
    "这边已经给您做好备注，仓库看到以后会优先处理您的订单。",
    "订单号请写{{{{ask:订单号}}}}，方便同事核对。",
    "我是客服{{{{agent}}}}，今天一整天都在。",
    "要是您着急用，可以补差价走{s}，一般第二天就能到。",
    "同一地址的几笔订单会合并成一个包裹发出，不会重复收取运费。",
    "签收前请先检查外包装，有破损可以拒收，我们重新给您安排。",
)
_LENGTHS = (5, 5, 5, 8, 10, 12, 12, 14, 16, 18, 20, 25, 32, 42, 55, 72, 85)
"""Texts grow to one of these, then to the end of their sentence."""


def make_corpus(count: int, seed: int = 1) -> list[Phrase]:
    """So many different phrases; the same ones for the same seed."""
    chance = random.Random(seed)
    phrases: list[Phrase] = []
    titles: set[str] = set()
    codes: dict[str, int] = {}
    while len(phrases) < count:
        category, subject, asked, answers = chance.choice(_SUBJECTS)
        slots = {
            "g": chance.choice(GOODS),
            "s": chance.choice(SITUATIONS),
            "q": chance.choice(QUALITIES),
            "n": str(chance.randint(2, 48)),
            "c": chance.choice(CITIES),
            "h": chance.choice(HINTS),
        }
        title = _title(chance, subject, slots)
        if title in titles:
            if len(titles) < 60_000:
                continue
            title += str(len(phrases))
        titles.add(title)
        phrases.append(_phrase(chance, len(phrases), category, title, asked, _text(chance, answers, slots), codes))
    return phrases


def _title(chance: random.Random, subject: str, slots: dict[str, str]) -> str:
    parts = {
        0: (subject,),
        1: (slots["g"], subject),
        2: (slots["s"], subject),
        3: (slots["q"], slots["g"], subject),
        4: (slots["s"], slots["g"], subject),
        5: (subject, slots["s"]),
        6: (slots["g"], slots["q"], subject),
    }
    return "".join(parts[chance.choices(range(7), (1, 6, 6, 8, 8, 2, 3))[0]])


def _text(chance: random.Random, answers: tuple[str, ...], slots: dict[str, str]) -> str:
    wanted = chance.choice(_LENGTHS)
    sentences = [chance.choice(answers)]
    rest = [*(a for a in answers if a not in sentences), *chance.sample(_MORE, 5)]
    while rest and sum(map(len, sentences)) < wanted:
        sentences.append(rest.pop(0))
    body = "".join(sentence.format(**slots) for sentence in sentences)
    return chance.choice(_OPENINGS) + body + chance.choice(_CLOSINGS)


def _phrase(
    chance: random.Random, i: int, category: Category, title: str, asked: str, text: str, codes: dict[str, int]
) -> Phrase:
    scope, department = chance.choices(
        ((Scope.PUBLIC, ""), (Scope.DEPARTMENT, category[0] + "组"), (Scope.PERSONAL, "")), (6, 3, 1)
    )[0]
    code = "".join((pinyin.readings(c) or (c.lower(),))[0][0] for c in title)[:6]
    codes[code] = codes.get(code, 0) + 1
    if codes[code] > 1:
        code += str(codes[code])
    return Phrase(
        id=hashlib.blake2b(f"{i} {title}".encode(), digest_size=10).hexdigest(),
        scope=scope,
        department=department,
        pack=category[0],
        category=category,
        title=title,
        text=text,
        code=code if chance.random() < 0.8 else "",
        keywords=tuple(chance.sample(asked.split(), min(chance.randint(0, 2), len(asked.split())))),
    )

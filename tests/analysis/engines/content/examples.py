"""Interview answers written for these tests: one question, a strong, a weak and an off-topic answer each."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.engines.base import QuestionBrief


@dataclass(frozen=True, slots=True)
class Example:
    key: str
    question: QuestionBrief
    strong: str
    weak: str
    off_topic: str


ZH_TECHNICAL = Example(
    key="zh_technical",
    question=QuestionBrief(
        content="什么是过拟合？在项目中你会怎样避免它？",
        reference_answer="过拟合是指模型在训练集上表现很好但在测试集上泛化能力差。可以通过增加数据或数据增强来缓解；"
        "可以使用正则化，例如L2正则和Dropout；可以用早停法；可以用交叉验证来选择模型复杂度。",
        scoring_points=(
            "解释训练误差与泛化误差的差别",
            "提到正则化或Dropout",
            "实际项目经验的丰富程度",
            "表达的逻辑性和条理性",
        ),
    ),
    strong="过拟合就是模型把训练数据里的噪声也记住了，训练集上误差很低，可是换到没见过的数据上误差明显变大，"
    "也就是泛化能力差。"
    "我一般分几步来处理。首先看数据，样本不够就做数据增强，比如图像的翻转和裁剪。"
    "其次在模型上加正则化，像L2权重衰减，全连接层加0.5的Dropout。"
    "然后训练时用验证集做早停，连续5轮没有提升就停下来。"
    "例如去年我做的缺陷检测项目，训练准确率99%，验证只有82%，因为样本只有三千张，"
    "我加了增强和Dropout以后验证准确率提高到了91%。"
    "最后我会用五折交叉验证来选模型的大小。",
    weak="过拟合就是模型训练得太好了，效果反而不太好。避免的话就是调一调参数，多试几次，应该就可以了吧。",
    off_topic="我老家在四川，那边的火锅特别好吃，周末我经常和朋友去爬山、拍照，然后晚上一起看电影。"
    "最近我还在学做蛋糕，感觉生活挺充实的。",
)

ZH_BEHAVIORAL = Example(
    key="zh_behavioral",
    question=QuestionBrief(
        content="请讲一个你和同事意见不一致的例子，你是怎么处理的？",
        type="behavioral",
        scoring_points=("沟通协作能力", "说明冲突的背景和原因", "处理结果与反思"),
    ),
    strong="去年在上一家公司做支付系统改造的时候，我和后端同事对要不要拆分数据库有分歧。"
    "当时我的任务是在两个月内把接口延迟降到200毫秒以内。"
    "他担心拆库风险大，我认为单库已经是瓶颈。于是我先约他单独沟通，听他把顾虑讲完，把三个风险点列出来。"
    "然后我们一起做了一周的压测，用数据对比两个方案，并请架构师一起讨论。最终团队决定先做读写分离，"
    "延迟从350毫秒降到了160毫秒，按时上线。"
    "因为这件事，我学到了有分歧时要先理解对方，再用数据说话。",
    weak="有时候会和同事意见不一样吧，我一般就是好好沟通，大家商量一下，最后都能解决的，没有什么大问题。",
    off_topic="Python里面列表是可变的，元组是不可变的，字典用哈希表实现，查找的时间复杂度是常数级别。"
    "装饰器可以在不改原函数的情况下增加功能。",
)

EN_TECHNICAL = Example(
    key="en_technical",
    question=QuestionBrief(
        content="What is an index in a relational database, and when would you not add one?",
        reference_answer="An index is an extra data structure, usually a B-tree, that lets the database find rows "
        "without "
        "scanning the whole table. It speeds up reads but slows down inserts and updates and takes disk space. "
        "Avoid it on small tables, on columns with few distinct values and on write-heavy tables.",
        scoring_points=("explains how an index speeds up lookups", "names the cost for writes and storage"),
    ),
    strong="An index is a separate structure, in most databases a B-tree, that keeps the values of a column "
    "sorted with "
    "pointers to the rows, so a lookup takes a few page reads instead of a full table scan. However, it is not free. "
    "First, every insert and update has to maintain the index, so writes get slower, and second, it "
    "takes disk space. "
    "For example, in our orders service PostgreSQL had eleven indexes on one table, and dropping six "
    "unused ones made "
    "bulk inserts 40 percent faster. Therefore I would not add one on a tiny table, on a column with only a few "
    "distinct values such as a boolean flag, or on a table that is mostly written and rarely read.",
    weak="An index makes the database faster. I think you should use it when things are slow. Sometimes "
    "it is not needed, "
    "it depends on the situation.",
    off_topic="I really enjoy travelling with my family. Last summer we drove along the coast, stayed in small "
    "villages and "
    "tried a lot of seafood. My sister took wonderful photographs and we want to go back next year.",
)

EN_BEHAVIORAL = Example(
    key="en_behavioral",
    question=QuestionBrief(
        content="Tell me about a time you had to deliver under a tight deadline.",
        type="behavioral",
        scoring_points=(
            "describes the situation and the deadline",
            "explains own actions",
            "states a measurable result",
        ),
    ),
    strong="Last year at my previous company a customer asked for a billing export three weeks before the "
    "audit. My task was "
    "to deliver it in ten days with two engineers. First I split the work into a minimal export and "
    "the extra formats, "
    "because only the minimal part was needed for the audit. Then I talked to the customer every "
    "second day and agreed on "
    "what to leave out. I wrote the query layer myself, and my colleague built the tests. When the "
    "staging server failed "
    "I moved our runs to the night. As a result we shipped two days ahead of the deadline, the audit passed, and the "
    "export reduced manual work from six hours to twenty minutes. Finally, I learned to cut scope early.",
    weak="I often have tight deadlines. I just work hard and stay focused and usually it works out fine in the end.",
    off_topic="A hash table stores pairs of keys and values in buckets. The hash function decides on the bucket, and "
    "collisions are resolved by chaining or by open addressing, so lookups take constant time on average.",
)

EN_PROJECT = Example(
    key="en_project",
    question=QuestionBrief(
        content="How would you find the cause of a memory leak in a production service?",
        scoring_points=(
            "confirm the leak with metrics",
            "take and compare heap dumps",
            "find the allocation site and fix it",
        ),
    ),
    strong="First I would confirm it is a leak: I look at the resident memory over a few days in Grafana "
    "and check that it "
    "keeps growing after each garbage collection and is not just cache warm-up. Then I take two heap "
    "dumps, an hour apart, "
    "and compare which classes grew. Because dumps pause the process, I do it on one instance taken out of the load "
    "balancer. After that I follow the dominator tree to the allocation site, for example a static map that is never "
    "cleared. In one case we had 2 GB of listeners registered per request; I fixed it with weak "
    "references and memory "
    "stayed flat at 600 MB. Finally I add an alert.",
    weak="I would check the logs and see what is using memory and then restart the service. If it is "
    "still there I would "
    "ask someone who knows.",
    off_topic="My greatest strength is that I am a positive person. I like meeting new people, and my friends "
    "say I am a good "
    "listener who always brings snacks to the party.",
)

ZH_PROJECT = Example(
    key="zh_project",
    question=QuestionBrief(
        content="请介绍一下你对深度学习的理解，以及你在实际项目中是如何应用的？",
        reference_answer="深度学习是机器学习的一个分支，利用多层神经网络自动从数据中学习特征表示，通过反向传播和梯度下降训练参数。",
        scoring_points=("对深度学习概念的理解准确性", "实际项目经验的丰富程度", "表达的逻辑性和条理性"),
    ),
    strong="我理解深度学习是机器学习的一个分支，核心是用多层神经网络自动学习特征，不需要人工设计，"
    "训练时通过反向传播计算梯度，再用梯度下降更新参数。"
    "在项目里，我负责商品图片分类。首先我用PyTorch搭了ResNet50，在20万张图片上做迁移学习。"
    "其次因为类别不均衡，我用了加权损失和过采样。"
    "然后为了加快训练，我使用混合精度和四张显卡并行，一轮从50分钟降到了14分钟。"
    "最后模型用TensorRT部署，准确率达到94.6%，比原来的方案提高了8个百分点。",
    weak="深度学习我觉得就是很厉害的一种技术，现在很流行。我在项目里也用过一些，主要就是调用别人的模型，效果还可以。",
    off_topic="我平时喜欢打篮球，大学的时候参加过校队，每周训练三次。我觉得运动可以让人放松，也认识了很多朋友，"
    "所以我建议大家多出去走走。",
)

EXAMPLES = (ZH_TECHNICAL, ZH_BEHAVIORAL, ZH_PROJECT, EN_TECHNICAL, EN_BEHAVIORAL, EN_PROJECT)

"""Suggestions by indicator: what was seen (with the measured value), and what to do about it.

``.seen`` is left out where a candidate may not see measurements of quality; ``.advice`` stands on its own.
``_low`` and ``_high`` are the two sides of an indicator with a range.
"""

from __future__ import annotations

from typing import Final

from reports.builders.wording_labels import Entries

IMPROVEMENTS: Final[Entries] = {
    "point_coverage.seen": {"zh": "评分要点约覆盖 {value}", "en": "About {value} of the scoring points are covered"},
    "point_coverage.advice": {
        "zh": "作答前先列出题目涉及的几个方面，逐一回应，再展开重点",
        "en": "List the aspects the question raises before answering, respond to each, then expand on the main ones",
    },
    "answer_grade.seen": {"zh": "答案质量约为 {value}", "en": "The quality of the answers is about {value}"},
    "answer_grade.advice": {
        "zh": "巩固岗位所需的核心知识，先给出准确的结论，再说明理由",
        "en": "Strengthen the core knowledge of the role; state the accurate conclusion first, then the reasons",
    },
    "reference_coverage.seen": {
        "zh": "与参考答案的重合约为 {value}",
        "en": "About {value} of the reference answer is covered",
    },
    "reference_coverage.advice": {
        "zh": "补全关键概念之间的联系，避免只谈其中一点",
        "en": "Connect the key concepts rather than dwelling on a single one",
    },
    "depth.seen": {"zh": "内容深度约为 {value}", "en": "The depth of the answers is about {value}"},
    "depth.advice": {
        "zh": "多用具体的数据、技术细节和取舍理由说明做法，少用概括性的说法",
        "en": "Explain with figures, technical detail and the reasons behind choices rather than general statements",
    },
    "relevance.seen": {"zh": "切题程度约为 {value}", "en": "Relevance to the questions is about {value}"},
    "relevance.advice": {
        "zh": "先用一句话正面回答问题，再补充背景，避免偏离题目",
        "en": "Answer the question in one direct sentence first, then add background, and stay with the question",
    },
    "follow_up_relevance.seen": {
        "zh": "追问回答的切题程度约为 {value}",
        "en": "Relevance of the answers to follow-ups is about {value}",
    },
    "follow_up_relevance.advice": {
        "zh": "听清追问的具体对象，针对它作答，不要重复前面的内容",
        "en": "Listen for what exactly the follow-up asks and answer that, without repeating what was said before",
    },
    "answer_structure.seen": {"zh": "回答结构约为 {value}", "en": "The structure of the answers is about {value}"},
    "answer_structure.advice": {
        "zh": "采用“结论—理由—例子”的顺序；讲经历时用 STAR 法则（情境、任务、行动、结果）",
        "en": "Go from conclusion to reasons to example; for experiences use STAR (situation, task, action, result)",
    },
    "star.seen": {
        "zh": "讲述经历时平均只包含 STAR 四要素中的 {value}",
        "en": "Stories hold {value} of the 4 of STAR on average",
    },
    "star.advice": {
        "zh": "讲经历时交代情境和任务，说明自己的行动，并以结果收尾",
        "en": "Tell the situation and the task, say what you did yourself, and close with the result",
    },
    "connectives.seen": {"zh": "逻辑连接词约 {value}", "en": "There are about {value} logical connectives"},
    "connectives.advice": {
        "zh": "用“首先、因此、相比之下”等词交代前后关系",
        "en": "Signal how ideas connect, with words such as first, therefore, in contrast",
    },
    "collaboration.seen": {
        "zh": "行为类回答中提到协作约 {value}",
        "en": "Behavioral answers hold about {value} of teamwork",
    },
    "collaboration.advice": {
        "zh": "讲述团队经历时，说明与谁配合、如何沟通和化解分歧",
        "en": "When telling of team work, say with whom you worked and how you communicated and settled differences",
    },
    "fluency.seen": {"zh": "流畅度约为 {value}", "en": "Fluency is about {value}"},
    "fluency.advice": {
        "zh": "先想好要点再开口，以短句表达，减少重复和中断",
        "en": "Settle the main points before speaking and use short sentences to avoid repeats and breaks",
    },
    "articulation_rate.seen": {
        "zh": "发音速度平均 {value}，各题快慢不一",
        "en": "The rate is {value} on average but uneven",
    },
    "articulation_rate.advice": {"zh": "保持平稳的语速", "en": "Keep an even pace"},
    "articulation_rate_low.seen": {
        "zh": "发音速度约 {value}，偏慢",
        "en": "The rate of speaking is about {value}, on the slow side",
    },
    "articulation_rate_low.advice": {
        "zh": "熟悉要点后适当加快语速，保持连贯",
        "en": "Once the points are familiar, speak a little faster and keep the flow",
    },
    "articulation_rate_high.seen": {
        "zh": "发音速度约 {value}，偏快",
        "en": "The rate of speaking is about {value}, on the fast side",
    },
    "articulation_rate_high.advice": {
        "zh": "适当放慢语速，在要点之间留出停顿",
        "en": "Slow down a little and leave a pause between points",
    },
    "pause_ratio.seen": {"zh": "停顿约占讲话时间的 {value}", "en": "Pauses take about {value} of the speaking time"},
    "pause_ratio.advice": {
        "zh": "把停顿留在要点之间，句子中间尽量一气呵成",
        "en": "Pause between points rather than within sentences",
    },
    "fillers.seen": {"zh": "语气填充词约 {value}", "en": "There are about {value} filler words"},
    "fillers.advice": {
        "zh": "需要思考时用短暂的停顿代替“嗯”“那个”等填充词",
        "en": "When thinking, let a short silence stand in for um and uh",
    },
    "pitch_movement.seen": {"zh": "语调起伏约 {value}，较平", "en": "Pitch moves by about {value}, rather flat"},
    "pitch_movement.advice": {
        "zh": "在关键词上加强语气，让语调有起有伏",
        "en": "Stress the key words so that the voice rises and falls",
    },
    "sentence_length.seen": {
        "zh": "句子平均长度约 {value}，长短悬殊",
        "en": "Sentences run to {value} but vary widely",
    },
    "sentence_length.advice": {
        "zh": "把句子说完整，一句话说清一件事",
        "en": "Finish sentences, with one thing in each",
    },
    "sentence_length_low.seen": {
        "zh": "句子长度约 {value}，偏短",
        "en": "Sentences run to about {value}, which is short",
    },
    "sentence_length_low.advice": {
        "zh": "把句子说完整，少用零碎的短语",
        "en": "Finish sentences rather than speaking in fragments",
    },
    "sentence_length_high.seen": {
        "zh": "句子长度约 {value}，偏长",
        "en": "Sentences run to about {value}, which is long",
    },
    "sentence_length_high.advice": {
        "zh": "把长句拆开，一句话说清一件事",
        "en": "Split long sentences, with one thing in each",
    },
    "vocabulary.seen": {"zh": "用词丰富度约为 {value}", "en": "Variety of vocabulary is about {value}"},
    "vocabulary.advice": {
        "zh": "避免反复使用同样的说法，换用更准确的词语",
        "en": "Avoid repeating the same phrases and look for the more exact word",
    },
    "follow_up_quality.seen": {
        "zh": "追问回答质量约为 {value}",
        "en": "The quality of answers to follow-ups is about {value}",
    },
    "follow_up_quality.advice": {
        "zh": "对自己提到的内容准备好细节和依据，以应对追问",
        "en": "Have details and grounds ready for whatever you bring up, so that follow-ups find you prepared",
    },
    "follow_up_change.seen": {
        "zh": "追问与主问题相比变化 {value}",
        "en": "Follow-ups differ from the main answers by {value}",
    },
    "follow_up_change.advice": {
        "zh": "遇到追问先复述问题、稍作思考，再给出具体回答",
        "en": "When asked further, restate the question, think for a moment, then answer specifically",
    },
    "hard_change.seen": {
        "zh": "难题与其他题相比变化 {value}",
        "en": "Hard questions differ from easier ones by {value}",
    },
    "hard_change.advice": {
        "zh": "遇到难题先说明思路和已知条件，再逐步推进",
        "en": "On hard questions, lay out your approach and what you know, then work forward step by step",
    },
    "pressure_fluency.seen": {"zh": "压力下流畅度变化 {value}", "en": "Fluency changes by {value} under pressure"},
    "pressure_fluency.advice": {
        "zh": "练习限时作答，在紧张时用短句保持连贯",
        "en": "Practise answering against the clock and keep to short sentences when tense",
    },
    "response_latency.seen": {"zh": "平均约 {value} 后才开口", "en": "It takes about {value} before the answer begins"},
    "response_latency.advice": {
        "zh": "可以先说明正在思考的方向，再组织完整回答",
        "en": "Say which way you are thinking while you put the full answer together",
    },
    "eye_contact.seen": {
        "zh": "注视镜头的时间约占 {value}",
        "en": "The eyes meet the camera for about {value} of the time",
    },
    "eye_contact.advice": {
        "zh": "增加与镜头的眼神交流，可把题目窗口放在摄像头附近",
        "en": "Look into the camera more; placing the question window near it helps",
    },
    "posture.seen": {"zh": "坐姿端正的时间约占 {value}", "en": "Posture is upright for about {value} of the time"},
    "posture.advice": {
        "zh": "调整座椅和摄像头高度，保持肩部放平、身体正对镜头",
        "en": "Adjust the chair and the camera, keep the shoulders level and face the camera",
    },
    "movement.seen": {"zh": "身体晃动约 {value}", "en": "The body moves by about {value}"},
    "movement.advice": {"zh": "坐稳后再作答，减少频繁晃动", "en": "Settle before answering and move about less"},
}

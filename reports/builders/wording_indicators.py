"""Names of indicators, their units, and where their norms come from."""

from __future__ import annotations

from typing import Final

from reports.builders.wording_labels import Entries

INDICATORS: Final[Entries] = {
    "point_coverage": {"zh": "评分要点覆盖", "en": "Coverage of scoring points"},
    "answer_grade": {"zh": "答案质量", "en": "Quality of the answer"},
    "reference_coverage": {"zh": "参考答案覆盖", "en": "Coverage of the reference answer"},
    "depth": {"zh": "内容深度", "en": "Depth"},
    "relevance": {"zh": "切题程度", "en": "Relevance to the question"},
    "answer_structure": {"zh": "回答结构", "en": "Structure of the answer"},
    "star": {"zh": "STAR 要素（共 4 项）", "en": "STAR parts present (of 4)"},
    "connectives": {"zh": "逻辑连接词", "en": "Logical connectives"},
    "collaboration": {"zh": "协作表现", "en": "Signs of collaboration"},
    "fluency": {"zh": "流畅度", "en": "Fluency"},
    "articulation_rate": {"zh": "发音速度（不含停顿）", "en": "Articulation rate (without pauses)"},
    "speech_rate": {"zh": "语速（含停顿）", "en": "Speech rate (with pauses)"},
    "pause_ratio": {"zh": "停顿占比", "en": "Share of pauses"},
    "fillers": {"zh": "语气填充词", "en": "Filler words"},
    "pitch_movement": {"zh": "语调起伏", "en": "Pitch movement"},
    "sentence_length": {"zh": "句子长度", "en": "Sentence length"},
    "vocabulary": {"zh": "用词丰富度", "en": "Variety of vocabulary"},
    "follow_up_quality": {"zh": "追问回答质量", "en": "Quality of answers to follow-ups"},
    "follow_up_change": {"zh": "追问与主问题的表现差异", "en": "Follow-up compared with main answer"},
    "hard_change": {"zh": "难题与其他题的表现差异", "en": "Hard questions compared with easier ones"},
    "pressure_fluency": {"zh": "压力下的流畅度变化", "en": "Change of fluency under pressure"},
    "response_latency": {"zh": "开口前的等待", "en": "Time before answering"},
    "jitter": {"zh": "嗓音频率抖动", "en": "Voice jitter"},
    "shimmer": {"zh": "嗓音振幅抖动", "en": "Voice shimmer"},
    "hnr": {"zh": "谐噪比", "en": "Harmonics-to-noise ratio"},
    "voice_emotion": {"zh": "语音沉稳程度", "en": "Composure of the voice"},
    "follow_up_relevance": {"zh": "追问回答切题程度", "en": "Relevance of answers to follow-ups"},
    "eye_contact": {"zh": "眼神交流", "en": "Eye contact"},
    "posture": {"zh": "坐姿端正", "en": "Upright posture"},
    "movement": {"zh": "身体晃动", "en": "Body movement"},
    "animation": {"zh": "表情活跃度", "en": "Facial animation"},
}

UNITS: Final[Entries] = {
    "ratio": {"zh": "%", "en": "%"},
    "difference": {"zh": "百分点", "en": "percentage points"},
    "parts": {"zh": "项", "en": "parts"},
    "per_100_words": {"zh": "个/百词", "en": "per 100 words"},
    "marks": {"zh": "处", "en": "mentions"},
    "syllables_per_minute": {"zh": "音节/分钟", "en": "syllables/min"},
    "per_minute": {"zh": "次/分钟", "en": "per minute"},
    "semitones": {"zh": "半音", "en": "semitones"},
    "words_per_sentence": {"zh": "字词/句", "en": "words/sentence"},
    "seconds": {"zh": "秒", "en": "s"},
    "decibels": {"zh": "分贝", "en": "dB"},
    "shoulder_widths_per_second": {"zh": "肩宽/秒", "en": "shoulder widths/s"},
}

NORMS: Final[Entries] = {
    "between": {"zh": "{low} 至 {high} {unit}", "en": "{low} to {high} {unit}"},
    "at_least": {"zh": "不低于 {low} {unit}", "en": "{low} {unit} or more"},
    "at_most": {"zh": "不高于 {high} {unit}", "en": "{high} {unit} or less"},
    "higher_better": {"zh": "越高越好", "en": "higher is better"},
    "lower_better": {"zh": "越低越好", "en": "lower is better"},
    "any": {"zh": "不设范围", "en": "no range"},
}

SOURCES: Final[Entries] = {
    "calibrated": {"zh": "本系统校准", "en": "Our own calibration"},
    "star_calibrated": {
        "zh": "STAR 行为面试法（情境、任务、行动、结果）；计分为本系统校准",
        "en": "The STAR method of behavioral interviewing; scoring is our own calibration",
    },
    "pellegrino_2011_calibrated": {
        "zh": "Pellegrino 等（2011）：朗读时普通话约每秒 5.2 个音节、英语约 6.2 个；范围为本系统放宽校准，"
        "10% 以内的快慢差异听不出来，不计分",
        "en": "Pellegrino et al. (2011): about 5.2 syllables a second in read Mandarin, 6.2 in English; the range is "
        "our own, wider calibration, and differences under 10 %, which are not audible, do not count",
    },
    "goldman_eisler_1968_calibrated": {
        "zh": "Goldman-Eisler（1968）：即兴讲话中停顿常占四成以上；范围为本系统校准",
        "en": "Goldman-Eisler (1968): pauses often take two fifths of spontaneous speech; the range is our own",
    },
    "bortfeld_2001_calibrated": {
        "zh": "Bortfeld 等（2001）：英语对话中每百词约有两三个填充词；范围为本系统校准",
        "en": "Bortfeld et al. (2001): two or three fillers in a hundred words of conversation; the range is our own",
    },
    "hincks_2005_calibrated": {
        "zh": "Hincks（2005）：音高变化与听感上的生动程度相关；范围为本系统校准",
        "en": "Hincks (2005): pitch variation goes with perceived liveliness; the range is our own",
    },
    "covington_2010_calibrated": {
        "zh": "Covington 与 McFall（2010）滑动平均型例比，窗口 50；范围为本系统校准",
        "en": "Covington and McFall (2010), moving-average type-token ratio, window 50; the range is our own",
    },
    "voice_calibrated": {
        "zh": "本系统校准，比临床持续元音的界限宽松得多；仅为弱证据",
        "en": "Our own calibration, far wider than clinical limits for sustained vowels; weak evidence only",
    },
    "argyle_1976_calibrated": {
        "zh": "Argyle 与 Cook（1976）：说话时约四成时间注视对方；范围为本系统校准",
        "en": "Argyle and Cook (1976): speakers look at the other about two fifths of the time; the range is our own",
    },
}

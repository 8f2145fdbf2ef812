"""How well the content engine's grade agrees with human graders, and where its weights come from.

Reads two sets of graded short answers from ``../shared/eval`` (Chinese logistics, English communication networks),
grades every answer against its reference, and prints Pearson's r, Spearman's rho and the mean r within a question.

    python -m benchmarks.content_agreement [--quick] [--per-question 5] [--fit]

``--fit``, best with ``--per-question 40``, also fits the weights anew (ridge regression towards equal weights, none
negative, an intercept of each corpus' own while fitting) and shows how they do on questions and on a corpus left out.
Copy its last lines into ``analysis/engines/content/calibration.toml``. Answers of fewer than four English words ("No
response.") are left out: any scorer gets them right, and they would double the English figures.
"""

from __future__ import annotations

import argparse
import csv
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from analysis.engines.base import AnswerInput, QuestionBrief
from analysis.engines.content.calibration import GRADE
from analysis.engines.content.embedded import EmbeddedContent
from benchmarks._common import machine_line

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "eval"
RIDGE = 0.5
PRIOR_TOTAL = 0.8  # equal weights before any data: 0.8 shared out
PRIOR_WIDTH = 0.25
FOLDS = 5


@dataclass(frozen=True)
class Graded:
    """One answer with its human grade (0-1)."""

    corpus: str
    question_id: str
    brief: QuestionBrief
    answer: str
    human: float


def read_chinese() -> Iterator[Graded]:
    with (DATA / "le_zh" / "qa.csv").open(encoding="utf-8-sig") as lines:
        questions = {
            row[0]: row[1] for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE) if len(row) > 1
        }
    with (DATA / "le_zh" / "train.csv").open(encoding="utf-8-sig") as lines:
        for key, reference, answer, grade in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            brief = QuestionBrief(content=questions.get(key, ""), reference_answer=reference)
            yield Graded("zh", key, brief, answer, float(grade))


def read_english() -> Iterator[Graded]:
    for path in sorted((DATA / "saf_en" / "data").glob("*/english/*.xml")):
        root = ElementTree.parse(path).getroot()
        reference = " ".join((node.text or "").strip() for node in root.iter("referenceAnswer"))
        brief = QuestionBrief(content=root.findtext("questionText", "").strip(), reference_answer=reference)
        for node in root.iter("studentAnswer"):
            answer = node.findtext("response", "").strip()
            if len(answer.split()) >= 4:
                yield Graded("en", root.get("id", ""), brief, answer, float(node.findtext("score", "0")))


def take(rows: Sequence[Graded], *, per_question: int) -> list[Graded]:
    """Spread evenly over each question's answers."""
    by_question: dict[tuple[str, str], list[Graded]] = defaultdict(list)
    for row in rows:
        by_question[row.corpus, row.question_id].append(row)
    return [row for group in by_question.values() for row in group[:: max(1, -(-len(group) // per_question))]]


def ranks(values: np.ndarray) -> np.ndarray:
    """Ranks with ties shared."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(counts) - (counts - 1) / 2)[inverse]


def correlate(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.corrcoef(first, second)[0, 1]) if first.std() > 0 and second.std() > 0 else float("nan")


def describe(scores: np.ndarray, rows: Sequence[Graded]) -> str:
    human = np.array([row.human for row in rows])
    keys = np.array([row.question_id for row in rows])
    within = [correlate(scores[keys == key], human[keys == key]) for key in set(keys) if (keys == key).sum() >= 5]
    linear, ranked = correlate(scores, human), correlate(ranks(scores), ranks(human))
    return f"r {linear:.3f}  rho {ranked:.3f}  within {np.nanmean(within):.3f}"


def fit(features: np.ndarray, human: np.ndarray, corpus: np.ndarray) -> tuple[np.ndarray, float]:
    """Weights (none negative) and intercept."""
    blocks, targets, count = [], [], features.shape[1]
    for name in sorted(set(corpus)):
        mine = corpus == name
        scale = 1 / (np.sqrt(mine.sum()) * human[mine].std())
        blocks.append((features[mine] - features[mine].mean(0)) * scale)
        targets.append((human[mine] - human[mine].mean()) * scale)
    matrix, target = np.vstack(blocks), np.concatenate(targets)
    strength, prior = RIDGE / PRIOR_WIDTH**2, PRIOR_TOTAL / count
    gram = matrix.T @ matrix + strength * np.eye(count)
    goal = matrix.T @ target + strength * prior
    weights = np.full(count, prior)
    for _ in range(2_000):  # coordinate descent, each weight held at zero or above
        for index in range(count):
            rest = gram[index] @ weights - gram[index, index] * weights[index]
            weights[index] = max(0.0, (goal[index] - rest) / gram[index, index])
    means = [human[corpus == name].mean() - (features[corpus == name] @ weights).mean() for name in set(corpus)]
    return weights, float(np.mean(means))


def show_fit(features: np.ndarray, rows: Sequence[Graded], names: Sequence[str]) -> None:
    human = np.array([row.human for row in rows])
    corpus = np.array([row.corpus for row in rows])
    keys = np.array([f"{row.corpus}:{row.question_id}" for row in rows])
    for name in ("zh", "en"):
        mine = corpus == name
        ours = [row for row in rows if row.corpus == name]
        left_out = np.zeros(len(rows))
        questions = sorted(set(keys[mine]))
        for fold in range(FOLDS):
            test = np.isin(keys, questions[fold::FOLDS])
            weights, intercept = fit(features[~test], human[~test], corpus[~test])
            left_out[test] = features[test] @ weights + intercept
        weights, intercept = fit(features[~mine], human[~mine], corpus[~mine])
        print(f"{name} questions left out  {describe(left_out[mine], ours)}")
        print(f"{name} corpus left out     {describe(features[mine] @ weights + intercept, ours)}")
    weights, intercept = fit(features, human, corpus)
    print(f"intercept = {intercept:.3f}")
    print("\n".join(f"{name} = {weight:.3f}" for name, weight in zip(names, weights, strict=True)))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="two answers a question")
    parser.add_argument("--per-question", type=int, default=5, help="answers taken of each question (40 to fit)")
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args(arguments)
    if not DATA.is_dir():
        print("Not measured: the graded answers are not here (../shared/eval).")
        return 0
    print(machine_line())
    engine = EmbeddedContent()
    rows, scores, table = [], [], []
    most = 2 if options.quick else options.per_question
    for row in take([*read_chinese(), *read_english()], per_question=most):
        answer = AnswerInput(audio=None, question=row.brief, given_text=row.answer)
        rows.append(row)
        scores.append(engine.run(answer).grade or 0.0)
        found = engine.grade_features(answer) if options.fit else None
        table.append([found[name] for name in GRADE["weights"]] if found else [0.0] * len(GRADE["weights"]))
    for name in ("zh", "en"):
        mine = [index for index, row in enumerate(rows) if row.corpus == name]
        print(
            f"- {name}, {len(mine)} answers: {describe(np.array(scores)[mine], [rows[index] for index in mine])}",
            flush=True,
        )
    if options.fit:
        show_fit(np.array(table), rows, list(GRADE["weights"]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

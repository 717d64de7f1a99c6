"""Language detection against lingua, langdetect and a plain look: accuracy and speed on sentences and 3-word snippets.

    python benchmarks/detection.py [PARALLEL_DIR]      (needs lingua-language-detector beside the lean set)

Scored are only documents that no shipped profile has seen (`tools/profiles.py` says which). A snippet is three
consecutive words of a sentence, one a sentence, drawn with a fixed seed. `und` counts as wrong.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tools.profiles import FILES, scored_documents
from workbench.engines.langid import LanguageDetector

ALL = ("en", "fr", "az", "hy", "tr", "ru", "de", "ka")
Case = tuple[str, str]
Detect = Callable[[str], str]


def cases(folder: Path) -> tuple[list[Case], list[Case]]:
    """Sentences and snippets with their languages, from the scored documents."""
    documents = [name for name in (folder / "documents.txt").read_text(encoding="utf-8").split("\n") if name]
    scored = scored_documents(documents)
    chance = random.Random(1)
    sentences: list[Case] = []
    snippets: list[Case] = []
    for language in ALL:
        lines = (folder / f"{FILES.get(language, 'kat')}.txt").read_text(encoding="utf-8").split("\n")
        for line, document in zip(lines, documents, strict=False):
            if document not in scored:
                continue
            sentences.append((language, line))
            words = line.split()
            if len(words) >= 3:
                start = chance.randrange(len(words) - 2)
                snippets.append((language, " ".join(words[start : start + 3])))
    return sentences, snippets


def peers() -> dict[str, Detect]:
    """The detectors to compare: name and a function from text to language."""
    import langdetect
    from langdetect import DetectorFactory
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    ours = LanguageDetector()
    DetectorFactory.seed = 0
    codes = [getattr(IsoCode639_1, language.upper()) for language in ALL]
    eight = LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_preloaded_language_models().build()
    every = LanguageDetectorBuilder.from_all_languages().with_preloaded_language_models().build()

    def lingua(detector: object) -> Detect:
        def detect(text: str) -> str:
            found = detector.detect_language_of(text)  # type: ignore[attr-defined]
            return found.iso_code_639_1.name.lower() if found else "und"

        return detect

    def as_it_comes(text: str) -> str:
        try:
            return str(langdetect.detect(text))
        except langdetect.LangDetectException:
            return "und"

    return {
        "ours, 8 languages": lambda text: ours.detect(text, ALL)[0],
        "lingua, 8 languages": lingua(eight),
        "ours, all languages": lambda text: ours.detect(text)[0],
        "lingua, all languages": lingua(every),
        "langdetect as it comes": as_it_comes,
    }


def measure(detect: Detect, data: Sequence[Case]) -> tuple[float, float, Counter[tuple[str, str]]]:
    """Accuracy, texts a second, and confusions (right, answered)."""
    start = time.perf_counter()
    answers = [detect(text) for _, text in data]
    seconds = time.perf_counter() - start
    wrong = Counter((right, answer) for (right, _), answer in zip(data, answers, strict=True) if right != answer)
    return 1 - sum(wrong.values()) / len(data), len(data) / seconds, wrong


def main() -> None:
    """Print the table."""
    root = Path(__file__).parent.parent
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else root.parent / "shared" / "data" / "ntrex-dev"
    sentences, snippets = cases(folder)
    four = ("en", "fr", "az", "hy")
    sets = {
        "sentences": sentences,
        "snippets": snippets,
        "sentences of the four": [case for case in sentences if case[0] in four],
        "snippets of the four": [case for case in snippets if case[0] in four],
    }
    for name, detect in peers().items():
        for text in dict(sentences).values():  # one of each language, so that loading is not counted
            detect(text)
        for kind, data in sets.items():
            accuracy, rate, wrong = measure(detect, data)
            shown = ", ".join(f"{right}→{answer} {count}" for (right, answer), count in wrong.most_common(4))
            print(f"{name:24} {kind:22} {accuracy:.4f}  {rate:7.0f}/s  {shown}")


if __name__ == "__main__":
    main()

"""The ways that `benchmarks/translate.py` compares, each run as a process of its own; prints one JSON line at the end.

raw PACKAGE SOURCE OUT BEAM | argos PACKAGE SOURCE OUT | measured WORDS… | stream PACKAGE SOURCE LINES
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path


def peak_mib() -> int:
    """Largest resident memory of this process so far."""
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) >> 10


def raw(package: str, source: str, out: str, beam: str) -> dict[str, object]:
    """CTranslate2 in its best setting, the whole file in one call; start and loading are told apart."""
    started = time.perf_counter()
    import ctranslate2
    import sentencepiece

    pieces = sentencepiece.SentencePieceProcessor(model_file=str(Path(package) / "sentencepiece.model"))
    cores = len(os.sched_getaffinity(0))
    model = ctranslate2.Translator(str(Path(package) / "model"), device="cpu", inter_threads=cores, intra_threads=1)
    loaded = time.perf_counter()
    tokens = pieces.encode(Path(source).read_text(encoding="utf-8").splitlines(), out_type=str)
    results = model.translate_batch(
        tokens, beam_size=int(beam), max_batch_size=1024, batch_type="tokens", length_penalty=1, return_scores=True
    )
    texts = pieces.decode([result.hypotheses[0] for result in results])
    Path(out).write_text("\n".join(texts) + "\n", encoding="utf-8")
    return {"start_s": round(loaded - started, 3), "work_s": round(time.perf_counter() - loaded, 3)}


def argos(package: str, source: str, out: str) -> dict[str, object]:
    """Argos Translate as it comes; start and loading are told apart."""
    started = time.perf_counter()
    from argostranslate import translate

    way = translate.get_translation_from_codes("en", "fr")
    way.translate("Hello.")
    loaded = time.perf_counter()
    text = way.translate(Path(source).read_text(encoding="utf-8"))
    Path(out).write_text(text, encoding="utf-8")
    return {"start_s": round(loaded - started, 3), "work_s": round(time.perf_counter() - loaded, 3)}


def measured(*words: str) -> dict[str, object]:
    """The workbench's own command, and the memory it took."""
    from workbench.cli.main import run

    code = run(words, lambda folder: None)
    if code:
        raise SystemExit(str(code))
    return {"peak_mib": peak_mib()}


def stream(package: str, source: str, lines: str) -> dict[str, object]:
    """A pipe of so many different lines through the whole pipeline, with the fake engine; memory on the way."""
    from workbench.engines.fake import FakeEngine, FakeRoutes
    from workbench.engines.model import Model, Options
    from workbench.engines.packages import read_package
    from workbench.quality.checks import registry
    from workbench.services.records import Record
    from workbench.services.stream import Languages, translate_stream
    from workbench.services.translate import Translator
    from workbench.text.typography import as_written

    beside = Model(read_package(Path(package)), Options(device="cpu"))
    beside.load()
    texts = Path(source).read_text(encoding="utf-8").splitlines()
    count, marks = int(lines), {}
    every = max(1, count // 5)

    def records():  # type: ignore[no-untyped-def]
        for number in range(count):
            if number % every == 0:
                marks[number] = peak_mib()
            yield Record(number, f"{texts[number % len(texts)]} {number}", "\n")

    engine = FakeEngine(("en", "fr"), lambda text: text)
    maker = Translator(FakeRoutes([engine]), registry(), guards=os.environ.get("GUARDS", "off"), writing=as_written)
    with Path(os.devnull).open("w", encoding="utf-8") as out:
        translate_stream(maker, records(), Languages("en", ("fr",)), out.write)
    return {"peak_mib": peak_mib(), "peak_mib_by_line": marks}


if __name__ == "__main__":
    print(json.dumps({"raw": raw, "argos": argos, "measured": measured, "stream": stream}[sys.argv[1]](*sys.argv[2:])))

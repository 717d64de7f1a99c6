"""`python -m tools.starter` makes the starter packages; `guard` recalibrates, `law` checks the corpora, `forms` and
`sample` show the grammar."""

import argparse
import random
from pathlib import Path

from tools.starter import build, law
from tools.starter.grammar import Grammar
from tools.starter.lexicon import LANGUAGES

STEPS = (7000, 4500)


def main() -> None:
    """Parses the arguments and does what they say."""
    parser = argparse.ArgumentParser(prog="python -m tools.starter", description=__doc__)
    parser.add_argument("what", nargs="?", default="build", choices=("build", "guard", "law", "forms", "sample"))
    parser.add_argument("--languages", default="fr,az,hy", help="which to pair with English, both ways")
    parser.add_argument("--out", type=Path, default=build.SHIPPED, help="folder of the packages")
    parser.add_argument("--steps", type=int, nargs=2, default=STEPS, help="training steps, out of English and back")
    parser.add_argument("--jobs", type=int, default=2, help="directions trained at a time, one thread each")
    parser.add_argument("--seed", type=int, default=0, help="seed of the sample")
    arguments = parser.parse_args()
    others = arguments.languages.split(",")
    if arguments.what == "build":
        build.build_all(others, shipped=arguments.out, steps=tuple(arguments.steps), jobs=arguments.jobs)
    elif arguments.what == "guard":
        for source, target in build.PAIRS:
            if source in others or target in others:
                rates = build.calibrate(source, target, build.folder_of(arguments.out, source, target))
                print(f"{source}-{target} {rates}")
    elif arguments.what == "law":
        law.check_freeze()
        print(f"the corpora are those of commit {law.read_freeze().commit}")
    else:
        show(arguments.what, arguments.seed)


def show(what: str, seed: int) -> None:
    """Prints every form of the lexicon, or twenty random sentences."""
    grammar, chance = Grammar(), random.Random(seed)
    if what == "forms":
        for name, entry in grammar.entries():
            for language in LANGUAGES:
                print(name, language, *entry.forms[language].values(), sep="\t")
        return
    for _ in range(20):
        derivation = grammar.derive("sentence", chance)
        print(*(derivation.text(language) for language in LANGUAGES), "", sep="\n")


if __name__ == "__main__":
    main()

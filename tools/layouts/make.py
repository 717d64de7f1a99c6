"""Makes the tiny models that the tokenisation layouts are tested with, and what the original libraries say to them.

    python tools/layouts/make.py [LAYOUT...]

Needs the workbench with its extra `convert` (torch, transformers) and writes tests/golden/layouts. Weights are random
but seeded; the vocabularies are learnt from the sentences below. A test compares our tokens and texts with
`expected.json`, and needs none of this.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sentencepiece
import torch
import transformers
from sentencepiece import sentencepiece_model_pb2
from transformers.models.nllb.tokenization_nllb import FAIRSEQ_LANGUAGE_CODES

from workbench.engines.convert import convert
from workbench.engines.modelfolder import look_at
from workbench.engines.pack import Wish, plan, write_folder

GOLDEN = Path(__file__).parents[2] / "tests" / "golden" / "layouts"
WIDTH, POSITIONS, MOST_TOKENS = 16, 448, 12
END_WEIGHT = 20.0
SMALLEST_MARGIN = 0.002
"""Between the best token and the next, so that another processor's arithmetic gives the same text."""

LEARNT = [
    "The delegations met in Geneva on 3 May and agreed to continue the talks.",
    "The parties welcomed the report of the monitoring mission.",
    "Les délégations se sont réunies à Genève le 3 mai et sont convenues de poursuivre les pourparlers.",
    "L’ambassadeur a salué le rapport de la mission d’observation.",
    "Nümayəndə heyətləri mayın 3-də Cenevrədə görüşüb və danışıqları davam etdirməyə razılaşıblar.",
    "Tərəflər müşahidə missiyasının hesabatını alqışladılar.",
    "Պատվիրակությունները մայիսի 3-ին հանդիպեցին Ժնևում եւ համաձայնեցին շարունակել բանակցությունները։",
    "Կողմերը ողջունեցին դիտորդական առաքելության զեկույցը։",
]
TEXTS = [
    "The delegations met again in Geneva.",
    "Two  spaces,   then three, and_an underscore.",
    "Les délégations ont salué l’accord « sans réserve ».",
    "Nümayəndə heyəti İrəvanda görüşüb; ŞƏRH YOXDUR.",
    "Պատվիրակությունը և կողմերը հանդիպեցին Երևանում։",
    "Unknown: 🕊️ 平和 and ☃ at the end ☃☃",
    "e\u0301tude — NFD, é, and a\u00a0no-break space…",
]
NORMALISATION = {"և": "եւ", "\u00a0": " ", "…": "...", "e\u0301": "é", "Ａ": "A"}
"""What NFKC does to our texts, in rules of our own: the whole table would fill the fixtures."""


@dataclass(frozen=True)
class Original:
    """A model of the original library.

    Attributes:
        prefix: token that the target starts with, empty if none.
        lead: what stands in front of the source's text.
    """

    model: Any
    tokenizer: Any
    prefix: str = ""
    lead: str = ""


def train(folder: Path, name: str, *, kind: str, size: int, texts: Iterable[str] = LEARNT, **more: Any) -> Path:
    """A SentencePiece model with NFKC-like rules."""
    rules = folder / "rules.tsv"
    lines = ["\t".join(" ".join(f"{ord(char):X}" for char in side) for side in rule) for rule in NORMALISATION.items()]
    rules.write_text("\n".join(lines) + "\n", encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(list(texts) * 4),
        model_prefix=str(folder / Path(name).stem),
        model_type=kind,
        vocab_size=size,
        hard_vocab_limit=False,
        character_coverage=1.0,
        normalization_rule_tsv=str(rules),
        num_threads=1,
        minloglevel=2,
        **more,
    )
    (folder / f"{Path(name).stem}.vocab").unlink()
    made = folder / f"{Path(name).stem}.model"
    proto = read_proto(made)
    proto.trainer_spec.model_prefix = proto.normalizer_spec.normalization_rule_tsv = ""  # paths of this machine
    made.write_bytes(proto.SerializeToString())
    return made.rename(folder / name)


def read_proto(path: Path) -> Any:
    """A SentencePiece model as a message."""
    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(path.read_bytes())
    return proto


def pieces(path: Path) -> list[str]:
    """The pieces of a SentencePiece model without its special ones."""
    processor = sentencepiece.SentencePieceProcessor(model_file=str(path))
    every = [processor.id_to_piece(index) for index in range(processor.get_piece_size())]
    return [piece for piece in every if piece not in ("<unk>", "<s>", "</s>", "<pad>")]


def bart_like(size: int, **more: Any) -> dict[str, Any]:
    """Settings that Marian, M2M100 and NLLB share."""
    return {
        "vocab_size": size,
        "d_model": WIDTH,
        "encoder_layers": 1,
        "decoder_layers": 1,
        "encoder_attention_heads": 2,
        "decoder_attention_heads": 2,
        "encoder_ffn_dim": 2 * WIDTH,
        "decoder_ffn_dim": 2 * WIDTH,
        "max_position_embeddings": POSITIONS,
        "init_std": 0.6,
        **more,
    }


def marian(folder: Path, *, languages: tuple[str, ...] = ()) -> Original:
    """OPUS-MT: two SentencePiece models over one vocabulary; the target language in the source or not at all."""
    source = train(folder, "source.spm", kind="unigram", size=260)
    target = train(folder, "target.spm", kind="unigram", size=220, texts=LEARNT[2:])
    listed = dict.fromkeys([*pieces(source), *pieces(target)])
    vocabulary = ["</s>", "<unk>", *languages, *listed, "<pad>"]
    (folder / "vocab.json").write_text(json.dumps({token: index for index, token in enumerate(vocabulary)}))
    tokenizer = transformers.MarianTokenizer(
        str(source), str(target), str(folder / "vocab.json"), source_lang="en", target_lang="hy"
    )
    pad = len(vocabulary) - 1
    settings = transformers.MarianConfig(
        **bart_like(len(vocabulary), pad_token_id=pad, eos_token_id=0, decoder_start_token_id=pad, scale_embedding=True)
    )
    lead = f"{languages[0]} " if languages else ""
    return Original(transformers.MarianMTModel(settings), tokenizer, lead=lead)


def m2m100(folder: Path) -> Original:
    """M2M100: a vocabulary apart from the SentencePiece model, language tokens in front on both sides."""
    model = train(folder, "sentencepiece.bpe.model", kind="bpe", size=300)
    vocabulary = ["<s>", "<pad>", "</s>", "<unk>", *pieces(model)]
    (folder / "vocab.json").write_text(json.dumps({token: index for index, token in enumerate(vocabulary)}))
    tokenizer = transformers.M2M100Tokenizer(str(folder / "vocab.json"), str(model), src_lang="en", tgt_lang="hy")
    size = len(vocabulary) + len(tokenizer.lang_code_to_id) + tokenizer.num_madeup_words
    settings = transformers.M2M100Config(**bart_like(size, tie_word_embeddings=False))
    return Original(transformers.M2M100ForConditionalGeneration(settings), tokenizer, prefix="__hy__")


def nllb(folder: Path) -> Original:
    """NLLB: the SentencePiece model is the vocabulary, language tokens in front on both sides."""
    train(folder, "sentencepiece.bpe.model", kind="bpe", size=300)
    tokenizer = transformers.NllbTokenizer.from_pretrained(
        folder, src_lang="eng_Latn", tgt_lang="hye_Armn", additional_special_tokens=FAIRSEQ_LANGUAGE_CODES
    )
    settings = transformers.M2M100Config(**bart_like(len(tokenizer), tie_word_embeddings=False))
    return Original(transformers.M2M100ForConditionalGeneration(settings), tokenizer, prefix="hye_Armn")


def madlad(folder: Path) -> Original:
    """MADLAD-400, a T5: the target language is a piece in front of the text."""
    symbols = [f"<2{code}>" for code in ("en", "fr", "az", "hy")]
    model = train(
        folder, "spiece.model", kind="unigram", size=280, user_defined_symbols=symbols,
        pad_id=0, eos_id=1, unk_id=2, bos_id=-1,
    )  # fmt: skip
    tokenizer = t5_tokenizer(model)
    settings = transformers.T5Config(
        vocab_size=len(tokenizer), d_model=WIDTH, d_kv=8, d_ff=2 * WIDTH, num_layers=1, num_decoder_layers=1,
        num_heads=2, feed_forward_proj="gated-gelu", tie_word_embeddings=False, decoder_start_token_id=0,
        initializer_factor=3.0,
    )  # fmt: skip
    return Original(transformers.T5ForConditionalGeneration(settings), tokenizer, lead="<2hy> ")


def t5_tokenizer(path: Path) -> Any:
    """T5's tokenizer over the pieces as they are, as in MADLAD-400's own files: a text gives what SentencePiece gives.

    `from_pretrained` would make user-defined pieces tokens of their own and lose the `▁` in front of `<2hy>`.
    """
    proto = read_proto(path)
    return transformers.T5Tokenizer(
        vocab=[(piece.piece, piece.score) for piece in proto.pieces],
        _spm_precompiled_charsmap=proto.normalizer_spec.precompiled_charsmap,
        extra_ids=0,
    )


MAKERS: dict[str, Callable[[Path], Original]] = {
    "opus": marian,
    "opus-multi": lambda folder: marian(folder, languages=(">>hye<<", ">>aze_Latn<<", ">>fra<<")),
    "m2m100": m2m100,
    "nllb": nllb,
    "madlad": madlad,
}


def expected(original: Original, text: str) -> dict[str, Any] | None:
    """What the original library makes of a text: its tokens, what it generates greedily, and the text of that.

    `target` is without the prefix and without the end, `ended` tells whether there was one before the limit.
    None if the next best token is too near anywhere, or a special one came out.
    """
    model, tokenizer = original.model, original.tokenizer
    inputs = tokenizer(original.lead + text, return_tensors="pt")
    forced = {"forced_bos_token_id": tokenizer.convert_tokens_to_ids(original.prefix)} if original.prefix else {}
    result = model.generate(
        **inputs, **forced, num_beams=1, do_sample=False, max_new_tokens=MOST_TOKENS, output_scores=True,
        output_logits=True, return_dict_in_generate=True,
    )  # fmt: skip
    margins = [torch.topk(step[0], 2).values for step in result.logits[1 if original.prefix else 0 :]]
    out = result.sequences[0][1:].tolist()
    free = out[1:] if original.prefix else out
    ended = len(out) < MOST_TOKENS  # at its limit the library puts an end itself
    special = set(tokenizer.all_special_ids) | {tokenizer.convert_tokens_to_ids(">>hye<<")}
    free = free[:-1] if free[-1] == tokenizer.eos_token_id else free
    named = {index for index in free if index in special}
    too_near = min((float(best - other) for best, other in margins), default=1.0) < SMALLEST_MARGIN
    if too_near or named or len(set(free)) < 3:
        return None
    source = inputs["input_ids"][0].tolist()
    return {
        "text": text,
        "source": tokenizer.convert_ids_to_tokens(source),
        "target": tokenizer.convert_ids_to_tokens(free),
        "ended": ended,
        "translation": tokenizer.decode(free, skip_special_tokens=True, clean_up_tokenization_spaces=False),
    }


def usable(original: Original) -> tuple[Original, list[dict[str, Any]]]:
    """The first weights, by seed, whose outputs can be told apart on any processor, and what is expected of them."""
    for seed in range(1, 5000):
        torch.manual_seed(seed)
        original = replace(original, model=type(original.model)(original.model.config).eval())
        prefer_text(original)
        found: list[dict[str, Any]] = []
        for text in TEXTS:
            one = expected(original, text)
            if one is None:
                break
            found.append(one)
        if len(found) == len(TEXTS) and any(one["ended"] for one in found):
            print(f"seed {seed}")
            return original, found
    raise SystemExit("no seed gave a usable model")


def prefer_text(original: Original) -> None:
    """Let special tokens hardly ever win, but for the end, which should come now and then."""
    tokenizer, weights = original.tokenizer, original.model.get_output_embeddings().weight
    with torch.no_grad():
        weights[[*special_ids(tokenizer)]] *= 0.1
        weights[tokenizer.eos_token_id] *= END_WEIGHT


def special_ids(tokenizer: Any) -> set[int]:
    """Tokens that are no text, language tokens included."""
    languages = getattr(tokenizer, "lang_token_to_id", None) or {}
    listed = [token for token in tokenizer.get_vocab() if token.startswith((">>", "<2"))]
    return {*tokenizer.all_special_ids, *languages.values(), *tokenizer.convert_tokens_to_ids(listed)}


def make(layout: str) -> None:
    """Write one fixture."""
    out = GOLDEN / layout
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "checkpoint"
        folder.mkdir()
        original, found = usable(MAKERS[layout](folder))
        original.model.save_pretrained(folder)
        original.tokenizer.save_pretrained(folder)
        checkpoint = look_at(folder)
        assert checkpoint.layout == layout, checkpoint
        convert(checkpoint, Path(name) / "converted", quantization="float32")
        converted = look_at(Path(name) / "converted", tokenizers=folder)
        wish = Wish(("en",), ("hy",), licence="none: random weights", origin="tools/layouts/make.py")
        shutil.rmtree(out, ignore_errors=True)
        write_folder(plan(converted, wish), out / "package")
    lines = ",\n".join(json.dumps(one, ensure_ascii=False) for one in found)
    (out / "expected.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    print(f"{layout}: {size / 1000:.0f} kB")


if __name__ == "__main__":
    transformers.logging.set_verbosity_error()
    torch.set_num_threads(1)
    for wanted in sys.argv[1:] or MAKERS:
        make(wanted)

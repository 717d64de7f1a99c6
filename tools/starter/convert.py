"""The trained network as a CTranslate2 model in int8."""

from pathlib import Path

import ctranslate2
import numpy
import sentencepiece
from ctranslate2.specs import common_spec, transformer_spec
from torch import Tensor, nn

from tools.starter.model import Attention, FeedForward, Translator


def _array(tensor: Tensor) -> numpy.ndarray:
    """A copy: CTranslate2 quantises in place, and the network is still needed."""
    return tensor.detach().numpy().copy()


def _linear(spec: common_spec.LinearSpec, *layers: nn.Linear) -> None:
    spec.weight = numpy.concatenate([_array(layer.weight) for layer in layers])
    spec.bias = numpy.concatenate([_array(layer.bias) for layer in layers])


def _norm(spec: common_spec.LayerNormSpec, layer: nn.LayerNorm) -> None:
    spec.gamma, spec.beta = _array(layer.weight), _array(layer.bias)


def _attention(spec: object, layer: Attention) -> None:
    _norm(spec.layer_norm, layer.norm)  # type: ignore[attr-defined]
    for part, linear in zip(spec.linear, [*layer.inputs, layer.output], strict=True):  # type: ignore[attr-defined]
        _linear(part, linear)


def _feed(spec: transformer_spec.FeedForwardSpec, layer: FeedForward) -> None:
    _norm(spec.layer_norm, layer.norm)
    _linear(spec.linear_0, layer.up)
    _linear(spec.linear_1, layer.down)


def to_spec(network: Translator, proto: bytes) -> transformer_spec.TransformerSpec:
    """The network in CTranslate2's terms. Greedy and beam search of both give the same, up to int8 rounding."""
    shape = network.shape
    spec = transformer_spec.TransformerSpec.from_config(shape.layers, shape.heads, pre_norm=True)
    table = _array(network.embedding.weight)
    spec.encoder.embeddings[0].weight = table
    spec.decoder.embeddings.weight = table
    spec.decoder.projection.weight = table
    spec.decoder.projection.bias = _array(network.bias)
    _norm(spec.encoder.layer_norm, network.encoder_norm)
    _norm(spec.decoder.layer_norm, network.decoder_norm)
    for part, layer in zip(spec.encoder.layer, network.encoder, strict=True):
        _attention(part.self_attention, layer.attention)
        _feed(part.ffn, layer.feed)
    for part, layer in zip(spec.decoder.layer, network.decoder, strict=True):
        _attention(part.self_attention, layer.attention)
        _attention(part.attention, layer.cross)
        _feed(part.ffn, layer.feed)
    pieces = sentencepiece.SentencePieceProcessor(model_proto=proto)
    tokens = [pieces.id_to_piece(index) for index in range(pieces.get_piece_size())]
    spec.register_source_vocabulary(tokens)
    spec.register_target_vocabulary(tokens)
    spec.config.bos_token, spec.config.eos_token, spec.config.unk_token = "<s>", "</s>", "<unk>"
    spec.config.add_source_eos = False
    spec.config.decoder_start_token = "<s>"
    return spec


def save(network: Translator, proto: bytes, folder: Path) -> None:
    """Writes `model.bin`, `config.json` and the vocabulary into `folder`, quantised to int8."""
    spec = to_spec(network, proto)
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))


def verify(network: Translator, proto: bytes, folder: Path, texts: list[str]) -> None:
    """Holds the converted model against the network: the same scores, but for what int8 rounds away.

    Raises: ValueError if the mean log-probability of a text's own best translation differs by more than 0.1.
    """
    pieces = sentencepiece.SentencePieceProcessor(model_proto=proto)
    translator = ctranslate2.Translator(str(folder), compute_type="int8", intra_threads=1)
    for text in texts:
        source = pieces.encode(text)
        target = network.greedy(source)
        names = [[pieces.id_to_piece(index) for index in ids] for ids in (source, target)]
        scored = translator.score_batch([names[0]], [names[1]])[0].log_probs
        expected = network.log_probabilities(source, target)
        if abs(sum(scored) - sum(expected)) / len(scored) > 0.1:
            means = sum(scored) / len(scored), sum(expected) / len(expected)
            raise ValueError(
                f"{folder}: the converted model scores {means[0]:.3f}, the network {means[1]:.3f}: {text!r}"
            )

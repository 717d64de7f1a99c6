"""What attention is guided by; only where torch is installed."""

import pytest

torch = pytest.importorskip("torch")


def test_the_guide_finds_what_stands_for_what() -> None:
    from tools.starter.align import Guide

    # Piece 4 is always rendered by 7, and 5 by 8; once their order changes.
    source = torch.tensor([[6, 4, 5, 6], [5, 6, 4, 0], [4, 0, 0, 0], [5, 0, 0, 0], [6, 0, 0, 0]])
    target = torch.tensor([[9, 8, 7, 9], [8, 9, 7, 0], [7, 0, 0, 0], [8, 0, 0, 0], [9, 0, 0, 0]])
    shares, sure = Guide([(source, target)] * 3, 10).shares(source, target)
    assert shares[0].argmax(-1).tolist() == [0, 2, 1, 3]
    assert shares[1].argmax(-1)[:3].tolist() == [0, 1, 2]
    assert sure.tolist() == (target != 0).float().tolist()
    assert torch.allclose(shares.sum(-1), sure)

"""The open model cut into the three parts docbao runs one after another, and made faster.

The published graph goes from tokens to sound in one piece, and ONNX Runtime cannot be handed a
tensor in the middle of a graph. Vietnamese needs two hands in there: durations (for marks and
phrase-final lengthening) and pitch (for tones). So the graph is cut, once, into

    durations   tokens, style, speed → frames of every token, text features
    prosody     tokens, style, features, frames → pitch and energy curves, aligned text
    decoder     aligned text, style, pitch, energy → samples

On the way `rewriting` makes each part faster without changing what it computes.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from docbao.speech.kokoro import rewriting
from docbao.speech.kokoro.graph import Graph

if TYPE_CHECKING:
    import onnx

DURATIONS: Final = "/encoder/Clip_output_0"
FEATURES: Final = "/encoder/predictor/text_encoder/Concat_4_output_0"
PITCH: Final = "/encoder/Reshape_output_0"
ENERGY: Final = "/encoder/Reshape_1_output_0"
ALIGNED: Final = "/encoder/MatMul_1_output_0"
SOUND: Final = "audio"

PARTS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...]]]] = {
    "durations": (("tokens", "style", "speed"), (DURATIONS, FEATURES)),
    "prosody": (("tokens", "style", DURATIONS, FEATURES), (PITCH, ENERGY, ALIGNED)),
    "decoder": ((ALIGNED, "style", PITCH, ENERGY), (SOUND,)),
}
"""Name of a part → what goes in, what comes out, by the names of the published graph."""

RECIPE: Final = "1"
"""Raised whenever this module would cut differently; names the folder of the cached parts."""


def cut(source: bytes, folder: Path, *, faster: bool = True) -> None:
    """Write `durations.onnx`, `prosody.onnx` and `decoder.onnx`, each with its weights beside it.

    The weights lie in files of their own so that the system can share one copy of them between
    processes.

    Args:
        source: The published model, whole.
        folder: An existing, empty folder.
        faster: Whether to rewrite the parts; the benchmark compares.
    """
    import onnx  # noqa: PLC0415 - 31 MB, needed once in the life of an installation

    model = onnx.load_model_from_string(source)
    known = {v.name: v for v in itertools.chain(model.graph.value_info, model.graph.input)}
    known |= {v.name: v for v in model.graph.output}
    for name, (inputs, outputs) in PARTS.items():
        part = Graph(model)
        part.nodes = _between(part, inputs, outputs)
        part.index()
        if faster:
            rewriting.speed_up_convolutions(part)
            rewriting.join_normalisations(part, outputs)
            rewriting.square_by_multiplying(part)
        used = {i for node in part.nodes for i in node.input}
        graph = onnx.helper.make_graph(
            part.nodes,
            name,
            [_value(known, tensor) for tensor in inputs],
            [_value(known, tensor) for tensor in outputs],
            [tensor for key, tensor in part.constants.items() if key in used],
        )
        whole = onnx.helper.make_model(
            graph, opset_imports=model.opset_import, ir_version=model.ir_version
        )
        onnx.save_model(
            whole,
            str(folder / f"{name}.onnx"),
            save_as_external_data=True,
            location=f"{name}.weights",
            size_threshold=4096,
        )


def _value(known: dict[str, onnx.ValueInfoProto], name: str) -> onnx.ValueInfoProto:
    import onnx  # noqa: PLC0415 - only who cuts needs onnx

    if name in known:
        return known[name]
    return onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None)


def _between(graph: Graph, inputs: Sequence[str], outputs: Iterable[str]) -> list[onnx.NodeProto]:
    """The nodes that lead from `inputs` to `outputs`, in the order they stand."""
    wanted: set[int] = set()
    open_ends = list(outputs)
    while open_ends:
        tensor = open_ends.pop()
        node = graph.maker.get(tensor)
        if tensor in inputs or node is None or id(node) in wanted:
            continue
        wanted.add(id(node))
        open_ends += [name for name in node.input if name]
    return [node for node in graph.nodes if id(node) in wanted]

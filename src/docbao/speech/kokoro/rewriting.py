"""Rewritings that make the model about twice as fast and change no result beyond rounding.

* `ConvInteger` multiplies unsigned by unsigned bytes, the slow path of the integer kernels. The
  same convolution as a matrix product over shifted copies, its input moved to signed bytes, takes
  the fast one. The weights use seven bits, so no kernel saturates.
* Adaptive instance normalisation, spelled out in nine nodes, becomes the one node it is.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from docbao.speech.kokoro.graph import Graph

if TYPE_CHECKING:
    import onnx

_SIGN_BIT: Final = np.uint8(0x80)


def _attributes(node: onnx.NodeProto) -> dict[str, Any]:
    import onnx  # noqa: PLC0415 - only who cuts needs onnx

    return {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}


def speed_up_convolutions(graph: Graph) -> None:
    """Every plain `ConvInteger` as a matrix product of weights and shifted signed input."""
    edits: dict[int, list[onnx.NodeProto]] = {}
    gone: set[int] = set()
    signed: set[str] = set()
    for node in graph.nodes:
        if node.op_type == "ConvInteger" and _is_plain(graph, node):
            edits[id(node)] = _as_product(graph, node, signed)
            _float_bias(graph, node, edits, gone)
    graph.replace(edits, gone)


def _is_plain(graph: Graph, node: onnx.NodeProto) -> bool:
    given = _attributes(node)
    weights = graph.constant(node.input[1])
    return (
        weights is not None
        and weights.dtype == np.uint8
        and int(weights.max()) <= 127  # seven bits: two products fit an int16
        and weights.shape[0] >= 16  # below, there is nothing to win
        and given.get("group", 1) == 1
        and list(given.get("strides", [1])) == [1]
    )


def _as_product(graph: Graph, node: onnx.NodeProto, signed: set[str]) -> list[onnx.NodeProto]:
    from onnx import TensorProto, helper  # noqa: PLC0415 - only who cuts needs onnx

    given = _attributes(node)
    image, weights_name, zero, weights_zero = node.input
    weights = graph.constant(weights_name)
    assert weights is not None  # noqa: S101 - `_is_plain` has looked
    out_channels, _, width = weights.shape
    step, (left, right) = given.get("dilations", [1])[0], given.get("pads", [0, 0])
    sign = graph.add_constant("docbao/sign_bit", np.array(_SIGN_BIT))
    made: list[onnx.NodeProto] = []
    for tensor in (image, zero):
        if tensor not in signed:
            signed.add(tensor)
            made += [
                helper.make_node("BitwiseXor", [tensor, sign], [f"{tensor}/flipped"]),
                helper.make_node(
                    "Cast", [f"{tensor}/flipped"], [f"{tensor}/signed"], to=TensorProto.INT8
                ),
            ]
    source = f"{image}/signed"
    name = node.output[0]
    if width > 1:
        pads = graph.add_constant(
            f"docbao/pads_{left}_{right}", np.array([0, 0, left, 0, 0, right])
        )
        made.append(helper.make_node("Pad", [source, pads, f"{zero}/signed"], [f"{name}/padded"]))
        axis = graph.add_constant("docbao/time_axis", np.array([2]))
        for tap in range(width):
            # From the right end backwards: the length is not known here, the distance is.
            start = graph.add_constant(f"docbao/at_{tap * step}", np.array([tap * step]))
            rest = (width - 1 - tap) * step
            end = graph.add_constant(
                f"docbao/upto_{rest}", np.array([-rest if rest else np.iinfo(np.int64).max])
            )
            made.append(
                helper.make_node(
                    "Slice", [f"{name}/padded", start, end, axis], [f"{name}/tap{tap}"]
                )
            )
        source = f"{name}/taps"
        made.append(
            helper.make_node("Concat", [f"{name}/tap{t}" for t in range(width)], [source], axis=1)
        )
    flat = graph.add_constant(
        f"{weights_name}/flat", weights.transpose(0, 2, 1).reshape(out_channels, -1)
    )
    made.append(
        helper.make_node("MatMulInteger", [flat, source, weights_zero, f"{zero}/signed"], [name])
    )
    return made


def _float_bias(
    graph: Graph,
    node: onnx.NodeProto,
    edits: dict[int, list[onnx.NodeProto]],
    gone: set[int],
) -> None:
    """Product → +bias (integers) → float → ×scale, as product×scale → +bias (floats).

    ONNX Runtime then does product and scale in one pass; the bias also loses its rounding.
    """
    from onnx import helper  # noqa: PLC0415 - only who cuts needs onnx

    add = graph.only_user(node.output[0], "Add")
    cast = add and graph.only_user(add.output[0], "Cast")
    scale = cast and graph.only_user(cast.output[0], "Mul")
    if add is None or cast is None or scale is None:
        return
    rounded = next(i for i in add.input if i != node.output[0])
    bias = _bias_behind(graph, rounded)
    factor = next(i for i in scale.input if i != cast.output[0])
    if bias is None:
        return
    name = node.output[0]
    column = graph.add_constant(f"{name}/bias", bias.reshape(1, -1, 1))
    edits[id(node)] += [
        helper.make_node("Cast", [name], [f"{name}/float"], to=1),
        helper.make_node("Mul", [f"{name}/float", factor], [f"{name}/scaled"]),
    ]
    gone |= {id(add), id(cast)}
    edits[id(scale)] = [helper.make_node("Add", [f"{name}/scaled", column], list(scale.output))]


def _bias_behind(graph: Graph, name: str) -> np.ndarray[Any, Any] | None:
    """The float bias a chain Div → Floor → Cast → Reshape has made integers of."""
    for kind in ("Reshape", "Cast", "Floor", "Div"):
        node = graph.maker.get(name)
        if node is None or node.op_type != kind:
            return None
        name = node.input[0]
    return graph.constant(name)


def join_normalisations(graph: Graph, ends: Collection[str]) -> None:
    """(x - mean) / sqrt(variance + eps) * scale + shift, as `InstanceNormalization`."""
    from onnx import helper  # noqa: PLC0415 - only who cuts needs onnx

    row = graph.add_constant("docbao/row", np.array([-1]))
    edits: dict[int, list[onnx.NodeProto]] = {}
    gone: set[int] = set()
    for division in graph.nodes:
        found = _normalised_input(graph, division) if division.op_type == "Div" else None
        if found is None:
            continue
        tensor, epsilon = found
        pairs = [
            (user, graph.only_user(user.output[0], "Add"))
            for user in graph.users[division.output[0]]
        ]
        for scaling, shifting in pairs:
            if scaling.op_type != "Mul" or shifting is None:
                continue
            factor = next(i for i in scaling.input if i != division.output[0])
            shift = next(i for i in shifting.input if i != scaling.output[0])
            name = shifting.output[0]
            gone.add(id(scaling))
            edits[id(shifting)] = [
                helper.make_node("Reshape", [factor, row], [f"{name}/scale"]),
                helper.make_node("Reshape", [shift, row], [f"{name}/shift"]),
                helper.make_node(
                    "InstanceNormalization",
                    [tensor, f"{name}/scale", f"{name}/shift"],
                    [name],
                    epsilon=epsilon,
                ),
            ]
    graph.replace(edits, gone)
    _drop_unread(graph, ends)


def _normalised_input(graph: Graph, division: onnx.NodeProto) -> tuple[str, float] | None:
    """What a division normalises, and its epsilon, if that is what it does."""
    centred = graph.maker.get(division.input[0])
    root = graph.maker.get(division.input[1])
    if centred is None or root is None or (centred.op_type, root.op_type) != ("Sub", "Sqrt"):
        return None
    added = graph.maker[root.input[0]]
    variance = next((graph.maker.get(i) for i in added.input if i in graph.maker), None)
    epsilon = next((graph.constant(i) for i in added.input if i in graph.constants), None)
    mean = graph.maker.get(centred.input[1])
    if epsilon is None or variance is None or mean is None:
        return None
    if (variance.op_type, mean.op_type) != ("ReduceMean", "ReduceMean"):
        return None
    axes = graph.constant(mean.input[1])
    if axes is None or axes.tolist() != [2]:
        return None
    return centred.input[0], float(epsilon)


def _drop_unread(graph: Graph, ends: Collection[str]) -> None:
    """Leave out nodes nobody reads any more."""
    while True:
        unread = {
            id(node)
            for node in graph.nodes
            if not any(graph.users[o] or o in ends for o in node.output)
        }
        if not unread:
            return
        graph.replace({}, unread)


def square_by_multiplying(graph: Graph) -> None:
    """Powers of two as products: one pass over the memory in place of a call per number."""
    from onnx import helper  # noqa: PLC0415 - only who cuts needs onnx

    edits: dict[int, list[onnx.NodeProto]] = {}
    for node in graph.nodes:
        exponent = graph.constant(node.input[1]) if node.op_type == "Pow" else None
        if exponent is not None and exponent.size == 1 and float(exponent) == 2.0:
            base = node.input[0]
            edits[id(node)] = [helper.make_node("Mul", [base, base], list(node.output))]
    graph.replace(edits, set())

"""An ONNX graph held so that it can be edited: nodes, constants, and who reads what."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import onnx


class Graph:
    """A graph with the two look-ups every rewriting needs."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self.nodes: list[onnx.NodeProto] = list(model.graph.node)
        self.constants: dict[str, onnx.TensorProto] = {t.name: t for t in model.graph.initializer}
        self.index()

    def index(self) -> None:
        """Look again, after nodes came or went."""
        self.maker = {output: node for node in self.nodes for output in node.output}
        self.users: dict[str, list[onnx.NodeProto]] = defaultdict(list)
        for node in self.nodes:
            for name in node.input:
                self.users[name].append(node)

    def constant(self, name: str) -> np.ndarray[Any, Any] | None:
        """The value of a constant tensor; `None` for a tensor that is computed."""
        from onnx import numpy_helper  # noqa: PLC0415 - only who cuts needs onnx

        found = self.constants.get(name)
        return None if found is None else numpy_helper.to_array(found)

    def add_constant(self, name: str, value: np.ndarray[Any, Any]) -> str:
        """`name`, with this value behind it."""
        from onnx import numpy_helper  # noqa: PLC0415 - only who cuts needs onnx

        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def only_user(self, name: str, kind: str) -> onnx.NodeProto | None:
        """The one node that reads a tensor, if there is one alone and of that kind."""
        users = self.users[name]
        return users[0] if len(users) == 1 and users[0].op_type == kind else None

    def replace(self, edits: dict[int, list[onnx.NodeProto]], gone: set[int]) -> None:
        """Put nodes where others were (by `id`) and leave out those that are `gone`."""
        kept: list[onnx.NodeProto] = []
        for node in self.nodes:
            if id(node) in edits:
                kept.extend(edits[id(node)])
            elif id(node) not in gone:
                kept.append(node)
        self.nodes = kept
        self.index()

"""What every exported graph is made of: nodes, weights stored in 8 or 16 bits, and reading such weights back."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 17


def quantise_rows(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """int8 [R, C] and float32 scales [R]: symmetric, one scale a row (an output channel).

    Of a few shrunken ranges each row takes the one with the least squared error.
    """
    best_error = np.full(matrix.shape[0], np.inf)
    best_scale = np.ones(matrix.shape[0], np.float32)
    largest = np.abs(matrix).max(1).clip(1e-12)
    for shrink in np.linspace(0.7, 1.0, 31):
        scale = (largest * shrink / 127).astype(np.float32)
        restored = np.clip(np.round(matrix / scale[:, None]), -127, 127) * scale[:, None]
        error = ((restored - matrix) ** 2).sum(1)
        better = error < best_error
        best_error, best_scale = np.where(better, error, best_error), np.where(better, scale, best_scale)
    return np.clip(np.round(matrix / best_scale[:, None]), -127, 127).astype(np.int8), best_scale


class Graph:
    """Collects nodes and initializers; each method returns the name of what it made."""

    def __init__(self, store: str):
        self.store, self.nodes, self.initializers, self.made = store, [], [], 0

    def node(self, op: str, inputs: list[str], name: str | None = None, **attributes) -> str:
        self.made += 1
        out = name or f"n{self.made}"
        self.nodes.append(helper.make_node(op, inputs, [out], name=f"{op}_{self.made}", **attributes))
        return out

    def constant(self, name: str, value: np.ndarray) -> str:
        self.initializers.append(numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def matrix(self, name: str, value: np.ndarray) -> str:
        """A weight [out, in] stored small and widened to float32 before its use."""
        if self.store == "int8":
            small, scale = quantise_rows(value)
            self.constant(f"{name}.int8", small)
            self.constant(f"{name}.scale", scale[:, None])
            # A Cast and a Mul fold into one constant at load by themselves; DequantizeLinear would
            # stay and be paid at every step unless the session is told disable_quant_qdq.
            wide = self.node("Cast", [f"{name}.int8"], to=TensorProto.FLOAT)
            return self.node("Mul", [wide, f"{name}.scale"], name)
        if self.store == "fp16":
            self.constant(f"{name}.fp16", value.astype(np.float16))
            return self.node("Cast", [f"{name}.fp16"], name, to=TensorProto.FLOAT)
        return self.constant(name, value)

    def finished(self, name: str, inputs: dict[str, tuple[int, list]], outputs: dict[str, list]) -> onnx.ModelProto:
        """The checked model: inputs with element type and shape, float32 outputs with theirs."""
        made = helper.make_graph(
            self.nodes, name,
            [helper.make_tensor_value_info(key, kind, shape) for key, (kind, shape) in inputs.items()],
            [helper.make_tensor_value_info(key, TensorProto.FLOAT, shape) for key, shape in outputs.items()],
            self.initializers,
        )  # fmt: skip
        model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="glasslm")
        model.ir_version = 8
        onnx.checker.check_model(model, full_check=True)
        return model


def shipped_weights(model: onnx.ModelProto) -> dict[str, np.ndarray]:
    """The float32 weights a loader ends up with: what was stored, widened."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    weights = {}
    for name, value in stored.items():
        if name.endswith(".int8"):
            base = name.removesuffix(".int8")
            weights[base] = value.astype(np.float32) * stored[f"{base}.scale"]
        elif name.endswith(".fp16"):
            weights[name.removesuffix(".fp16")] = value.astype(np.float32)
        elif name.endswith((".weight", ".gain", ".bias")):
            weights[name] = value
    return weights

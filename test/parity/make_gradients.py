"""Writes gradients.json: gradients of the graphs' operators by PyTorch's autograd, in double precision.

    python make_gradients.py gradients.json

A case is a node (operator, inputs in order, attributes) and the gradients of sum(weights * output). An input is a
list with its shape, a constant list of int64, or null where an optional one is left out.
"""

import json
import sys

import torch
from torch.nn import functional as F

torch.manual_seed(5)
cases = []


def random(*shape, positive=False):
    values = torch.rand(*shape, dtype=torch.float64)
    values = values + 0.5 if positive else values * 2 - 1
    return (values * 1000).round().div(1000).requires_grad_()


def data(tensor):
    return {"dims": list(tensor.shape), "data": [round(x, 10) for x in tensor.detach().reshape(-1).tolist()]}


def case(op, inputs, output, attributes=None):
    weights = random(*output.shape).detach()
    wanted = [x for x in inputs if isinstance(x, torch.Tensor) and x.requires_grad]
    gradients = torch.autograd.grad((weights * output).sum(), wanted)
    listed = []
    for x in inputs:
        if x is None:
            listed.append(None)
        elif isinstance(x, list):
            listed.append({"constant": x})
        else:
            listed.append({"type": "float32" if x.is_floating_point() else str(x.dtype)[6:], **data(x)})
    cases.append(
        {
            "op": op,
            "attributes": attributes or {},
            "inputs": listed,
            "weights": data(weights),
            "gradients": [data(x) for x in gradients],
        }
    )


a, b = random(2, 3, 4), random(3, 1, positive=True)
case("Add", [a, b], a + b)
case("Sub", [a, b], a - b)
case("Mul", [a, b], a * b)
case("Div", [a, b], a / b)
case("Neg", [a], -a)
case("Exp", [a], a.exp())
case("Erf", [a], torch.erf(a))
case("Gelu", [a], F.gelu(a))
case("Sqrt", [b], b.sqrt())
case("Identity", [a], a * 1)
case("Softmax", [a], a.softmax(-1), {"axis": -1})
case("LogSoftmax", [a], a.log_softmax(-1), {"axis": -1})
case("ReduceSum", [a, [1]], a.sum(1), {"keepdims": 0})
case("ReduceMean", [a, [0, -1]], a.mean((0, -1), keepdim=True), {"keepdims": 1})
case("Transpose", [a], a.permute(2, 0, 1), {"perm": [2, 0, 1]})
case("Reshape", [a, [4, -1]], a.reshape(4, -1))
case("Unsqueeze", [a, [1]], a.unsqueeze(1))
case("Expand", [b, [2, 3, 4]], b.expand(2, 3, 4))
x, y = random(2, 1, 3, 4), random(5, 4, 2)
case("MatMul", [x, y], x @ y)
for trans_a in (0, 1):
    for trans_b in (0, 1):
        m = random(*((3, 2) if trans_a else (2, 3)))
        w = random(*((4, 3) if trans_b else (3, 4)))
        bias = random(4)
        product = (m.T if trans_a else m) @ (w.T if trans_b else w) + bias
        case("Gemm", [m, w, bias], product, {"transA": trans_a, "transB": trans_b})
table = random(4, 3)
indices = torch.tensor([[3, 0], [3, 1], [3, 3]])
case("Gather", [table, indices], table[indices], {"axis": 0})
x, residual, scale, shift = random(2, 3, 8), random(2, 3, 8), random(8), random(8)
normal = F.layer_norm(x, (8,), scale, shift, eps=1e-12)
case("LayerNormalization", [x, scale, shift], normal, {"axis": -1, "epsilon": 1e-12})
normal = F.layer_norm(x + residual, (8,), scale, shift, eps=1e-12)
case("SkipLayerNormalization", [x, residual, scale, shift], normal, {"epsilon": 1e-12})
query, key, value = random(2, 3, 8), random(2, 5, 8), random(2, 5, 8)
mask = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0]], dtype=torch.int32)


def heads(tensor):
    return tensor.reshape(2, -1, 2, 4).transpose(1, 2)


attended = F.scaled_dot_product_attention(
    heads(query), heads(key), heads(value), attn_mask=mask.bool()[:, None, None, :]
)
attended = attended.transpose(1, 2).reshape(2, 3, 8)
case("MultiHeadAttention", [query, key, value, None, mask], attended, {"num_heads": 2})

with open(sys.argv[1], "w") as file:
    json.dump({"torch": torch.__version__, "cases": cases}, file)
    file.write("\n")

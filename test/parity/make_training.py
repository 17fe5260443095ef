"""Writes training.json: the loss and its gradients of a tiny BertForMaskedLM by PyTorch, in double precision.

    python make_training.py MODEL_DIR training.json

MODEL_DIR is what `node test/parity/write-tiny.ts MODEL_DIR` writes. The rows are those of golden.json; targets,
weights and factors follow the formulas below, which training.test.ts repeats. Of each gradient its sum, its sum
weighted by place and its first numbers are kept.
"""

import json
import math
import sys

import torch
from transformers import BertForMaskedLM

model = BertForMaskedLM.from_pretrained(sys.argv[1], attn_implementation="eager").double().eval()
rows = [
    [2, 5, 6, 4, 10, 11, 3],
    [2, 12, 4, 4, 13, 14, 15, 16, 17, 3],
    [2, 4, 3],
    [2] + [5 + i % 18 for i in range(60)] + [4, 3],
]
width = max(map(len, rows))
ids = torch.tensor([row + [0] * (width - len(row)) for row in rows])
mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in rows])
places = [(i, at) for i, row in enumerate(rows) for at, token in enumerate(row) if token == 4]
vocab = model.config.vocab_size
targets = torch.zeros(len(places), vocab, dtype=torch.float64)
for n in range(len(places)):
    targets[n, (7 * n + 3) % vocab] = 0.75
    targets[n, (11 * n + 5) % vocab] += 0.25
weights = torch.tensor([0.5 + 0.25 * n for n in range(len(places))], dtype=torch.float64)


def losses(parameters):
    out = torch.func.functional_call(
        model, parameters, kwargs={"input_ids": ids, "attention_mask": mask}, tie_weights=True
    )
    logits = torch.stack([out.logits[i, at] for i, at in places])
    return -(logits.log_softmax(-1) * targets).sum(-1)


def summary(gradient):
    flat = gradient.reshape(-1)
    place = torch.tensor([i % 7 - 3 for i in range(flat.numel())], dtype=torch.float64)
    first = [round(x, 10) for x in flat[:4].tolist()]
    return {"sum": round(flat.sum().item(), 9), "placed": round((flat * place).sum().item(), 9), "first": first}


def report(named, each):
    gradients = torch.autograd.grad((weights * each).sum(), list(named.values()))
    return {
        "losses": [round(x, 9) for x in each.tolist()],
        "gradients": {name: summary(g) for name, g in zip(named, gradients)},
    }


last = model.config.num_hidden_layers
top = tuple(f"bert.encoder.layer.{i}." for i in range(last - 3, last))
state = {name: x.detach().clone() for name, x in model.named_parameters()}
trained = {
    name: state[name].requires_grad_()
    for name in state
    if name.startswith(top) or (name.startswith("cls.") and "decoder" not in name)
}
whole = report(trained, losses(state))

rank = 2
state = {name: x.detach() for name, x in state.items()}
factors, changed = {}, dict(state)
for name in trained:
    if state[name].dim() != 2:
        continue
    out, inner = state[name].shape
    a = torch.tensor([0.1 * math.sin(i) for i in range(rank * inner)], dtype=torch.float64).reshape(rank, inner)
    b = torch.tensor([0.1 * math.cos(i) for i in range(out * rank)], dtype=torch.float64).reshape(out, rank)
    factors[f"{name}.lora_a"], factors[f"{name}.lora_b"] = a.requires_grad_(), b.requires_grad_()
    changed[name] = state[name] + b @ a
low_rank = report(factors, losses(changed))

with open(sys.argv[2], "w") as file:
    json.dump({"torch": torch.__version__, "patch": whole, "lora": low_rank}, file)
    file.write("\n")

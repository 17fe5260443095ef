"""Writes optimizer.json: steps of torch.optim.AdamW with gradient clipping, two groups, in double precision.

    python make_optimizer.py optimizer.json
"""

import json
import sys

import torch

torch.manual_seed(3)
options = {"betas": [0.9, 0.98], "epsilon": 1e-6, "weightDecay": 0.1, "clipNorm": 1.5}
rates, scales = [0.02, 0.005], [0.5, 1.0, 0.8, 0.3, 0.1]
groups = [torch.nn.Parameter(torch.randn(n, dtype=torch.float64)) for n in (6, 5)]
start = [x for group in groups for x in group.tolist()]
optimizer = torch.optim.AdamW(
    [{"params": [group], "lr": rate} for group, rate in zip(groups, rates)],
    betas=tuple(options["betas"]),
    eps=options["epsilon"],
    weight_decay=options["weightDecay"],
)
steps = []
for step, scale in enumerate(scales):
    # The first steps' gradients are clipped, the last ones' are not.
    gradients = [torch.randn_like(group) * (2.0 / (step + 1) ** 2) for group in groups]
    for group, gradient in zip(groups, gradients):
        group.grad = gradient.clone()
    norm = torch.nn.utils.clip_grad_norm_(groups, options["clipNorm"])
    for group, rate in zip(optimizer.param_groups, rates):
        group["lr"] = rate * scale
    optimizer.step()
    steps.append(
        {
            "scale": scale,
            "gradients": [x for gradient in gradients for x in gradient.tolist()],
            "norm": norm.item(),
            "parameters": [x for group in groups for x in group.tolist()],
        }
    )
golden = {"torch": torch.__version__, "options": options, "sizes": [6, 5], "rates": rates, "start": start, "steps": steps}
with open(sys.argv[1], "w") as file:
    json.dump(golden, file)
    file.write("\n")

"""Times training steps of BERT's top in PyTorch: forward, backward, clipping and AdamW, as training.ts has Bumo do.

The job comes on standard input: {"mode", "rows", "tokens", "masked", "rank", "runs"}; the report goes to standard
output. The layers are Hugging Face's own; the head is run for the masked positions alone.
"""

import json
import statistics
import sys
import time

import torch
from torch import nn
from transformers import BertForMaskedLM

job = json.load(sys.stdin)
torch.manual_seed(1)
model = BertForMaskedLM.from_pretrained(sys.argv[1]).eval()
layers = model.bert.encoder.layer[-3:]
head = model.cls.predictions
model.requires_grad_(False)


class LowRank(nn.Module):
    def __init__(self, linear, rank):
        super().__init__()
        self.linear = linear
        self.a = nn.Parameter(torch.randn(rank, linear.in_features) * 0.02)
        self.b = nn.Parameter(torch.zeros(linear.out_features, rank))

    def forward(self, x):
        return self.linear(x) + x @ self.a.T @ self.b.T


if job["mode"] == "lora":
    for part in [*layers, head.transform]:
        for module in list(part.modules()):
            for name, child in list(module.named_children()):
                if isinstance(child, nn.Linear):
                    setattr(module, name, LowRank(child, job["rank"]))
    trained = [p for part in [*layers, head.transform] for p in part.parameters() if p.requires_grad]
else:
    for part in [*layers, head.transform]:
        part.requires_grad_(True)
    head.bias.requires_grad_(True)
    trained = [*layers.parameters(), *head.transform.parameters(), head.bias]

rows, tokens, masked = job["rows"], job["tokens"], job["masked"]
hidden = torch.randn(rows, tokens, model.config.hidden_size)
mask = torch.zeros(rows, 1, 1, tokens)
targets = torch.zeros(rows * masked, model.config.vocab_size)
targets[torch.arange(rows * masked), 200 + torch.arange(rows * masked)] = 1
optimizer = torch.optim.AdamW(trained, lr=1e-5)
decoder = model.bert.embeddings.word_embeddings.weight


def step():
    x = hidden
    for layer in layers:
        x = layer(x, mask)
        x = x[0] if isinstance(x, tuple) else x
    x = head.transform(x[:, 2 : 2 + masked].reshape(-1, x.shape[-1]))
    logits = x @ decoder.T + head.bias
    loss = -(logits.log_softmax(-1) * targets).sum(-1).mean()
    optimizer.zero_grad(set_to_none=False)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(trained, 1.0)
    optimizer.step()


for _ in range(3):
    step()
times = []
for _ in range(job["runs"]):
    began = time.perf_counter()
    step()
    times.append((time.perf_counter() - began) * 1000)
count = sum(p.numel() for p in trained)
json.dump({"version": torch.__version__, "median": statistics.median(times), "parameters": count}, sys.stdout)

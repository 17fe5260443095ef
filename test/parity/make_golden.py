"""Writes golden.json: logits of a tiny random BertForMaskedLM by Hugging Face's own PyTorch implementation.

    python make_golden.py MODEL_DIR golden.json

MODEL_DIR is what test/support/tiny-model.ts writes with seed 1: run `node test/parity/write-tiny.ts MODEL_DIR`.
"""

import json
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
with torch.no_grad():
    out = model(input_ids=ids, attention_mask=mask, output_hidden_states=True)
golden = []
for i, row in enumerate(rows):
    masked = [at for at, token in enumerate(row) if token == 4]
    golden.append(
        {
            "ids": row,
            "masked": masked,
            "logits": [[round(x, 9) for x in out.logits[i, at].tolist()] for at in masked],
            # After all layers but the last three: the trunk's output at the first token.
            "trunk": [round(x, 9) for x in out.hidden_states[-4][i, 0].tolist()],
        }
    )
with open(sys.argv[2], "w") as file:
    json.dump({"torch": torch.__version__, "rows": golden}, file)
    file.write("\n")

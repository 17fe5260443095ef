"""Times Hugging Face's fill-mask pipeline on PyTorch. Cases come on standard input, the report goes to standard output."""

import json
import statistics
import sys
import time

import torch
from transformers import BertForMaskedLM, BertTokenizer, FillMaskPipeline

job = json.load(sys.stdin)
folder = sys.argv[1]
model = BertForMaskedLM.from_pretrained(folder).eval()
tokenizer = BertTokenizer.from_pretrained(folder)
pipeline = FillMaskPipeline(model=model, tokenizer=tokenizer, top_k=5)
times = {}
with torch.inference_mode():
    for case in job["cases"]:
        texts = case["texts"]
        for _ in range(5):
            pipeline(texts, batch_size=len(texts))
        taken = []
        for _ in range(case["runs"]):
            began = time.perf_counter()
            pipeline(texts, batch_size=len(texts))
            taken.append((time.perf_counter() - began) * 1000)
        times[case["key"]] = statistics.median(taken)
    inputs = tokenizer(job["compare"], return_tensors="pt")
    at = (inputs["input_ids"][0] == tokenizer.mask_token_id).nonzero()[0, 0]
    logits = model(**inputs).logits[0, at].tolist()
json.dump({"version": torch.__version__, "times": times, "logits": logits}, sys.stdout)

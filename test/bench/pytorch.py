"""Hugging Face's fill-mask pipeline on PyTorch. Each line of standard input is a batch of texts or one text to compare;
each gets a line of standard output: the milliseconds that it took, or its logits at the mask."""

import json
import sys
import time

import torch
from transformers import BertForMaskedLM, BertTokenizer, FillMaskPipeline

folder = sys.argv[1]
model = BertForMaskedLM.from_pretrained(folder).eval()
tokenizer = BertTokenizer.from_pretrained(folder)
pipeline = FillMaskPipeline(model=model, tokenizer=tokenizer, top_k=5)
answers = sys.stdout
sys.stdout = sys.stderr


def answer(job):
    if "compare" in job:
        inputs = tokenizer(job["compare"], return_tensors="pt")
        at = (inputs["input_ids"][0] == tokenizer.mask_token_id).nonzero()[0, 0]
        return {"version": torch.__version__, "logits": model(**inputs).logits[0, at].tolist()}
    began = time.perf_counter()
    pipeline(job["texts"], batch_size=len(job["texts"]))
    return {"milliseconds": (time.perf_counter() - began) * 1000}


with torch.inference_mode():
    for line in sys.stdin:
        answers.write(json.dumps(answer(json.loads(line))) + "\n")
        answers.flush()

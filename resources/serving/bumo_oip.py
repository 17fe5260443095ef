"""Bumo's graph in ONNX Runtime, and the Open Inference Protocol, version 2, as bytes.

The files of this folder lie beside `bumo.json`, which says what is served; see the package's README.
"""

import json
import os
from pathlib import Path

# ONNX Runtime sends usage data unless this is set before it is loaded.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

import numpy as np  # noqa: E402
import onnxruntime as ort  # noqa: E402

MODEL = "bumo"
INPUTS = ("input_ids", "attention_mask", "positions")
HEADER_LENGTH = "inference-header-content-length"
PACKAGE = Path(__file__).resolve().parent

# One request may not hold up the others: rows, tokens with padding, and positions times vocabulary (64 MB as FP32).
MOST_ROWS = 64
MOST_TOKENS = 8192
MOST_VALUES = 16_000_000
MOST_BYTES = 4_000_000


class Refused(Exception):
    """A request that is not answered: an HTTP status and a sentence."""

    def __init__(self, status, sentence):
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence

    def __reduce__(self):
        return (Refused, (self.status, self.sentence))


def package():
    """What `bumo.json` says: `versions` (the stable one first), `vocabSize`, `maxPositions`."""
    return json.loads((PACKAGE / "bumo.json").read_text(encoding="utf-8"))


def _array(tensor, binary):
    """One input as int64 of its shape, from `data` or from the bytes behind the header."""
    name, shape = tensor.get("name"), tensor.get("shape")
    if tensor.get("datatype") != "INT64":
        raise Refused(400, f"{name}: the datatype is not INT64")
    if not isinstance(shape, list) or len(shape) != 2 or not all(type(n) is int and n >= 0 for n in shape):
        raise Refused(400, f"{name}: the shape is not two whole numbers")
    size = tensor.get("parameters", {}).get("binary_data_size")
    try:
        if size is None:
            values = np.asarray(tensor.get("data", []))
        else:
            values = np.frombuffer(binary, "<i8", shape[0] * shape[1])
    except ValueError:
        raise Refused(400, f"{name}: the values do not have the shape") from None
    if values.dtype.kind != "i" and values.size:
        raise Refused(400, f"{name}: a value is no whole number")
    if values.size != shape[0] * shape[1] or (size is not None and size != values.nbytes):
        raise Refused(400, f"{name}: the values do not have the shape")
    return values.astype(np.int64, copy=False).reshape(shape)


def read_request(body, header_length=None):
    """Decodes a request: the header, and the inputs by name. Raises Refused."""
    try:
        length = len(body) if header_length is None else int(header_length)
        header = json.loads(body[:length])
        tensors = {one["name"]: one for one in header["inputs"]}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused(400, "the request is no JSON of the Open Inference Protocol") from None
    inputs, rest = {}, memoryview(body)[length:]
    for name, tensor in tensors.items():
        inputs[name] = _array(tensor, rest)
        if tensor.get("parameters", {}).get("binary_data_size") is not None:
            rest = rest[inputs[name].nbytes :]
    return header, inputs


def wants_binary(header):
    """Whether the request asks for its logits as binary data."""
    asked = [one.get("parameters", {}).get("binary_data") for one in header.get("outputs") or []]
    default = header.get("parameters", {}).get("binary_data_output", False)
    return any(default if one is None else one for one in asked) if asked else bool(default)


def write_response(version, request_id, logits, binary):
    """Encodes an answer. Returns its body and headers."""
    output = {"name": "logits", "datatype": "FP32", "shape": list(logits.shape)}
    answer = {"model_name": MODEL, "model_version": version, "outputs": [output]}
    if request_id is not None:
        answer["id"] = request_id
    if not binary:
        output["data"] = logits.ravel().tolist()
        return json.dumps(answer).encode(), {"content-type": "application/json"}
    values = logits.astype("<f4", copy=False).tobytes()
    output["parameters"] = {"binary_data_size": len(values)}
    head = json.dumps(answer).encode()
    return head + values, {"content-type": "application/octet-stream", HEADER_LENGTH: str(len(head))}


def metadata(versions, vocab_size):
    """The answer to GET /v2/models/bumo."""
    return {
        "name": MODEL,
        "versions": list(versions),
        "platform": "onnxruntime_onnx",
        "inputs": [{"name": name, "datatype": "INT64", "shape": [-1, -1]} for name in INPUTS],
        "outputs": [{"name": "logits", "datatype": "FP32", "shape": [-1, -1, vocab_size]}],
    }


def statistics(version, success, fail, rows, batches):
    """The answer to GET …/stats; `success` and `fail` are pairs of a count and nanoseconds."""
    pair = lambda one: {"count": int(one[0]), "ns": int(one[1])}  # noqa: E731
    stats = {"success": pair(success), "fail": pair(fail)}
    one = {"name": MODEL, "version": version, "inference_count": int(rows), "execution_count": int(round(batches))}
    return {"model_stats": [{**one, "inference_stats": stats}]}


class Graph:
    """One version in ONNX Runtime. `run` may be called from any thread."""

    def __init__(self, version, threads=1, prepack=False):
        about = package()
        self.vocab_size, self.max_positions = about["vocabSize"], about["maxPositions"]
        options = ort.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        # Weights that are not repacked stay pages of the file, which all replicas of a machine share.
        options.add_session_config_entry("session.disable_prepacking", "0" if prepack else "1")
        path = str(PACKAGE / "graphs" / f"{version}.onnx")
        self.session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def check(self, inputs):
        """Raises Refused for a request that would fail, alone or together with the others of its batch."""
        missing = [name for name in INPUTS if name not in inputs]
        if missing:
            raise Refused(400, f"there is no input {missing[0]}")
        ids, mask, positions = (inputs[name] for name in INPUTS)
        rows, width = ids.shape
        if mask.shape != ids.shape or positions.shape[0] != rows or min(*ids.shape, *positions.shape) < 1:
            raise Refused(400, "the shapes of the inputs do not belong together")
        if rows > MOST_ROWS or width > self.max_positions or ids.size > MOST_TOKENS:
            limits = f"{MOST_ROWS} rows of {self.max_positions} tokens, {MOST_TOKENS} tokens in all"
            raise Refused(413, f"a request has at most {limits}")
        if positions.size * self.vocab_size > MOST_VALUES:
            raise Refused(413, f"a request has at most {MOST_VALUES // self.vocab_size} positions")
        for values, end in ((ids, self.vocab_size), (mask, 2), (positions, width)):
            if values.min() < 0 or values.max() >= end:
                raise Refused(400, f"a value is outside of 0 to {end - 1}")

    def run(self, requests):
        """Runs checked requests as one batch. Returns the logits of each, [B, M, V]."""
        width = max(one["input_ids"].shape[1] for one in requests)
        most = max(one["positions"].shape[1] for one in requests)
        rows = sum(one["input_ids"].shape[0] for one in requests)
        feeds = {name: np.zeros((rows, most if name == "positions" else width), np.int64) for name in INPUTS}
        at = 0
        for one in requests:
            end = at + one["input_ids"].shape[0]
            for name in INPUTS:
                feeds[name][at:end, : one[name].shape[1]] = one[name]
            at = end
        (logits,) = self.session.run(["logits"], feeds)
        answers, at = [], 0
        for one in requests:
            count, wanted = one["positions"].shape
            answers.append(np.ascontiguousarray(logits[at : at + count, :wanted]))
            at += count
        return answers

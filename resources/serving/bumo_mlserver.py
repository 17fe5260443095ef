"""Bumo on MLServer.

MLServer's own adaptive batching joins requests without a look at their shapes, so it cannot pad rows of different
lengths: it stays off, and `bumo_batch` joins them.
"""

import numpy as np
from mlserver import MLModel
from mlserver.errors import MLServerError
from mlserver.handlers.custom import CustomHandler, register_custom_handler
from mlserver.types import InferenceResponse, MetadataTensor, ResponseOutput

import bumo_batch
from bumo_oip import INPUTS, MODEL, Refused, metadata


class Bumo(MLModel):
    """One version. `parameters.extra`: `threads`, `prepack`, `max_batch_size`, `batch_wait_timeout_s`."""

    def __init__(self, settings):
        super().__init__(settings)

        async def stats() -> dict:
            return self.batcher.stats()

        # The path holds the version, so it cannot be given where the class is defined.
        path = f"/v2/models/{MODEL}/versions/{self.version}/stats"
        register_custom_handler(CustomHandler(rest_path=path, rest_method="GET"), stats)
        self.stats = stats

    async def load(self):
        self.batcher = bumo_batch.acquire(self.version, **self.settings.parameters.extra)
        described = metadata([self.version], self.batcher.graph.vocab_size)
        self.inputs = [MetadataTensor(**one) for one in described["inputs"]]
        self.outputs = [MetadataTensor(**one) for one in described["outputs"]]
        return True

    async def unload(self):
        bumo_batch.release(self.version)
        return True

    async def predict(self, payload):
        inputs = {one.name: _array(one) for one in payload.inputs if one.name in INPUTS}
        try:
            logits, _ = await self.batcher.infer(inputs)
        except Refused as refused:
            raise MLServerError(refused.sentence, status_code=refused.status) from None
        output = ResponseOutput(name="logits", datatype="FP32", shape=list(logits.shape), data=logits.ravel().tolist())
        return InferenceResponse(id=payload.id, model_name=self.name, model_version=self.version, outputs=[output])


def _array(tensor):
    data = np.asarray(getattr(tensor.data, "root", tensor.data))
    if data.dtype.kind != "i" or len(tensor.shape) != 2 or data.size != tensor.shape[0] * tensor.shape[1]:
        raise MLServerError(f"{tensor.name}: the values are no whole numbers of the shape", status_code=400)
    return data.astype(np.int64, copy=False).reshape(tensor.shape)

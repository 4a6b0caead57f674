"""How well notes follow their text: the product's engine beside others, on edit histories.

python -m tests.benchmarks.anchoring FILE.jsonl           one table, all engines
python -m tests.benchmarks.anchoring FILE.jsonl --fit     the weights of the model (scikit-learn)
"""

from __future__ import annotations

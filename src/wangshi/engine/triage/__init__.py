"""分拣: which category a letter belongs to, how certain that is, and which words carried it.

`train(examples)` → `Model`; `model.read(text)` → `Guess`. Codes are the caller's and stay as they
are when their titles change. A model keeps no words of the letters it learned from.
"""

from .grams import Text
from .learning import Example, TooFewExamples, train
from .measuring import NEVER, Quality
from .model import Guess, Model, ModelBroken

__all__ = [
    "NEVER",
    "Example",
    "Guess",
    "Model",
    "ModelBroken",
    "Quality",
    "Text",
    "TooFewExamples",
    "train",
]

"""Compares goods lines with control lists. Pure Python: names no framework, reads no clock, asks no network.

engine = Engine.build(catalogue)
verdicts = engine.screen([Line("1", "thiodiglycol, 200 l drum", "2930.70")])
"""

from screening.engine.pipeline import ENGINE_VERSION, Engine
from screening.engine.verdict import Line, Verdict

__all__ = ["ENGINE_VERSION", "Engine", "Line", "Verdict"]

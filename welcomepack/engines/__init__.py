"""Machine translation: one small interface, and an adapter for each engine."""

from welcomepack.engines.engine import Broken, Busy, Engine, EngineError, Refused, Stopped
from welcomepack.engines.patient import Patient
from welcomepack.engines.registry import engine_name, open_engine

__all__ = [
    "Broken",
    "Busy",
    "Engine",
    "EngineError",
    "Patient",
    "Refused",
    "Stopped",
    "engine_name",
    "open_engine",
]

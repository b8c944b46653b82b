"""Functions that only compiled functions call stay a piece of code to be taken in: no machine code of their own.

numba makes a library of each function: takes in everything the function calls, optimises it whole, and makes machine
code of it. A function that is called by compiled functions alone is optimised once more in each of them, and its own
machine code never runs; leaving both out halves the time of compiling, and what comes out is the same.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from numba.core import codegen, compiler

_Library: Any = codegen.JITCodeLibrary
_Compiler: Any = compiler.Compiler


class _Piece(_Library):  # type: ignore[misc]  # numba tells no types
    """The code of a function with all it calls, made smaller by the cheap passes; not handed to the machine."""

    codegen = SimpleNamespace(set_env=lambda *_: None)  # its environment: it is never called by itself

    def _optimize_final_module(self) -> None:
        passes, builder = self._codegen._module_pass_manager(
            loop_vectorize=False, slp_vectorize=False, opt=self._codegen._opt_level, cost="cheap"
        )
        passes.run(self._final_module, builder)

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._finalized = True

    def get_pointer_to_function(self, *_: object) -> int:
        self._ensure_finalized()
        return 0


class TakenIn(_Compiler):  # type: ignore[misc]
    """The usual compiler, but what it makes can only be called by compiled functions."""

    def __init__(self, *told: Any) -> None:
        super().__init__(*told)
        self.state.library = _Piece(self.state.targetctx.codegen(), "piece")

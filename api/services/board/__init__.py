"""The board: lessons of a kept variant moved by hand, step by step, each step judged before it counts."""
